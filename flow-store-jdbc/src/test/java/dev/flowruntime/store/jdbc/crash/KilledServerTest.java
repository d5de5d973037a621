package dev.flowruntime.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.crash.Cut.Side;
import dev.flowruntime.store.jdbc.crash.Stage.Point;
import dev.flowruntime.store.jdbc.database.CrashableServer;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kills the whole server (SIGKILL) before a commit is sent and before its answer arrives, and starts it again on its files. */
@Timeout(240)
class KilledServerTest {
    private static final Set<String> OPERATIONS = Set.of(
            "trigger that opens a conversation",
            "resume",
            "accept the result of a task",
            "claim tasks",
            "settle a delivery");

    @Test
    void aServerThatIsKilledAtACommitLosesNothingThatWasAnswered() throws SQLException {
        try (CrashableServer server = PostgresqlServer.start(Durability.FULL);
                Stage stage = new Stage(server, JdbcFlowStore::open)) {
            for (Operation operation : operations()) {
                List<Point> commits = stage.pointsOf(operation).stream()
                        .filter(KilledServerTest::isCommit)
                        .toList();
                assertThat(commits).extracting(Point::side).contains(Side.DRIVER, Side.SERVER);
                for (Point commit : commits) {
                    assertThat(stage.runThroughCrash(operation, commit, server))
                            .as("%s, %s", operation, commit)
                            .isEmpty();
                }
            }
        }
    }

    private static List<Operation> operations() {
        return Stream.concat(Turns.all().stream(), Queues.all().stream())
                .filter(operation -> OPERATIONS.contains(operation.name()))
                .toList();
    }

    private static boolean isCommit(Point point) {
        return point.label().equalsIgnoreCase("commit");
    }
}

package dev.flowruntime.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.jdbc.BrokenStores;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A check that cannot fail is none: each fault of a store is found by the drill or by the race. */
@Timeout(300)
class FaultsAreFoundTest {
    @Test
    void selectThenUpdateLetsSeveralWritersWin() throws SQLException {
        List<String> wrong = new WriterRace(BrokenStores::selectsThenUpdates, 10).run();
        assertThat(wrong)
                .anyMatch(found -> found.contains("writers of one revision were told that they won"))
                .anyMatch(found -> found.contains("the history has a gap or a double"));
    }

    @Test
    void aConditionalWriteLetsOneWriterWin() throws SQLException {
        assertThat(new WriterRace(JdbcFlowStore::open, 50).run()).isEmpty();
    }

    @Test
    void outboxEntriesBehindTheCommitAreLost() {
        assertThat(wrong(BrokenStores::sendsAfterTheCommit))
                .anyMatch(
                        found -> found.contains("the turns of an execution have written more or less than they tell"));
    }

    @Test
    void aCommitThatIsTriedAgainBlindlyIsSaidToBeStaleAndIsThere() {
        assertThat(wrong(BrokenStores::retriesBlindly))
                .anyMatch(found -> found.contains("Stale") && found.contains("and is there"));
    }

    @Test
    void aLostAnswerThatIsTakenForAFailureIsContradictedByTheTables() {
        assertThat(wrong(BrokenStores::believesInNothing))
                .anyMatch(found -> found.contains("Stale") && found.contains("and is there"));
    }

    private static List<String> wrong(Function<DataSource, FlowStore> stores) {
        List<Operation> resume = Turns.all().stream()
                .filter(operation -> operation.name().startsWith("resume"))
                .toList();
        return new Drill(resume, stores, 3, 1).run().wrong();
    }
}

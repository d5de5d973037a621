package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import dev.flowruntime.store.tck.Race;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import javax.sql.DataSource;

/** Several writers who all go on from the same revision of one execution. */
record WriterRace(Function<DataSource, FlowStore> stores, int rounds) {
    private static final int WRITERS = 6;

    /** @return what is wrong */
    List<String> run() throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (TestDatabase database = PostgresqlServer.shared().newDatabase()) {
            JdbcSchema.migrate(database.dataSource());
            DataSource pool = database.dataSource();
            FlowStore store = stores.apply(pool);
            for (int round = 0; round < rounds; round++) {
                Scene scene = Scene.random(JdbcFlowStore.open(pool), pool, new Random(round), database.now());
                int winners = race(scene, store);
                if (winners != 1) {
                    wrong.add("round " + round + ": " + winners + " writers of one revision were told that they won");
                }
                Invariants.broken(pool, scene.tenant().value()).forEach(wrong::add);
            }
        }
        return wrong;
    }

    private static int race(Scene scene, FlowStore store) {
        Conversation conversation = scene.newConversation(null);
        Execution waiting = scene.commit(scene.first(new ConversationChange.Open(conversation)));
        List<TurnCommit> turns = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            turns.add(at(i, scene.after(waiting, conversation).commit()));
        }
        return (int) Race.run(WRITERS, i -> () -> store.executions().commit(turns.get(i))).stream()
                .filter(TurnOutcome.Committed.class::isInstance)
                .count();
    }

    /** Each writer comes at a time of its own, so that the key of the history alone does not keep them apart. */
    private static TurnCommit at(int writer, TurnCommit turn) {
        HistoryEvent said = turn.history();
        TenantId tenant = said.tenant();
        HistoryEvent own = new HistoryEvent(
                tenant,
                said.execution(),
                said.revision(),
                said.cause(),
                said.status(),
                said.steps(),
                said.reply(),
                said.at().plus(Duration.ofMillis(writer)));
        return new TurnCommit(
                turn.from(),
                turn.execution(),
                turn.conversation(),
                own,
                turn.messages(),
                turn.tasks(),
                turn.withdrawn(),
                turn.consumed(),
                turn.outbox(),
                turn.audit());
    }
}

package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.CompletionOutcome;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.TelemetryCommit;
import dev.flowruntime.store.TrafficRange;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the roles make of a connection that is lost during a commit. */
class LostCommitTest {
    private static final TenantId TENANT = new TenantId(new UUID(1, 1));
    private static final FlowVersion VERSION = new FlowVersion(
            TENANT,
            new FlowId(new UUID(1, 2)),
            "returns",
            1,
            "Returns",
            Json.EMPTY_OBJECT,
            "returns",
            null,
            false,
            Instant.parse("2026-01-01T00:00:00.000000001Z"));
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.000001Z");
    private static final TrafficRange EVER =
            new TrafficRange(AT.minus(Duration.ofDays(1)), AT.plus(Duration.ofDays(1)), false);

    private enum Loss {
        NONE,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private Loss loss = Loss.NONE;
    private Database database;

    @BeforeEach
    void emptyTables() {
        Product product = Product.H2;
        product.database().empty("flow_schema_step", "FLOW_SCHEMA_STEP");
        Dialect losing = (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (proxy, method, args) -> {
                    if (method.getName().equals("commit")) {
                        commit(product.dialect(), (Connection) args[0]);
                        return null;
                    }
                    try {
                        return method.invoke(product.dialect(), args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        database = new Database(
                new Connections.Pooled(
                        product.database().dataSource(), product.database().dataSource()),
                losing);
    }

    /** Loses the next connection only. */
    private void commit(Dialect dialect, Connection connection) throws SQLException {
        Loss now = loss;
        loss = Loss.NONE;
        if (now == Loss.BEFORE_COMMIT) {
            dialect.rollback(connection);
        } else {
            dialect.commit(connection);
        }
        if (now != Loss.NONE) {
            throw new SQLNonTransientConnectionException("lost", "08006");
        }
    }

    @Test
    void aVersionThatWasPublishedIsChangedAndNotStale() {
        JdbcFlowVersionStore flows = new JdbcFlowVersionStore(database);
        loss = Loss.AFTER_COMMIT;
        FlowChange change = flows.publish(VERSION);
        assertThat(change).isInstanceOf(FlowChange.Changed.class);
        assertThat(flows.listActive(TENANT)).containsExactly(((FlowChange.Changed) change).version());
    }

    @Test
    void whetherAVersionThatIsNotThereWillBeIsUnknown() {
        JdbcFlowVersionStore flows = new JdbcFlowVersionStore(database);
        loss = Loss.BEFORE_COMMIT;
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> flows.publish(VERSION))
                .returns(StoreException.Retry.LATER, StoreException::retry);
        assertThat(flows.publish(VERSION)).isInstanceOf(FlowChange.Changed.class);
    }

    @Test
    void anotherVersionOfThatNumberIsNotTakenForTheOneThatWasLost() {
        JdbcFlowVersionStore flows = new JdbcFlowVersionStore(database);
        flows.publish(VERSION);
        FlowVersion late = new FlowVersion(
                TENANT, VERSION.flow(), "returns", 1, "Late", new Json("[]"), null, null, false, VERSION.publishedAt());
        loss = Loss.BEFORE_COMMIT;
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> flows.publish(late));
        assertThat(flows.publish(late)).isEqualTo(new FlowChange.Stale());
    }

    @Test
    void anActivationIsDoneOnce() {
        JdbcFlowVersionStore flows = new JdbcFlowVersionStore(database);
        flows.publish(VERSION);
        flows.archive(TENANT, VERSION.flow());
        loss = Loss.AFTER_COMMIT;
        assertThat(flows.activate(TENANT, VERSION.flow(), 1)).isInstanceOf(FlowChange.Changed.class);
        assertThat(flows.listActive(TENANT)).hasSize(1);
    }

    @Test
    void anAuditRecordIsThereOnce() {
        JdbcAuditStore audit = new JdbcAuditStore(database);
        for (Loss next : new Loss[] {Loss.BEFORE_COMMIT, Loss.AFTER_COMMIT}) {
            loss = next;
            audit.append(record(next));
        }
        assertThat(audit.list(TENANT, null, null, 10))
                .extracting(AuditRecord::action)
                .containsExactlyInAnyOrder("BEFORE_COMMIT", "AFTER_COMMIT");
    }

    @Test
    void anEventIsRecordedOnce() {
        JdbcTelemetryStore telemetry = new JdbcTelemetryStore(database);
        for (Loss next : new Loss[] {Loss.BEFORE_COMMIT, Loss.AFTER_COMMIT}) {
            TelemetryEvent named = event(next, 1, next.name());
            TelemetryEvent nameless = event(next, 2, null);
            loss = next;
            assertThat(telemetry.record(new TelemetryCommit(List.of(named, nameless), List.of(), record(next))))
                    .isEqualTo(2);
        }
        assertThat(telemetry.listEvents(TENANT, EVER, null, 10)).hasSize(4);
    }

    @Test
    void aCompletionIsRecordedOnceAndKnownAfterwards() {
        JdbcGoalStore goals = new JdbcGoalStore(database);
        for (Loss next : new Loss[] {Loss.BEFORE_COMMIT, Loss.AFTER_COMMIT}) {
            Completion completion = completion(new UUID(3, next.ordinal()), next);
            loss = next;
            assertThat(goals.complete(completion, record(next))).isEqualTo(new CompletionOutcome.Recorded());
            Completion again = completion(new UUID(4, next.ordinal()), next);
            loss = next;
            assertThat(goals.complete(again, record(next, 4))).isEqualTo(new CompletionOutcome.Known(completion));
        }
        assertThat(goals.listCompletions(TENANT, null, EVER, null, 10)).hasSize(2);
    }

    @Test
    void whatWasCountedIsNeverCountedTwice() {
        JdbcTelemetryStore telemetry = new JdbcTelemetryStore(database);
        LocalDate day = LocalDate.of(2026, 11, 30);
        for (Loss next : new Loss[] {Loss.BEFORE_COMMIT, Loss.AFTER_COMMIT}) {
            loss = next;
            telemetry.addUsage(TENANT, List.of(new KeyUsage(new WidgetKeyId(new UUID(5, 5)), day, 1, 1, 1, 1)));
        }
        assertThat(telemetry.listUsage(TENANT, day, day))
                .extracting(KeyUsage::sessions)
                .containsExactly(1L);
    }

    private static TelemetryEvent event(Loss loss, int number, @Nullable String key) {
        return new TelemetryEvent(
                TENANT,
                new UUID(loss.ordinal(), number),
                new WidgetKeyId(new UUID(5, 5)),
                new ConversationId(new UUID(6, 6)),
                "viewed",
                Json.EMPTY_OBJECT,
                key,
                AT,
                AT,
                false);
    }

    private static Completion completion(UUID id, Loss loss) {
        return new Completion(TENANT, id, "bought", null, null, loss.name(), null, null, AT, AT, false);
    }

    @Test
    void aTokenIsThereOnce() {
        JdbcEngineTokenStore tokens = new JdbcEngineTokenStore(database);
        for (Loss next : new Loss[] {Loss.BEFORE_COMMIT, Loss.AFTER_COMMIT}) {
            EngineToken token = new EngineToken(next.name(), "label", TENANT);
            loss = next;
            tokens.put(token);
            assertThat(tokens.find(next.name())).contains(token);
        }
    }

    private static AuditRecord record(Loss loss) {
        return record(loss, 2);
    }

    private static AuditRecord record(Loss loss, int series) {
        return new AuditRecord(
                new UUID(series, loss.ordinal()),
                TENANT,
                AT,
                "engine",
                loss.name(),
                "subject",
                Json.EMPTY_OBJECT,
                null,
                null);
    }
}

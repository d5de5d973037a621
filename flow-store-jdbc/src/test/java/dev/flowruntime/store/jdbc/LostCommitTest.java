package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Instant;
import java.util.UUID;
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
        return new AuditRecord(
                new UUID(2, loss.ordinal()),
                TENANT,
                VERSION.publishedAt(),
                "engine",
                loss.name(),
                "subject",
                Json.EMPTY_OBJECT,
                null,
                null);
    }
}

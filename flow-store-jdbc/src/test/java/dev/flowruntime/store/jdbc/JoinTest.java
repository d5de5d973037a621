package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host's own transaction in which the store takes part. */
class JoinTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final String HOST_TENANT = new UUID(7, 7).toString();

    private static TestDatabase database;
    private static JdbcFlowStore store;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private Connection host;
    private FlowStore joined;

    @BeforeAll
    static void migrate() throws SQLException {
        database = PostgresqlServer.shared().newDatabase();
        JdbcSchema.migrate(database.dataSource());
        store = JdbcFlowStore.open(database.dataSource());
        try (Connection connection = database.dataSource().getConnection()) {
            Transaction.execute(connection, "create table host_order (id uuid primary key)");
            Transaction.execute(connection, "create role join_host");
            Transaction.execute(connection, "grant all on host_order to join_host");
        }
    }

    @AfterAll
    static void drop() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            Transaction.execute(connection, "drop table host_order");
            Transaction.execute(connection, "drop role join_host");
        }
        database.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        host = database.dataSource().getConnection();
        host.setAutoCommit(false);
        Transaction.execute(host, "set local role join_host");
        Transaction.execute(host, "select set_config('app.tenant', '" + HOST_TENANT + "', true)");
        joined = store.join(host);
    }

    @AfterEach
    void end() throws SQLException {
        if (!host.getAutoCommit()) {
            host.rollback();
            host.setAutoCommit(true);
        }
        host.close();
    }

    private Conversation conversation() {
        return new Conversation(
                tenant, new ConversationId(UUID.randomUUID()), null, null, "en", Json.EMPTY_OBJECT, 1, NOW);
    }

    private static ConversationCommit commit(ConversationChange change) {
        return new ConversationCommit(change, List.of(), List.of());
    }

    private void assertHostIsItself() throws SQLException {
        assertThat(Transaction.text(host, "select current_user")).isEqualTo("join_host");
        assertThat(Transaction.text(host, "select current_setting('app.tenant')"))
                .isEqualTo(HOST_TENANT);
    }

    private void order(UUID id) throws SQLException {
        Transaction.execute(host, "insert into host_order values ('" + id + "')");
    }

    private static boolean isOrdered(UUID id) throws SQLException {
        try (Connection other = database.dataSource().getConnection()) {
            return !Transaction.texts(other, "select id from host_order where id = '" + id + "'")
                    .isEmpty();
        }
    }

    @Test
    void aCommitIsAtomicWithTheHostsOwnRows() throws SQLException {
        Conversation opened = conversation();
        UUID order = UUID.randomUUID();
        order(order);
        assertThat(joined.conversations().commit(commit(new ConversationChange.Open(opened))))
                .isEqualTo(new ConversationOutcome.Committed());
        assertThat(store.conversations().find(tenant, opened.id())).isEmpty();
        assertThat(isOrdered(order)).isFalse();
        host.commit();
        assertThat(store.conversations().find(tenant, opened.id())).contains(opened);
        assertThat(isOrdered(order)).isTrue();
    }

    @Test
    void theHostsRollbackTakesEverythingBack() throws SQLException {
        Conversation opened = conversation();
        UUID order = UUID.randomUUID();
        order(order);
        joined.conversations().commit(commit(new ConversationChange.Open(opened)));
        assertThat(joined.conversations().find(tenant, opened.id())).contains(opened);
        host.rollback();
        assertThat(store.conversations().find(tenant, opened.id())).isEmpty();
        assertThat(isOrdered(order)).isFalse();
    }

    @Test
    void roleAndTenantOfTheHostAreAsTheyWereAfterEachCall() throws SQLException {
        Conversation opened = conversation();
        joined.conversations().commit(commit(new ConversationChange.Open(opened)));
        assertHostIsItself();
        joined.conversations().find(tenant, opened.id());
        assertHostIsItself();
        joined.flowVersions().listActive(tenant);
        assertHostIsItself();
        joined.tenants().list();
        assertHostIsItself();
        joined.check();
        assertHostIsItself();
    }

    @Test
    void roleAndTenantOfTheHostAreAsTheyWereAfterARefusal() throws SQLException {
        Conversation unknown = conversation();
        assertThat(joined.conversations().commit(commit(new ConversationChange.Keep(unknown))))
                .isInstanceOf(ConversationOutcome.Stale.class);
        assertHostIsItself();
        Conversation opened = conversation();
        joined.conversations().commit(commit(new ConversationChange.Open(opened)));
        assertThat(joined.conversations().commit(commit(new ConversationChange.Open(opened))))
                .isInstanceOf(ConversationOutcome.Stale.class);
        assertHostIsItself();
    }

    @Test
    void afterAFailureTheHostGoesOnWithAllThatCameBefore() throws SQLException {
        UUID order = UUID.randomUUID();
        order(order);
        InboxEvent spoilt = new InboxEvent(
                tenant, new EventId(UUID.randomUUID()), "a\0b", Json.EMPTY_OBJECT, null, null, null, NOW);
        assertThatThrownBy(() -> joined.inboxEvents()
                        .accept(new EventAcceptance(spoilt, "fingerprint", null, Duration.ofHours(1))))
                .isInstanceOf(StoreException.class);
        assertHostIsItself();
        host.commit();
        assertThat(isOrdered(order)).isTrue();
    }

    /** What a refused commit goes by must not come from the one before it in the same transaction. */
    @Test
    void aRefusedCommitBehindAnAcceptedOneLeavesNothing() throws SQLException {
        Conversation opened = conversation();
        joined.conversations().commit(commit(new ConversationChange.Open(opened)));
        Conversation changed = opened.withVariables(new Json("{\"name\":\"Ada\"}"));
        assertThat(joined.conversations().commit(audited(new ConversationChange.Replace(changed), "first")))
                .isEqualTo(new ConversationOutcome.Committed());
        assertThat(joined.conversations().commit(audited(new ConversationChange.Replace(changed), "second")))
                .isInstanceOf(ConversationOutcome.Stale.class);
        host.commit();
        assertThat(store.audit().list(tenant, null, null, 10))
                .extracting(AuditRecord::action)
                .containsExactly("first");
    }

    private ConversationCommit audited(ConversationChange change, String action) {
        return new ConversationCommit(
                change,
                List.of(),
                List.of(new AuditRecord(
                        UUID.randomUUID(), tenant, NOW, "host", action, "subject", Json.EMPTY_OBJECT, null, null)));
    }

    @Test
    void aConnectionWithAutoCommitIsNotJoined() throws SQLException {
        host.rollback();
        host.setAutoCommit(true);
        assertThatThrownBy(
                        () -> joined.conversations().find(tenant, conversation().id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("auto-commit");
    }
}

package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.EngineTokenStore;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.SettingsStore;
import dev.flowruntime.store.TaskStore;
import dev.flowruntime.store.TenantStore;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.WidgetKeyStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.lang.reflect.Proxy;
import java.util.List;

/** The roles that are kept in tables, and the others in memory. */
final class MixedStore implements FlowStore {
    private final Database database;
    private final FlowStore memory = new InMemoryFlowStore();

    MixedStore(Database database) {
        this.database = database;
    }

    @Override
    public TenantStore tenants() {
        return new JdbcTenantStore(database);
    }

    @Override
    public FlowVersionStore flowVersions() {
        return new JdbcFlowVersionStore(database);
    }

    @Override
    public WidgetKeyStore widgetKeys() {
        return new JdbcWidgetKeyStore(database);
    }

    @Override
    public ConversationStore conversations() {
        return auditing(ConversationStore.class, memory.conversations());
    }

    @Override
    public ExecutionStore executions() {
        return auditing(ExecutionStore.class, memory.executions());
    }

    /** The role, with the audit records of its commits in the table. */
    private <R> R auditing(Class<R> type, R role) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            List<AuditRecord> records = List.of();
            if (args[0] instanceof ConversationCommit commit) {
                records = commit.audit();
            } else if (args[0] instanceof TurnCommit commit) {
                records = commit.audit();
            }
            if (!records.isEmpty()) {
                List<AuditRecord> added = records;
                database.transact(Scope.of(records.get(0).tenant()), connection -> {
                    new JdbcAuditStore(database).addAll(connection, added);
                    return added;
                });
            }
            return method.invoke(role, args);
        }));
    }

    @Override
    public InboxEventStore inboxEvents() {
        return memory.inboxEvents();
    }

    @Override
    public TaskStore tasks() {
        return memory.tasks();
    }

    @Override
    public OutboxStore outbox() {
        return memory.outbox();
    }

    @Override
    public EngineTokenStore engineTokens() {
        return new JdbcEngineTokenStore(database);
    }

    @Override
    public SettingsStore settings() {
        return new JdbcSettingsStore(database);
    }

    @Override
    public AuditStore audit() {
        return new JdbcAuditStore(database);
    }

    @Override
    public void check() {
        memory.check();
    }

    @Override
    public void close() {
        database.close();
        memory.close();
    }
}

package dev.flowruntime.store;

/**
 * Keeps everything that the engine must not lose; hands out one role for each noun.
 *
 * <p>Rules for all roles: every key begins with the tenant, and another tenant's id behaves as an absent one; values in
 * and out are immutable; JSON is opaque; a store reads no clock for what it records (a store that several nodes share
 * takes leases and due times from its database's clock); it makes no ids. Failures are {@link StoreException}s.
 * Thread-safe.
 */
public interface FlowStore extends AutoCloseable {
    TenantStore tenants();

    FlowVersionStore flowVersions();

    WidgetKeyStore widgetKeys();

    ConversationStore conversations();

    ExecutionStore executions();

    InboxEventStore inboxEvents();

    TaskStore tasks();

    OutboxStore outbox();

    EngineTokenStore engineTokens();

    SettingsStore settings();

    AuditStore audit();

    /**
     * Returns when the store can serve.
     *
     * @throws StoreException when it cannot, saying why
     */
    void check();

    @Override
    void close();
}

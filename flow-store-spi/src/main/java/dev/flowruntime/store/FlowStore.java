package dev.flowruntime.store;

/**
 * Keeps everything that the engine must not lose; hands out one role for each noun.
 *
 * <p>Rules for all roles:
 *
 * <ul>
 *   <li>Every key begins with the tenant, and another tenant's id behaves as an absent one.
 *   <li>Values in and out are immutable. JSON and other text come back to the letter, instants to the microsecond.
 *   <li>Lists in the order of a text go by the codes of its characters, lists in the order of ids by the ids' text.
 *   <li>What one call returned, every later call sees.
 *   <li>A store reads no clock for what it records; one that several nodes share takes leases and due times from its
 *       database's clock.
 *   <li>A store makes no ids. Whoever makes a row vouches that its id is new where no method says what comes of a known one.
 *   <li>Failures are {@link StoreException}s.
 *   <li>Everything is thread-safe.
 * </ul>
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

    EndpointStore endpoints();

    IdempotencyStore idempotency();

    EngineTokenStore engineTokens();

    SettingsStore settings();

    AuditStore audit();

    FormStore forms();

    SubmissionStore submissions();

    UploadStore uploads();

    /** Where files go unless the host keeps them elsewhere. */
    BlobStore blobs();

    /**
     * Returns when the store can serve.
     *
     * @throws StoreException when it cannot, saying why
     */
    void check();

    /** Lets go of everything; afterwards every other call is a {@link StoreException} {@code NEVER}. */
    @Override
    void close();
}

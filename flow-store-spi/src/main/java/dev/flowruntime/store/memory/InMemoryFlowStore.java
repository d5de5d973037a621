package dev.flowruntime.store.memory;

import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.EndpointStore;
import dev.flowruntime.store.EngineTokenStore;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.FormStore;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.SettingsStore;
import dev.flowruntime.store.SubmissionStore;
import dev.flowruntime.store.TaskStore;
import dev.flowruntime.store.TenantStore;
import dev.flowruntime.store.UploadStore;
import dev.flowruntime.store.WidgetKeyStore;

/**
 * A flow store in the heap of this process, for tests and demos: <b>nothing in it survives the process</b>.
 *
 * <p>It keeps every conversation in which something is open: an execution that has not ended, a webhook that is still to
 * leave, an event that is not finished. Of the others it keeps so many that were idle for the shortest time; the longest
 * idle one is forgotten with everything that belongs to it, and its ids and its customer are then as if they had never been.
 * Of finished events and ended deliveries that belong to no conversation it keeps the newest so many, and of each tenant's
 * audit trail the newest {@value #AUDIT_RECORDS} records, of each form's submissions the newest {@value #SUBMISSIONS}, of uploaded files the newest {@value #UPLOADED_BYTES} bytes.
 *
 * <p>Due times and leases go by the time that the caller passes in.
 */
public final class InMemoryFlowStore implements FlowStore {
    /** How many idle conversations are kept unless told otherwise. */
    public static final int CONVERSATIONS = 10_000;

    /** How many audit records of each tenant are kept. */
    public static final int AUDIT_RECORDS = 10_000;

    /** How many bytes of uploaded files are kept. */
    public static final long UPLOADED_BYTES = 256 << 20;

    /** How many submissions of each form are kept. */
    public static final int SUBMISSIONS = 10_000;

    private final Tables tables;
    private final InMemoryTenantStore tenants;
    private final InMemoryFlowVersionStore flowVersions;
    private final InMemoryWidgetKeyStore widgetKeys;
    private final InMemoryConversationStore conversations;
    private final InMemoryExecutionStore executions;
    private final InMemoryInboxEventStore inboxEvents;
    private final InMemoryTaskStore tasks;
    private final InMemoryOutboxStore outbox;
    private final InMemoryEndpointStore endpoints;

    private final InMemoryIdempotencyStore idempotency;
    private final InMemoryEngineTokenStore engineTokens;
    private final InMemorySettingsStore settings;
    private final InMemoryAuditStore audit;
    private final InMemoryFormStore forms;
    private final InMemorySubmissionStore submissions;
    private final InMemoryUploadStore uploads;
    private final InMemoryBlobStore blobs;

    /** Keeps {@value #CONVERSATIONS} idle conversations, and as many idempotency keys. */
    public InMemoryFlowStore() {
        this(new Tables(CONVERSATIONS), CONVERSATIONS);
    }

    /** Shares its tables with tests of what it keeps. */
    InMemoryFlowStore(Tables tables, int conversations) {
        this.tables = tables;
        this.tenants = new InMemoryTenantStore(tables);
        this.flowVersions = new InMemoryFlowVersionStore(tables);
        this.widgetKeys = new InMemoryWidgetKeyStore(tables);
        this.engineTokens = new InMemoryEngineTokenStore(tables);
        this.settings = new InMemorySettingsStore(tables);
        this.audit = new InMemoryAuditStore(tables, AUDIT_RECORDS);
        this.endpoints = new InMemoryEndpointStore(tables);
        this.outbox = new InMemoryOutboxStore(tables, endpoints, conversations);
        this.tasks = new InMemoryTaskStore(tables);
        this.idempotency = new InMemoryIdempotencyStore(tables, conversations);
        this.conversations = new InMemoryConversationStore(tables, outbox, audit);
        this.executions = new InMemoryExecutionStore(tables, tasks, outbox, audit, idempotency);
        this.inboxEvents = new InMemoryInboxEventStore(tables, executions, tasks, conversations);
        this.forms = new InMemoryFormStore(tables);
        this.uploads = new InMemoryUploadStore(tables);
        this.blobs = new InMemoryBlobStore(tables, UPLOADED_BYTES);
        this.submissions = new InMemorySubmissionStore(tables, inboxEvents, outbox, audit, uploads, SUBMISSIONS);
    }

    /**
     * A store that keeps so many idle conversations, and as many idempotency keys.
     *
     * @throws IllegalArgumentException when it is none: a conversation is idle from when it is opened until its first turn
     */
    public static InMemoryFlowStore keeping(int conversations) {
        if (conversations < 1) {
            throw new IllegalArgumentException("keep at least one conversation, not " + conversations);
        }
        return new InMemoryFlowStore(new Tables(conversations), conversations);
    }

    @Override
    public TenantStore tenants() {
        return tenants;
    }

    @Override
    public FlowVersionStore flowVersions() {
        return flowVersions;
    }

    @Override
    public WidgetKeyStore widgetKeys() {
        return widgetKeys;
    }

    @Override
    public ConversationStore conversations() {
        return conversations;
    }

    @Override
    public ExecutionStore executions() {
        return executions;
    }

    @Override
    public InboxEventStore inboxEvents() {
        return inboxEvents;
    }

    @Override
    public TaskStore tasks() {
        return tasks;
    }

    @Override
    public OutboxStore outbox() {
        return outbox;
    }

    @Override
    public EndpointStore endpoints() {
        return endpoints;
    }

    @Override
    public IdempotencyStore idempotency() {
        return idempotency;
    }

    @Override
    public EngineTokenStore engineTokens() {
        return engineTokens;
    }

    @Override
    public SettingsStore settings() {
        return settings;
    }

    @Override
    public AuditStore audit() {
        return audit;
    }

    @Override
    public FormStore forms() {
        return forms;
    }

    @Override
    public SubmissionStore submissions() {
        return submissions;
    }

    @Override
    public UploadStore uploads() {
        return uploads;
    }

    @Override
    public BlobStore blobs() {
        return blobs;
    }

    @Override
    public void check() {
        tables.requireOpen();
    }

    @Override
    public void close() {
        tables.close();
    }
}

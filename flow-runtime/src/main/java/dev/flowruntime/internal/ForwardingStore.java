package dev.flowruntime.internal;

import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.EndpointStore;
import dev.flowruntime.store.EngineTokenStore;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.FormStore;
import dev.flowruntime.store.GoalStore;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.SettingsStore;
import dev.flowruntime.store.SubmissionStore;
import dev.flowruntime.store.TaskStore;
import dev.flowruntime.store.TelemetryStore;
import dev.flowruntime.store.TenantStore;
import dev.flowruntime.store.UploadStore;
import dev.flowruntime.store.WidgetKeyStore;

/** Another store, to be changed in some of its roles. */
class ForwardingStore implements FlowStore {
    private final FlowStore inner;

    ForwardingStore(FlowStore inner) {
        this.inner = inner;
    }

    @Override
    public WidgetKeyStore widgetKeys() {
        return inner.widgetKeys();
    }

    @Override
    public TenantStore tenants() {
        return inner.tenants();
    }

    @Override
    public FlowVersionStore flowVersions() {
        return inner.flowVersions();
    }

    @Override
    public ConversationStore conversations() {
        return inner.conversations();
    }

    @Override
    public ExecutionStore executions() {
        return inner.executions();
    }

    @Override
    public InboxEventStore inboxEvents() {
        return inner.inboxEvents();
    }

    @Override
    public TaskStore tasks() {
        return inner.tasks();
    }

    @Override
    public OutboxStore outbox() {
        return inner.outbox();
    }

    @Override
    public EndpointStore endpoints() {
        return inner.endpoints();
    }

    @Override
    public GoalStore goals() {
        return inner.goals();
    }

    @Override
    public TelemetryStore telemetry() {
        return inner.telemetry();
    }

    @Override
    public IdempotencyStore idempotency() {
        return inner.idempotency();
    }

    @Override
    public EngineTokenStore engineTokens() {
        return inner.engineTokens();
    }

    @Override
    public SettingsStore settings() {
        return inner.settings();
    }

    @Override
    public AuditStore audit() {
        return inner.audit();
    }

    @Override
    public FormStore forms() {
        return inner.forms();
    }

    @Override
    public SubmissionStore submissions() {
        return inner.submissions();
    }

    @Override
    public UploadStore uploads() {
        return inner.uploads();
    }

    @Override
    public BlobStore blobs() {
        return inner.blobs();
    }

    @Override
    public void check() {
        inner.check();
    }

    @Override
    public void close() {
        inner.close();
    }
}

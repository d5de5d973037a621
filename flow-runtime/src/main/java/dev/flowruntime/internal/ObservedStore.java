package dev.flowruntime.internal;

import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.TaskStore;
import java.util.function.LongSupplier;

/** The host's store, timed where turns and workers wait for it; configuration is cached, and files take as long as they are. */
public final class ObservedStore extends ForwardingStore {
    private final ExecutionStore executions;
    private final ConversationStore conversations;
    private final InboxEventStore inboxEvents;
    private final TaskStore tasks;
    private final OutboxStore outbox;
    private final IdempotencyStore idempotency;

    public ObservedStore(FlowStore inner, RuntimeObserver observer, LongSupplier nanoTime) {
        super(inner);
        StoreCalls calls = new StoreCalls(observer, nanoTime);
        executions = new ObservedExecutionStore(inner.executions(), calls);
        conversations = new ObservedConversationStore(inner.conversations(), calls);
        inboxEvents = new ObservedInboxEventStore(inner.inboxEvents(), calls);
        tasks = new ObservedTaskStore(inner.tasks(), calls);
        outbox = new ObservedOutboxStore(inner.outbox(), calls);
        idempotency = new ObservedIdempotencyStore(inner.idempotency(), calls);
    }

    @Override
    public ExecutionStore executions() {
        return executions;
    }

    @Override
    public ConversationStore conversations() {
        return conversations;
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
    public IdempotencyStore idempotency() {
        return idempotency;
    }
}

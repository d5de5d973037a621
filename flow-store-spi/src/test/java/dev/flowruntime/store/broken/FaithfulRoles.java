package dev.flowruntime.store.broken;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.LastTurn;
import dev.flowruntime.store.MessageRange;
import dev.flowruntime.store.OutboxBacklog;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.Settlement;
import dev.flowruntime.store.Standing;
import dev.flowruntime.store.TaskStore;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles behind wrappers that change nothing. */
final class FaithfulRoles {
    private FaithfulRoles() {}

    static class Executions implements ExecutionStore {
        final ExecutionStore inner;

        Executions(ExecutionStore inner) {
            this.inner = inner;
        }

        @Override
        public TurnOutcome commit(TurnCommit turn) {
            return inner.commit(turn);
        }

        @Override
        public Optional<Execution> find(TenantId tenant, ExecutionId id) {
            return inner.find(tenant, id);
        }

        @Override
        public Optional<Execution> findAsking(TenantId tenant, ConversationId conversation) {
            return inner.findAsking(tenant, conversation);
        }

        @Override
        public List<Execution> listWaiting(TenantId tenant, String event, @Nullable ExecutionId after, int limit) {
            return inner.listWaiting(tenant, event, after, limit);
        }

        @Override
        public List<Standing> claimDue(Due kind, Claim claim) {
            return inner.claimDue(kind, claim);
        }

        @Override
        public Optional<Standing> load(TenantId tenant, ExecutionId id) {
            return inner.load(tenant, id);
        }

        @Override
        public void reschedule(Execution claimed, @Nullable Instant wakeAt) {
            inner.reschedule(claimed, wakeAt);
        }

        @Override
        public List<HistoryEvent> listHistory(TenantId tenant, ExecutionId id) {
            return inner.listHistory(tenant, id);
        }
    }

    static class Conversations implements ConversationStore {
        final ConversationStore inner;

        Conversations(ConversationStore inner) {
            this.inner = inner;
        }

        @Override
        public ConversationOutcome commit(ConversationCommit commit) {
            return inner.commit(commit);
        }

        @Override
        public Optional<Conversation> find(TenantId tenant, ConversationId id) {
            return inner.find(tenant, id);
        }

        @Override
        public Optional<Conversation> findByCustomer(TenantId tenant, WidgetKeyId widgetKey, String customerId) {
            return inner.findByCustomer(tenant, widgetKey, customerId);
        }

        @Override
        public List<ChatMessage> listMessages(TenantId tenant, ConversationId conversation, MessageRange range) {
            return inner.listMessages(tenant, conversation, range);
        }

        @Override
        public List<ConversationTurn> listTurns(TenantId tenant, ConversationId conversation, long after, int limit) {
            return inner.listTurns(tenant, conversation, after, limit);
        }

        @Override
        public List<LastTurn> listAdvanced(Collection<LastTurn> known) {
            return inner.listAdvanced(known);
        }
    }

    static class InboxEvents implements InboxEventStore {
        final InboxEventStore inner;

        InboxEvents(InboxEventStore inner) {
            this.inner = inner;
        }

        @Override
        public EventOutcome accept(EventAcceptance acceptance) {
            return inner.accept(acceptance);
        }

        @Override
        public List<InboxEvent> listPending(TenantId tenant, ExecutionId execution) {
            return inner.listPending(tenant, execution);
        }

        @Override
        public void finish(TenantId tenant, EventId id, Json reply) {
            inner.finish(tenant, id, reply);
        }

        @Override
        public List<InboxEvent> claimUnfinished(Claim claim) {
            return inner.claimUnfinished(claim);
        }
    }

    static class Tasks implements TaskStore {
        final TaskStore inner;

        Tasks(TaskStore inner) {
            this.inner = inner;
        }

        @Override
        public List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim) {
            return inner.claim(tenant, queues, claim);
        }

        @Override
        public List<TaskRecord> claimUncounted(Set<String> queues, Claim claim) {
            return inner.claimUncounted(queues, claim);
        }

        @Override
        public List<TaskRecord> claimExhausted(Claim claim) {
            return inner.claimExhausted(claim);
        }

        @Override
        public boolean extend(TaskRecord held, Instant now, Duration lease) {
            return inner.extend(held, now, lease);
        }

        @Override
        public boolean release(TaskRecord held, Instant dueAt) {
            return inner.release(held, dueAt);
        }

        @Override
        public Optional<TaskRecord> find(TenantId tenant, TaskId id) {
            return inner.find(tenant, id);
        }

        @Override
        public List<TaskRecord> list(TenantId tenant, ExecutionId execution) {
            return inner.list(tenant, execution);
        }
    }

    static class Outbox implements OutboxStore {
        final OutboxStore inner;

        Outbox(OutboxStore inner) {
            this.inner = inner;
        }

        @Override
        public List<Delivery> claim(Claim claim, EndpointLimits limits) {
            return inner.claim(claim, limits);
        }

        @Override
        public OutboxBacklog backlog(int most) {
            return inner.backlog(most);
        }

        @Override
        public boolean settle(Delivery held, Settlement settlement) {
            return inner.settle(held, settlement);
        }

        @Override
        public boolean replay(TenantId tenant, OutboxId id, Instant dueAt) {
            return inner.replay(tenant, id, dueAt);
        }

        @Override
        public List<Delivery> list(TenantId tenant, DeliveryFilter filter, @Nullable OutboxId after, int limit) {
            return inner.list(tenant, filter, after, limit);
        }

        @Override
        public Optional<Delivery> find(TenantId tenant, OutboxId id) {
            return inner.find(tenant, id);
        }
    }

    static class FlowVersions implements FlowVersionStore {
        final FlowVersionStore inner;

        FlowVersions(FlowVersionStore inner) {
            this.inner = inner;
        }

        @Override
        public FlowChange publish(FlowVersion next) {
            return inner.publish(next);
        }

        @Override
        public FlowChange activate(TenantId tenant, FlowId flow, int version) {
            return inner.activate(tenant, flow, version);
        }

        @Override
        public void archive(TenantId tenant, FlowId flow) {
            inner.archive(tenant, flow);
        }

        @Override
        public Optional<FlowVersion> find(TenantId tenant, FlowId flow, int version) {
            return inner.find(tenant, flow, version);
        }

        @Override
        public List<FlowVersion> listVersions(TenantId tenant, String code) {
            return inner.listVersions(tenant, code);
        }

        @Override
        public List<FlowVersion> listActive(TenantId tenant) {
            return inner.listActive(tenant);
        }
    }
}

package dev.flowruntime.store.broken;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.LastTurn;
import dev.flowruntime.store.OutboxBacklog;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.Settlement;
import dev.flowruntime.store.Standing;
import dev.flowruntime.store.TaskSettlement;
import dev.flowruntime.store.TaskStore;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stores with one fault each in conversations, events, tasks, deliveries or flow versions. */
final class BrokenRoles {
    private BrokenRoles() {}

    /** Tells of conversations by their id alone. */
    static final class ForgetsTheTenantOfAConversation extends FaithfulStore {
        @Override
        public ConversationStore conversations() {
            return new FaithfulRoles.Conversations(inner.conversations()) {
                @Override
                public List<LastTurn> listAdvanced(Collection<LastTurn> known) {
                    Map<ConversationId, LastTurn> byId = new LinkedHashMap<>();
                    known.forEach(last -> byId.put(last.conversation(), last));
                    return inner.listAdvanced(byId.values());
                }
            };
        }
    }

    /** Looks whether a customer has a conversation, and then opens one. */
    static final class FindsThenOpens extends FaithfulStore {
        private final Map<String, Conversation> byCustomer = new ConcurrentHashMap<>();

        @Override
        public ConversationStore conversations() {
            return new FaithfulRoles.Conversations(inner.conversations()) {
                @Override
                public ConversationOutcome commit(ConversationCommit commit) {
                    Conversation opened = commit.change().conversation();
                    String customer = opened.customerId();
                    if (!(commit.change() instanceof ConversationChange.Open) || customer == null) {
                        return inner.commit(commit);
                    }
                    Conversation found = byCustomer.get(customer);
                    if (found != null) {
                        return new ConversationOutcome.Taken(found);
                    }
                    BrokenTurns.pause();
                    byCustomer.put(customer, opened);
                    return new ConversationOutcome.Committed();
                }

                @Override
                public Optional<Conversation> findByCustomer(
                        TenantId tenant, WidgetKeyId widgetKey, String customerId) {
                    return Optional.ofNullable(byCustomer.get(customerId));
                }
            };
        }
    }

    /** Replaces variables whatever they are by now. */
    static final class OverwritesVariables extends FaithfulStore {
        @Override
        public ConversationStore conversations() {
            return new FaithfulRoles.Conversations(inner.conversations()) {
                @Override
                public ConversationOutcome commit(ConversationCommit commit) {
                    ConversationOutcome outcome = inner.commit(commit);
                    while (outcome instanceof ConversationOutcome.Stale
                            && commit.change() instanceof ConversationChange.Replace replace) {
                        Conversation given = replace.conversation();
                        Conversation current =
                                inner.find(given.tenant(), given.id()).orElseThrow();
                        outcome = inner.commit(new ConversationCommit(
                                new ConversationChange.Replace(current.with(given.locale(), given.variables())),
                                commit.outbox(),
                                commit.audit()));
                    }
                    return outcome;
                }
            };
        }
    }

    /** Lets a worker settle a task that another holds by now. */
    static final class IgnoresTheGeneration extends FaithfulStore {
        @Override
        public InboxEventStore inboxEvents() {
            return new FaithfulRoles.InboxEvents(inner.inboxEvents()) {
                @Override
                public EventOutcome accept(EventAcceptance given) {
                    TaskSettlement settlement = given.settlement();
                    return inner.accept(new EventAcceptance(
                            given.event(),
                            given.fingerprint(),
                            settlement == null ? null : new TaskSettlement(settlement.task(), settlement.state(), null),
                            given.lease()));
                }
            };
        }
    }

    /** Takes every event for a new one. */
    static final class IgnoresTheIdempotencyKey extends FaithfulStore {
        @Override
        public InboxEventStore inboxEvents() {
            return new FaithfulRoles.InboxEvents(inner.inboxEvents()) {
                @Override
                public EventOutcome accept(EventAcceptance given) {
                    InboxEvent event = given.event();
                    InboxEvent keyless = new InboxEvent(
                            event.tenant(),
                            event.id(),
                            event.name(),
                            event.data(),
                            event.execution(),
                            event.task(),
                            null,
                            event.receivedAt());
                    return inner.accept(
                            new EventAcceptance(keyless, given.fingerprint(), given.settlement(), given.lease()));
                }
            };
        }
    }

    /** Stores an event without making the execution due that waits for it. */
    static final class DoesNotWake extends FaithfulStore {
        private final Map<ExecutionId, Execution> asleep = new ConcurrentHashMap<>();

        @Override
        public InboxEventStore inboxEvents() {
            return new FaithfulRoles.InboxEvents(inner.inboxEvents()) {
                @Override
                public EventOutcome accept(EventAcceptance given) {
                    InboxEvent event = given.event();
                    ExecutionId id = event.execution();
                    if (id != null) {
                        DoesNotWake.this
                                .inner
                                .executions()
                                .find(event.tenant(), id)
                                .ifPresent(e -> asleep.put(id, e));
                    }
                    return inner.accept(given);
                }
            };
        }

        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public Optional<Execution> find(TenantId tenant, ExecutionId id) {
                    return inner.find(tenant, id).map(found -> asleep.getOrDefault(id, found));
                }

                @Override
                public List<Standing> claimDue(Due kind, Claim claim) {
                    return inner.claimDue(kind, claim).stream()
                            .filter(claimed ->
                                    !asleep.containsKey(claimed.execution().id()))
                            .toList();
                }
            };
        }
    }

    /** Counts an attempt when it fails and not when it is claimed. */
    static final class DoesNotCountAttempts extends FaithfulStore {
        @Override
        public TaskStore tasks() {
            return new FaithfulRoles.Tasks(inner.tasks()) {
                @Override
                public List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim) {
                    return inner.claim(tenant, queues, claim).stream()
                            .map(BrokenRoles::uncounted)
                            .toList();
                }
            };
        }
    }

    /** Keeps the attempts that it knows, whatever the holder says. */
    static final class KeepsItsOwnAttempts extends FaithfulStore {
        @Override
        public TaskStore tasks() {
            return new FaithfulRoles.Tasks(inner.tasks()) {
                @Override
                public boolean release(TaskRecord held, Instant dueAt) {
                    return inner.find(held.tenant(), held.id())
                            .filter(task -> task.generation() == held.generation())
                            .map(task -> inner.release(task, dueAt))
                            .orElse(false);
                }
            };
        }
    }

    /** Counts a claim that is no attempt. */
    static final class CountsWhatIsNoAttempt extends FaithfulStore {
        @Override
        public TaskStore tasks() {
            return new FaithfulRoles.Tasks(inner.tasks()) {
                @Override
                public List<TaskRecord> claimUncounted(Set<String> queues, Claim claim) {
                    return inner.claim(null, queues, claim);
                }
            };
        }
    }

    private static TaskRecord uncounted(TaskRecord task) {
        return new TaskRecord(
                task.tenant(),
                task.id(),
                task.queue(),
                task.execution(),
                task.conversation(),
                task.node(),
                task.resultEvents(),
                task.payload(),
                task.state(),
                task.attempts() - 1,
                task.maxAttempts(),
                task.deadline(),
                task.dueAt(),
                task.generation());
    }

    /** Hands out what it has selected before it marks it. */
    static final class LetsClaimsOverlap extends FaithfulStore {
        @Override
        public TaskStore tasks() {
            return new FaithfulRoles.Tasks(inner.tasks()) {
                @Override
                public List<TaskRecord> claim(@Nullable TenantId tenant, Set<String> queues, Claim claim) {
                    List<TaskRecord> claimed = inner.claim(tenant, queues, claim);
                    claimed.forEach(task -> inner.release(task, claim.now()));
                    return claimed;
                }
            };
        }
    }

    /** Lets entries of one conversation overtake each other. */
    static final class ForgetsTheLine extends FaithfulStore {
        private final Map<OutboxId, OutboxEntry> entries = new ConcurrentHashMap<>();

        @Override
        public ConversationStore conversations() {
            return new FaithfulRoles.Conversations(inner.conversations()) {
                @Override
                public ConversationOutcome commit(ConversationCommit commit) {
                    commit.outbox().forEach(entry -> entries.put(entry.id(), entry));
                    return inner.commit(new ConversationCommit(
                            commit.change(),
                            commit.outbox().stream()
                                    .map(BrokenRoles::withoutConversation)
                                    .toList(),
                            commit.audit()));
                }
            };
        }

        @Override
        public OutboxStore outbox() {
            return new FaithfulRoles.Outbox(inner.outbox()) {
                @Override
                public List<Delivery> claim(Claim claim, EndpointLimits limits) {
                    return inner.claim(claim, limits).stream()
                            .map(this::asItCame)
                            .toList();
                }

                private Delivery asItCame(Delivery delivery) {
                    OutboxEntry entry = entries.getOrDefault(delivery.entry().id(), delivery.entry());
                    return new Delivery(
                            entry,
                            delivery.state(),
                            delivery.attempts(),
                            delivery.dueAt(),
                            delivery.generation(),
                            delivery.afterGap(),
                            delivery.error());
                }
            };
        }
    }

    private static OutboxEntry withoutConversation(OutboxEntry entry) {
        return new OutboxEntry(
                entry.tenant(), entry.id(), entry.endpoint(), null, entry.event(), entry.body(), entry.createdAt());
    }

    /** Lets whoever held a delivery once settle it. */
    static final class SettlesLostLeases extends FaithfulStore {
        @Override
        public OutboxStore outbox() {
            return new FaithfulRoles.Outbox(inner.outbox()) {
                @Override
                public boolean settle(Delivery held, Settlement settlement) {
                    return inner.find(held.entry().tenant(), held.entry().id())
                            .map(current -> inner.settle(current, settlement))
                            .orElse(false);
                }
            };
        }
    }

    /** Takes of each endpoint as much as there is. */
    static final class IgnoresLimits extends FaithfulStore {
        @Override
        public OutboxStore outbox() {
            return new FaithfulRoles.Outbox(inner.outbox()) {
                @Override
                public List<Delivery> claim(Claim claim, EndpointLimits limits) {
                    return inner.claim(claim, EndpointLimits.NONE);
                }
            };
        }
    }

    /** Counts all that is pending, however much that is. */
    static final class CountsWithoutEnd extends FaithfulStore {
        @Override
        public OutboxStore outbox() {
            return new FaithfulRoles.Outbox(inner.outbox()) {
                @Override
                public OutboxBacklog backlog(int most) {
                    return inner.backlog(Integer.MAX_VALUE);
                }
            };
        }
    }

    /** Does not tell that an entry before was given up. */
    static final class ForgetsGaps extends FaithfulStore {
        @Override
        public OutboxStore outbox() {
            return new FaithfulRoles.Outbox(inner.outbox()) {
                @Override
                public List<Delivery> claim(Claim claim, EndpointLimits limits) {
                    return inner.claim(claim, limits).stream()
                            .map(delivery -> delivery.withAfterGap(false))
                            .toList();
                }
            };
        }
    }

    /** Lets two flows have one intent. */
    static final class LetsFlowsShareAnIntent extends FaithfulStore {
        @Override
        public FlowVersionStore flowVersions() {
            return new FaithfulRoles.FlowVersions(inner.flowVersions()) {
                @Override
                public FlowChange publish(FlowVersion next) {
                    FlowChange change = inner.publish(new FlowVersion(
                            next.tenant(),
                            next.flow(),
                            next.code(),
                            next.version(),
                            next.name(),
                            next.document(),
                            null,
                            next.event(),
                            next.active(),
                            next.publishedAt()));
                    return change instanceof FlowChange.Changed ? new FlowChange.Changed(next.activated(true)) : change;
                }
            };
        }
    }
}

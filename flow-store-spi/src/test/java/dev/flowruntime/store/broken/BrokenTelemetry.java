package dev.flowruntime.store.broken;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.CompletionOutcome;
import dev.flowruntime.store.EventCount;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.GoalCount;
import dev.flowruntime.store.GoalStore;
import dev.flowruntime.store.ModelSpend;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TelemetryCommit;
import dev.flowruntime.store.TelemetryStore;
import dev.flowruntime.store.TrafficRange;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stores with one fault each in telemetry, goals or what is counted. */
final class BrokenTelemetry {
    private BrokenTelemetry() {}

    /** Changes nothing. */
    private static class Telemetry implements TelemetryStore {
        final TelemetryStore inner;

        Telemetry(TelemetryStore inner) {
            this.inner = inner;
        }

        @Override
        public int record(TelemetryCommit commit) {
            return inner.record(commit);
        }

        @Override
        public int sweepKeys(Instant now, Duration life, int limit) {
            return inner.sweepKeys(now, life, limit);
        }

        @Override
        public List<TelemetryEvent> listEvents(
                TenantId tenant, TrafficRange range, @Nullable Position after, int limit) {
            return inner.listEvents(tenant, range, after, limit);
        }

        @Override
        public List<EventCount> countEvents(TenantId tenant, TrafficRange range) {
            return inner.countEvents(tenant, range);
        }

        @Override
        public List<ModelSpend> sumModelUse(TenantId tenant, TrafficRange range) {
            return inner.sumModelUse(tenant, range);
        }

        @Override
        public List<ModelSpend> sumModelUse(TenantId tenant, ConversationId conversation) {
            return inner.sumModelUse(tenant, conversation);
        }

        @Override
        public List<ModelSpend> sumModelUse(TenantId tenant, ExecutionId execution) {
            return inner.sumModelUse(tenant, execution);
        }

        @Override
        public void addUsage(TenantId tenant, List<KeyUsage> more) {
            inner.addUsage(tenant, more);
        }

        @Override
        public List<KeyUsage> listUsage(TenantId tenant, LocalDate first, LocalDate last) {
            return inner.listUsage(tenant, first, last);
        }
    }

    private static TelemetryEvent withoutKey(TelemetryEvent event) {
        return new TelemetryEvent(
                event.tenant(),
                event.id(),
                event.widgetKey(),
                event.conversation(),
                event.name(),
                event.props(),
                null,
                event.occurredAt(),
                event.recordedAt(),
                event.test());
    }

    private static TelemetryCommit withoutKeys(TelemetryCommit commit) {
        List<TelemetryEvent> events =
                commit.events().stream().map(BrokenTelemetry::withoutKey).toList();
        return new TelemetryCommit(events, commit.completions(), commit.audit());
    }

    /** Takes no notice of keys. */
    static final class CountsRepeatedEvents extends FaithfulStore {
        @Override
        public TelemetryStore telemetry() {
            return new Telemetry(inner.telemetry()) {
                @Override
                public int record(TelemetryCommit commit) {
                    return inner.record(withoutKeys(commit));
                }
            };
        }
    }

    /** Looks which events are known, and then records the others. */
    static final class FindsThenRecords extends FaithfulStore {
        private final Set<String> known = ConcurrentHashMap.newKeySet();

        @Override
        public TelemetryStore telemetry() {
            return new Telemetry(inner.telemetry()) {
                @Override
                public int record(TelemetryCommit commit) {
                    List<TelemetryEvent> fresh = commit.events().stream()
                            .filter(event -> event.key() == null || !known.contains(event.key()))
                            .toList();
                    BrokenTurns.pause();
                    fresh.stream()
                            .map(TelemetryEvent::key)
                            .filter(key -> key != null)
                            .forEach(known::add);
                    inner.record(withoutKeys(new TelemetryCommit(fresh, List.of(), commit.audit())));
                    return fresh.size();
                }
            };
        }
    }

    /** Forgets keys that are still good. */
    static final class ForgetsYoungKeys extends FaithfulStore {
        @Override
        public TelemetryStore telemetry() {
            return new Telemetry(inner.telemetry()) {
                @Override
                public int sweepKeys(Instant now, Duration life, int limit) {
                    return inner.sweepKeys(now, Duration.ZERO, limit);
                }
            };
        }
    }

    /** Stores turns without what models used in them. */
    static final class ForgetsWhatModelsUsed extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    return inner.commit(new TurnCommit(
                            turn.from(),
                            turn.execution(),
                            turn.conversation(),
                            turn.history(),
                            turn.messages(),
                            turn.tasks(),
                            turn.withdrawn(),
                            turn.consumed(),
                            turn.outbox(),
                            turn.audit()));
                }
            };
        }
    }

    /** Puts counts in the place of those that there are. */
    static final class ReplacesUsage extends FaithfulStore {
        private final Map<List<Object>, KeyUsage> usage = new ConcurrentHashMap<>();

        @Override
        public TelemetryStore telemetry() {
            return new Telemetry(inner.telemetry()) {
                @Override
                public void addUsage(TenantId tenant, List<KeyUsage> more) {
                    more.forEach(one -> usage.put(List.of(tenant, one.day(), one.widgetKey()), one));
                }

                @Override
                public List<KeyUsage> listUsage(TenantId tenant, LocalDate first, LocalDate last) {
                    return usage.entrySet().stream()
                            .filter(entry -> entry.getKey().get(0).equals(tenant))
                            .map(Map.Entry::getValue)
                            .toList();
                }
            };
        }
    }

    /** Looks whether a completion is known, and then records it. */
    static final class FindsThenCompletes extends FaithfulStore {
        private final Set<String> known = ConcurrentHashMap.newKeySet();

        @Override
        public GoalStore goals() {
            GoalStore faithful = inner.goals();
            return new GoalStore() {
                @Override
                public boolean add(Goal goal) {
                    return faithful.add(goal);
                }

                @Override
                public boolean replace(Goal goal) {
                    return faithful.replace(goal);
                }

                @Override
                public List<Goal> list(TenantId tenant) {
                    return faithful.list(tenant);
                }

                @Override
                public CompletionOutcome complete(Completion completion, AuditRecord audit) {
                    String name = completion.goal() + completion.externalRef();
                    if (known.contains(name)) {
                        return faithful.complete(completion, audit);
                    }
                    BrokenTurns.pause();
                    known.add(name);
                    faithful.complete(completion, audit);
                    return new CompletionOutcome.Recorded();
                }

                @Override
                public List<Completion> listCompletions(
                        TenantId tenant,
                        @Nullable String goal,
                        TrafficRange range,
                        @Nullable Position after,
                        int limit) {
                    return faithful.listCompletions(tenant, goal, range, after, limit);
                }

                @Override
                public List<GoalCount> countCompletions(TenantId tenant, TrafficRange range) {
                    return faithful.countCompletions(tenant, range);
                }
            };
        }
    }
}

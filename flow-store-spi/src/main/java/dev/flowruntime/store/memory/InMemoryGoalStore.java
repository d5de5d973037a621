package dev.flowruntime.store.memory;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.CompletionOutcome;
import dev.flowruntime.store.GoalCount;
import dev.flowruntime.store.GoalStore;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TrafficRange;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Goals by tenant and code, and the newest completions of each tenant. */
final class InMemoryGoalStore implements GoalStore {
    private final Tables tables;
    private final InMemoryAuditStore audit;
    private final int keep;
    private final ConcurrentMap<TenantId, OfTenant> tenants = new ConcurrentHashMap<>();

    InMemoryGoalStore(Tables tables, InMemoryAuditStore audit, int keep) {
        this.tables = tables;
        this.audit = audit;
        this.keep = keep;
    }

    private static final class OfTenant {
        final ConcurrentMap<String, Goal> goals = new ConcurrentSkipListMap<>();
        final Recent<Completion> completions;

        OfTenant(int keep) {
            completions = new Recent<>(keep);
        }
    }

    private OfTenant of(TenantId tenant) {
        tables.requireOpen();
        return tenants.computeIfAbsent(tenant, id -> new OfTenant(keep));
    }

    @Override
    public boolean add(Goal goal) {
        return of(goal.tenant()).goals.putIfAbsent(goal.code(), goal) == null;
    }

    @Override
    public boolean replace(Goal goal) {
        return of(goal.tenant()).goals.replace(goal.code(), goal) != null;
    }

    @Override
    public List<Goal> list(TenantId tenant) {
        return List.copyOf(of(tenant).goals.values());
    }

    @Override
    public CompletionOutcome complete(Completion completion, AuditRecord record) {
        OfTenant rows = of(completion.tenant());
        CompletionOutcome outcome = complete(rows, completion);
        audit.addAll(record.tenant(), List.of(record));
        return outcome;
    }

    private static CompletionOutcome complete(OfTenant rows, Completion completion) {
        synchronized (rows) {
            Completion first = rows.completions.toList().stream()
                    .filter(earlier -> isSame(earlier, completion))
                    .findFirst()
                    .orElse(null);
            if (first != null) {
                return new CompletionOutcome.Known(first);
            }
            rows.completions.addAll(List.of(completion));
            return new CompletionOutcome.Recorded();
        }
    }

    private static boolean isSame(Completion earlier, Completion completion) {
        if (!earlier.goal().equals(completion.goal())) {
            return false;
        }
        return completion.externalRef() == null
                ? completion.conversation() != null && completion.conversation().equals(earlier.conversation())
                : completion.externalRef().equals(earlier.externalRef());
    }

    /** Adds completions by events. */
    void addAll(TenantId tenant, List<Completion> completions) {
        OfTenant rows = of(tenant);
        synchronized (rows) {
            rows.completions.addAll(completions);
        }
    }

    private Stream<Completion> completions(TenantId tenant, TrafficRange range) {
        return of(tenant).completions.toList().stream()
                .filter(completion -> range.includes(completion.recordedAt(), completion.test()));
    }

    @Override
    public List<Completion> listCompletions(
            TenantId tenant, @Nullable String goal, TrafficRange range, @Nullable Position after, int limit) {
        return completions(tenant, range)
                .filter(completion -> goal == null || goal.equals(completion.goal()))
                .map(completion -> new Placed<>(new Position(completion.recordedAt(), completion.id()), completion))
                .collect(Placed.page(after, limit));
    }

    private record Counted(String goal, @Nullable String currency) {}

    @Override
    public List<GoalCount> countCompletions(TenantId tenant, TrafficRange range) {
        Map<Counted, GoalCount> counts = completions(tenant, range)
                .collect(Collectors.toMap(
                        completion -> new Counted(completion.goal(), completion.currency()),
                        completion -> new GoalCount(
                                completion.goal(),
                                completion.currency(),
                                1,
                                Objects.requireNonNullElse(completion.valueMicros(), 0L)),
                        (one, more) -> new GoalCount(
                                one.goal(),
                                one.currency(),
                                one.completions() + more.completions(),
                                one.valueMicros() + more.valueMicros())));
        return counts.values().stream()
                .sorted(Comparator.comparing(GoalCount::goal)
                        .thenComparing(GoalCount::currency, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }
}

package dev.flowruntime.store.memory;

import dev.flowruntime.model.Completion;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.ModelUse;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.EventCount;
import dev.flowruntime.store.ModelSpend;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TelemetryCommit;
import dev.flowruntime.store.TelemetryStore;
import dev.flowruntime.store.TrafficRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The newest events of each tenant, with the keys by which repeats are told; what models used; and counts of each day. */
final class InMemoryTelemetryStore implements TelemetryStore {
    private final Tables tables;
    private final InMemoryAuditStore audit;
    private final InMemoryGoalStore goals;
    private final int keep;
    private final ConcurrentMap<TenantId, OfTenant> tenants = new ConcurrentHashMap<>();

    InMemoryTelemetryStore(Tables tables, InMemoryAuditStore audit, InMemoryGoalStore goals, int keep) {
        this.tables = tables;
        this.audit = audit;
        this.goals = goals;
        this.keep = keep;
    }

    private record EventName(WidgetKeyId widgetKey, String key) {}

    private record KeyDay(WidgetKeyId widgetKey, LocalDate day) {}

    /** The rows of a tenant, guarded by themselves. */
    private static final class OfTenant {
        final Recent<TelemetryEvent> events;
        /** When the event was recorded that has the key. */
        final Map<EventName, Instant> keys = new HashMap<>();

        final Recent<ModelUse> uses;
        final Map<KeyDay, KeyUsage> usage = new HashMap<>();

        OfTenant(int keep) {
            events = new Recent<>(keep);
            uses = new Recent<>(keep);
        }

        synchronized boolean add(TelemetryEvent event) {
            if (event.key() != null
                    && keys.putIfAbsent(new EventName(event.widgetKey(), event.key()), event.recordedAt()) != null) {
                return false;
            }
            TelemetryEvent forgotten = events.add(event);
            if (forgotten != null && forgotten.key() != null) {
                // A key that was swept may be another event's by now.
                keys.remove(new EventName(forgotten.widgetKey(), forgotten.key()), forgotten.recordedAt());
            }
            return true;
        }

        /** @param last the newest time that is over */
        synchronized int sweep(Instant last, int limit) {
            int swept = 0;
            Iterator<Instant> recorded = keys.values().iterator();
            while (swept < limit && recorded.hasNext()) {
                if (!recorded.next().isAfter(last)) {
                    recorded.remove();
                    swept++;
                }
            }
            return swept;
        }

        synchronized void count(KeyUsage more) {
            usage.merge(new KeyDay(more.widgetKey(), more.day()), more, KeyUsage::plus);
        }

        synchronized List<KeyUsage> usage() {
            return new ArrayList<>(usage.values());
        }
    }

    private OfTenant of(TenantId tenant) {
        tables.requireOpen();
        return tenants.computeIfAbsent(tenant, id -> new OfTenant(keep));
    }

    @Override
    public int record(TelemetryCommit commit) {
        TenantId tenant = commit.audit().tenant();
        OfTenant rows = of(tenant);
        Set<UUID> recorded = new HashSet<>();
        for (TelemetryEvent event : commit.events()) {
            if (rows.add(event)) {
                recorded.add(event.id());
            }
        }
        List<Completion> completions = commit.completions().stream()
                .filter(completion -> recorded.contains(completion.event()))
                .toList();
        goals.addAll(tenant, completions);
        audit.addAll(tenant, List.of(commit.audit()));
        return recorded.size();
    }

    @Override
    public int sweepKeys(Instant now, Duration life, int limit) {
        tables.requireOpen();
        int swept = 0;
        for (OfTenant rows : tenants.values()) {
            swept += rows.sweep(now.minus(life), limit - swept);
        }
        return swept;
    }

    private Stream<TelemetryEvent> events(TenantId tenant, TrafficRange range) {
        return of(tenant).events.toList().stream().filter(event -> range.includes(event.recordedAt(), event.test()));
    }

    @Override
    public List<TelemetryEvent> listEvents(TenantId tenant, TrafficRange range, @Nullable Position after, int limit) {
        return events(tenant, range)
                .map(event -> new Placed<>(new Position(event.recordedAt(), event.id()), event))
                .collect(Placed.page(after, limit));
    }

    @Override
    public List<EventCount> countEvents(TenantId tenant, TrafficRange range) {
        Map<String, Long> counts = new TreeMap<>();
        events(tenant, range).forEach(event -> counts.merge(event.name(), 1L, Long::sum));
        List<EventCount> counted = new ArrayList<>();
        counts.forEach((name, events) -> counted.add(new EventCount(name, events)));
        return List.copyOf(counted);
    }

    /** Adds what a turn used. */
    void addUses(List<ModelUse> uses) {
        for (ModelUse use : uses) {
            of(use.tenant()).uses.add(use);
        }
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, TrafficRange range) {
        return sum(tenant, use -> range.includes(use.at(), use.test()));
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, ConversationId conversation) {
        return sum(tenant, use -> use.conversation().equals(conversation));
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, ExecutionId execution) {
        return sum(tenant, use -> use.execution().equals(execution));
    }

    private List<ModelSpend> sum(TenantId tenant, Predicate<ModelUse> counts) {
        Map<String, ModelSpend> sums = new TreeMap<>();
        of(tenant).uses.toList().stream()
                .filter(counts)
                .map(InMemoryTelemetryStore::spend)
                .forEach(spend -> sums.merge(spend.model(), spend, InMemoryTelemetryStore::plus));
        return List.copyOf(sums.values());
    }

    private static ModelSpend spend(ModelUse use) {
        Long cost = use.costMicros();
        return new ModelSpend(
                use.model(),
                use.promptTokens(),
                use.completionTokens(),
                cost == null ? 0 : cost,
                cost == null ? use.promptTokens() + use.completionTokens() : 0);
    }

    private static ModelSpend plus(ModelSpend one, ModelSpend more) {
        return new ModelSpend(
                one.model(),
                one.promptTokens() + more.promptTokens(),
                one.completionTokens() + more.completionTokens(),
                one.costMicros() + more.costMicros(),
                one.unpricedTokens() + more.unpricedTokens());
    }

    @Override
    public void addUsage(TenantId tenant, List<KeyUsage> more) {
        more.forEach(of(tenant)::count);
    }

    @Override
    public List<KeyUsage> listUsage(TenantId tenant, LocalDate first, LocalDate last) {
        return of(tenant).usage().stream()
                .filter(usage -> !usage.day().isBefore(first) && !usage.day().isAfter(last))
                .sorted(Comparator.comparing(KeyUsage::day)
                        .thenComparing(usage -> usage.widgetKey().toString()))
                .toList();
    }
}

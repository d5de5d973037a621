package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.KeyMeter;
import dev.flowruntime.internal.Prices;
import dev.flowruntime.llm.ModelPrice;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.EventCount;
import dev.flowruntime.store.GoalCount;
import dev.flowruntime.store.ModelSpend;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TelemetryStore;
import dev.flowruntime.store.TrafficRange;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a tenant's conversations: telemetry, goals, what models used and cost, and how much widget keys are used. Traffic of
 * test keys is never counted with that of live ones: a range is of one or of the other. Thread-safe.
 */
public final class Insight {
    private final Engine engine;
    private final Goals goals;

    Insight(Engine engine) {
        this.engine = engine;
        this.goals = new Goals(engine);
    }

    public Goals goals() {
        return goals;
    }

    private TelemetryStore telemetry() {
        return engine.services().store().telemetry();
    }

    /**
     * Telemetry events in the order of their recording.
     *
     * @param after the place of the last event of the page before: its {@code recordedAt} and {@code id}; null for the first page
     */
    public List<TelemetryEvent> events(TenantId tenant, TrafficRange range, @Nullable Position after, int limit) {
        return telemetry().listEvents(tenant, range, after, limit);
    }

    /** By the names of the events. */
    public List<EventCount> countEvents(TenantId tenant, TrafficRange range) {
        return telemetry().countEvents(tenant, range);
    }

    /**
     * Completions in the order of their recording.
     *
     * @param goal the code of a goal; null for all
     * @param after the place of the last one of the page before: its {@code recordedAt} and {@code id}; null for the first page
     */
    public List<Completion> completions(
            TenantId tenant, @Nullable String goal, TrafficRange range, @Nullable Position after, int limit) {
        return engine.services().store().goals().listCompletions(tenant, goal, range, after, limit);
    }

    /** How often goals were completed and what that was worth, by goal and currency. */
    public List<GoalCount> countCompletions(TenantId tenant, TrafficRange range) {
        return engine.services().store().goals().countCompletions(tenant, range);
    }

    /** What models used and cost, by model. */
    public List<ModelSpend> spend(TenantId tenant, TrafficRange range) {
        return telemetry().sumModelUse(tenant, range);
    }

    /** The same, in one conversation. */
    public List<ModelSpend> spend(TenantId tenant, ConversationId conversation) {
        return telemetry().sumModelUse(tenant, conversation);
    }

    /** The same, in one execution. */
    public List<ModelSpend> spend(TenantId tenant, ExecutionId execution) {
        return telemetry().sumModelUse(tenant, execution);
    }

    /** What models cost, by model. */
    public List<ModelPrice> prices(TenantId tenant) {
        return engine.prices().of(tenant).values().stream()
                .sorted(Comparator.comparing(ModelPrice::model))
                .toList();
    }

    /** Replaces the price table: what is called from now on is priced by it, here at once, and within 5 s on other nodes. */
    public void putPrices(TenantId tenant, List<ModelPrice> prices) {
        engine.prices().put(tenant, Prices.write(prices));
    }

    /**
     * How much widget keys were used on days of UTC, by day and key. Each node adds what it counted every ten seconds, this one now;
     * what a node that died had not added is missing.
     *
     * @param last included
     */
    public List<KeyUsage> usage(TenantId tenant, LocalDate first, LocalDate last) {
        engine.meter().flush();
        return telemetry().listUsage(tenant, first, last);
    }

    /** Counts that a form was shown through a widget key. */
    public void countMount(WidgetKey key) {
        engine.meter().count(key, KeyMeter.Use.MOUNT, 1);
    }
}

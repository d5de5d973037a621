package dev.flowruntime.store.shard;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.EventCount;
import dev.flowruntime.store.ModelSpend;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TelemetryCommit;
import dev.flowruntime.store.TelemetryStore;
import dev.flowruntime.store.TrafficRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Telemetry, each tenant's on its shard. */
final class RoutedTelemetryStore implements TelemetryStore {
    private final Shards shards;

    RoutedTelemetryStore(Shards shards) {
        this.shards = shards;
    }

    private TelemetryStore of(TenantId tenant) {
        return shards.of(tenant).telemetry();
    }

    @Override
    public int record(TelemetryCommit commit) {
        return of(commit.audit().tenant()).record(commit);
    }

    @Override
    public int sweepKeys(Instant now, Duration life, int limit) {
        return new Sweep(shards, (store, most) -> store.telemetry().sweepKeys(now, life, most)).run(now, limit);
    }

    @Override
    public List<TelemetryEvent> listEvents(TenantId tenant, TrafficRange range, @Nullable Position after, int limit) {
        return of(tenant).listEvents(tenant, range, after, limit);
    }

    @Override
    public List<EventCount> countEvents(TenantId tenant, TrafficRange range) {
        return of(tenant).countEvents(tenant, range);
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, TrafficRange range) {
        return of(tenant).sumModelUse(tenant, range);
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, ConversationId conversation) {
        return of(tenant).sumModelUse(tenant, conversation);
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, ExecutionId execution) {
        return of(tenant).sumModelUse(tenant, execution);
    }

    @Override
    public void addUsage(TenantId tenant, List<KeyUsage> more) {
        of(tenant).addUsage(tenant, more);
    }

    @Override
    public List<KeyUsage> listUsage(TenantId tenant, LocalDate first, LocalDate last) {
        return of(tenant).listUsage(tenant, first, last);
    }
}

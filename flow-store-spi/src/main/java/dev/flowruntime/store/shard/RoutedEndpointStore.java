package dev.flowruntime.store.shard;

import dev.flowruntime.model.EndpointState;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.EndpointStore;
import java.time.Instant;

/** Endpoints of webhooks, each on its tenant's shard. */
final class RoutedEndpointStore implements EndpointStore {
    private final Shards shards;

    RoutedEndpointStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public EndpointState failed(TenantId tenant, WidgetKeyId endpoint, Instant at) {
        return shards.of(tenant).endpoints().failed(tenant, endpoint, at);
    }

    @Override
    public void worked(TenantId tenant, WidgetKeyId endpoint) {
        shards.of(tenant).endpoints().worked(tenant, endpoint);
    }

    @Override
    public boolean pause(TenantId tenant, WidgetKeyId endpoint, Instant at) {
        return shards.of(tenant).endpoints().pause(tenant, endpoint, at);
    }

    @Override
    public boolean resume(TenantId tenant, WidgetKeyId endpoint) {
        return shards.of(tenant).endpoints().resume(tenant, endpoint);
    }

    @Override
    public EndpointState find(TenantId tenant, WidgetKeyId endpoint) {
        return shards.of(tenant).endpoints().find(tenant, endpoint);
    }
}

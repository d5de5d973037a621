package dev.flowruntime.store.shard;

import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.FlowVersionStore;
import java.util.List;
import java.util.Optional;

/** Flow versions, each on its tenant's shard. */
final class RoutedFlowVersionStore implements FlowVersionStore {
    private final Shards shards;

    RoutedFlowVersionStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public FlowChange publish(FlowVersion next) {
        return shards.of(next.tenant()).flowVersions().publish(next);
    }

    @Override
    public FlowChange activate(TenantId tenant, FlowId flow, int version) {
        return shards.of(tenant).flowVersions().activate(tenant, flow, version);
    }

    @Override
    public void archive(TenantId tenant, FlowId flow) {
        shards.of(tenant).flowVersions().archive(tenant, flow);
    }

    @Override
    public Optional<FlowVersion> find(TenantId tenant, FlowId flow, int version) {
        return shards.of(tenant).flowVersions().find(tenant, flow, version);
    }

    @Override
    public List<FlowVersion> listVersions(TenantId tenant, String code) {
        return shards.of(tenant).flowVersions().listVersions(tenant, code);
    }

    @Override
    public List<FlowVersion> listActive(TenantId tenant) {
        return shards.of(tenant).flowVersions().listActive(tenant);
    }
}

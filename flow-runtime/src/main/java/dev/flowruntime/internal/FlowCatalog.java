package dev.flowruntime.internal;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.flowruntime.definition.CompiledFlow;
import dev.flowruntime.definition.FlowCompiler;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.node.NodeCatalog;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.store.FlowVersionStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Flow versions, compiled; and which of them are active, as this node knows it: at most five seconds old. */
public final class FlowCatalog implements Plans {
    /** The active versions of a tenant's flows. */
    public record ActiveFlows(
            List<FlowVersion> versions, Map<String, FlowVersion> byIntent, Map<String, FlowVersion> byCode) {
        static ActiveFlows of(List<FlowVersion> versions) {
            Map<String, FlowVersion> byIntent = new HashMap<>();
            Map<String, FlowVersion> byCode = new HashMap<>();
            for (FlowVersion version : versions) {
                byCode.put(version.code(), version);
                if (version.intent() != null) {
                    byIntent.put(version.intent(), version);
                }
            }
            return new ActiveFlows(List.copyOf(versions), Map.copyOf(byIntent), Map.copyOf(byCode));
        }
    }

    private record PlanKey(TenantId tenant, FlowId flow, int version) {}

    private final FlowVersionStore store;
    private final LoadingCache<PlanKey, CompiledFlow> plans;
    private final FreshCache<TenantId, ActiveFlows> active;
    private volatile NodeCatalog nodes = NodeCatalog.builtIn();

    public FlowCatalog(FlowVersionStore store, LongSupplier nanoTime) {
        this.store = store;
        this.plans = Caches.of(10_000).build(this::compile);
        this.active = new FreshCache<>(10_000, nanoTime, tenant -> ActiveFlows.of(store.listActive(tenant)));
    }

    /** Adds a type of node; flows that use it compile from now on. */
    public synchronized void add(NodeType type) {
        nodes = nodes.with(type);
        plans.invalidateAll();
    }

    public FlowCompiler compiler() {
        return new FlowCompiler(nodes);
    }

    private CompiledFlow compile(PlanKey key) {
        FlowVersion version = store.find(key.tenant(), key.flow(), key.version())
                .orElseThrow(() -> new IllegalStateException("the store has lost version " + key.version() + " of flow "
                        + key.flow() + " that an execution needs"));
        String name = version.code() + " version " + version.version();
        return compiler().compile(Document.of(name, JsonTree.read(version.document())));
    }

    @Override
    public CompiledFlow plan(TenantId tenant, FlowId flow, int version) {
        return plans.get(new PlanKey(tenant, flow, version));
    }

    public ActiveFlows active(TenantId tenant) {
        return active.get(tenant);
    }

    @Override
    public @Nullable FlowVersion active(TenantId tenant, String code) {
        return active(tenant).byCode().get(code);
    }

    /** Forgets which versions are active: that was changed here. */
    public void forget() {
        active.forget();
    }
}

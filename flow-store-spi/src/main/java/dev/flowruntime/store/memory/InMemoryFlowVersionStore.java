package dev.flowruntime.store.memory;

import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.FlowVersionStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The flows of each tenant, each a list of versions from 1.
 *
 * <p>Publishers take turns and put a changed copy in the place of a tenant's flows, so readers take no lock and never see two
 * versions of a flow active.
 */
final class InMemoryFlowVersionStore implements FlowVersionStore {
    private final Tables tables;
    private final ConcurrentMap<TenantId, Map<FlowId, List<FlowVersion>>> tenants = new ConcurrentHashMap<>();

    InMemoryFlowVersionStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized FlowChange publish(FlowVersion next) {
        tables.requireOpen();
        List<FlowVersion> versions = flows(next.tenant()).getOrDefault(next.flow(), List.of());
        List<FlowVersion> ofCode = versionsOf(next.tenant(), next.code());
        if (!ofCode.equals(versions) || next.version() != versions.size() + 1) {
            return new FlowChange.Stale();
        }
        List<FlowVersion> grown = new ArrayList<>(versions);
        grown.add(next);
        return makeActive(next, grown);
    }

    @Override
    public synchronized FlowChange activate(TenantId tenant, FlowId flow, int version) {
        tables.requireOpen();
        List<FlowVersion> versions = flows(tenant).getOrDefault(flow, List.of());
        if (version < 1 || version > versions.size()) {
            return new FlowChange.Stale();
        }
        return makeActive(versions.get(version - 1), versions);
    }

    @Override
    public synchronized void archive(TenantId tenant, FlowId flow) {
        tables.requireOpen();
        List<FlowVersion> versions = flows(tenant).get(flow);
        if (versions != null) {
            replace(tenant, flow, withActive(versions, 0));
        }
    }

    @Override
    public Optional<FlowVersion> find(TenantId tenant, FlowId flow, int version) {
        tables.requireOpen();
        List<FlowVersion> versions = flows(tenant).getOrDefault(flow, List.of());
        return version < 1 || version > versions.size() ? Optional.empty() : Optional.of(versions.get(version - 1));
    }

    @Override
    public List<FlowVersion> listVersions(TenantId tenant, String code) {
        tables.requireOpen();
        return versionsOf(tenant, code);
    }

    @Override
    public List<FlowVersion> listActive(TenantId tenant) {
        tables.requireOpen();
        return flows(tenant).values().stream()
                .flatMap(List::stream)
                .filter(FlowVersion::active)
                .sorted(Comparator.comparing(FlowVersion::code))
                .toList();
    }

    private FlowChange makeActive(FlowVersion chosen, List<FlowVersion> versions) {
        FlowVersion rival = rivalOf(chosen);
        if (rival != null) {
            return new FlowChange.IntentTaken(rival.code());
        }
        replace(chosen.tenant(), chosen.flow(), withActive(versions, chosen.version()));
        return new FlowChange.Changed(chosen.activated(true));
    }

    /** The active version of another flow with the same intent. */
    private @Nullable FlowVersion rivalOf(FlowVersion chosen) {
        if (chosen.intent() == null) {
            return null;
        }
        return flows(chosen.tenant()).values().stream()
                .flatMap(List::stream)
                .filter(FlowVersion::active)
                .filter(other ->
                        !other.flow().equals(chosen.flow()) && chosen.intent().equals(other.intent()))
                .findAny()
                .orElse(null);
    }

    private static List<FlowVersion> withActive(List<FlowVersion> versions, int active) {
        return versions.stream()
                .map(version -> version.activated(version.version() == active))
                .toList();
    }

    private List<FlowVersion> versionsOf(TenantId tenant, String code) {
        return flows(tenant).values().stream()
                .filter(versions -> versions.get(0).code().equals(code))
                .findAny()
                .orElse(List.of());
    }

    private Map<FlowId, List<FlowVersion>> flows(TenantId tenant) {
        return tenants.getOrDefault(tenant, Map.of());
    }

    private void replace(TenantId tenant, FlowId flow, List<FlowVersion> versions) {
        Map<FlowId, List<FlowVersion>> changed = new HashMap<>(flows(tenant));
        changed.put(flow, versions);
        tenants.put(tenant, changed);
    }
}

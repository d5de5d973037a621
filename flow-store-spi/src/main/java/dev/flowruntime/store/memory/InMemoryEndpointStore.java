package dev.flowruntime.store.memory;

import dev.flowruntime.model.EndpointState;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.EndpointStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Endpoints that fail or are paused; of the others nothing is kept. Guarded by its own lock. */
final class InMemoryEndpointStore implements EndpointStore {
    private static final EndpointState WELL = new EndpointState(null, null);

    private final Tables tables;
    private final Map<Key, EndpointState> unwell = new HashMap<>();

    InMemoryEndpointStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized EndpointState failed(TenantId tenant, WidgetKeyId endpoint, Instant at) {
        EndpointState before = find(tenant, endpoint);
        return before.failingSince() == null
                ? keep(tenant, endpoint, new EndpointState(at, before.pausedAt()))
                : before;
    }

    @Override
    public synchronized void worked(TenantId tenant, WidgetKeyId endpoint) {
        keep(tenant, endpoint, new EndpointState(null, find(tenant, endpoint).pausedAt()));
    }

    @Override
    public synchronized boolean pause(TenantId tenant, WidgetKeyId endpoint, Instant at) {
        EndpointState before = find(tenant, endpoint);
        if (before.pausedAt() != null) {
            return false;
        }
        keep(tenant, endpoint, new EndpointState(before.failingSince(), at));
        return true;
    }

    @Override
    public synchronized boolean resume(TenantId tenant, WidgetKeyId endpoint) {
        if (find(tenant, endpoint).pausedAt() == null) {
            return false;
        }
        keep(tenant, endpoint, WELL);
        return true;
    }

    private EndpointState keep(TenantId tenant, WidgetKeyId endpoint, EndpointState state) {
        Key key = new Key(tenant, endpoint.value());
        if (state.equals(WELL)) {
            unwell.remove(key);
        } else {
            unwell.put(key, state);
        }
        return state;
    }

    @Override
    public synchronized EndpointState find(TenantId tenant, WidgetKeyId endpoint) {
        tables.requireOpen();
        return unwell.getOrDefault(new Key(tenant, endpoint.value()), WELL);
    }
}

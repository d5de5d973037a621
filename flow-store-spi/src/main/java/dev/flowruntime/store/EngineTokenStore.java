package dev.flowruntime.store;

import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.TenantId;
import java.util.List;
import java.util.Optional;

/** Keeps the hashes of engine tokens. */
public interface EngineTokenStore {
    /** Makes the token, or replaces the one with the same hash. */
    void put(EngineToken token);

    /** Crosses tenants: a token tells its tenant. */
    Optional<EngineToken> find(String hash);

    /** The tokens bound to the tenant, by label. */
    List<EngineToken> list(TenantId tenant);

    /** Takes the tenant's token with this hash away, if there is one. */
    void remove(TenantId tenant, String hash);
}

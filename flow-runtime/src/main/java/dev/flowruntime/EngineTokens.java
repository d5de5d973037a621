package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;

/** The tokens by which back ends come in; only their hashes are kept. */
public final class EngineTokens {
    private final Engine engine;

    EngineTokens(Engine engine) {
        this.engine = engine;
    }

    /** Makes this the tenant's token with this label; the one that had it before counts no longer. */
    public void put(TenantId tenant, String label, Secret token) {
        var store = engine.services().store().engineTokens();
        String hash = dev.flowruntime.token.EngineTokens.hash(token);
        for (EngineToken old : store.list(tenant)) {
            if (old.label().equals(label) && !old.hash().equals(hash)) {
                store.remove(tenant, old.hash());
            }
        }
        store.put(new EngineToken(hash, label, tenant));
        engine.forgetTokens();
    }

    /** Makes this a token that may name every tenant. */
    public void putDeployWide(String label, Secret token) {
        engine.services()
                .store()
                .engineTokens()
                .put(new EngineToken(dev.flowruntime.token.EngineTokens.hash(token), label, null));
        engine.forgetTokens();
    }
}

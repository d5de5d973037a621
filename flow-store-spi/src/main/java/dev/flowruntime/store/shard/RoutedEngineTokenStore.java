package dev.flowruntime.store.shard;

import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.EngineTokenStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Engine tokens, each on its tenant's shard, those of the whole deployment on the home shard; makers take turns. */
final class RoutedEngineTokenStore implements EngineTokenStore {
    private final Shards shards;
    private final Lock makers = new ReentrantLock();

    RoutedEngineTokenStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public void put(EngineToken token) {
        Shard own = shardOf(token.tenant());
        makers.lock();
        try {
            boolean held = own.store()
                    .engineTokens()
                    .find(token.hash())
                    .filter(before -> Objects.equals(before.tenant(), token.tenant()))
                    .isPresent();
            if (!held) { // hosts put their tokens at each start, also while another shard is down
                takeAwayFrom(shards.othersThan(own), token);
            }
            own.store().engineTokens().put(token);
        } finally {
            makers.unlock();
        }
    }

    private Shard shardOf(@Nullable TenantId tenant) {
        return tenant == null ? shards.home() : shards.shardOf(tenant);
    }

    /** Looks everywhere before it writes, so that a shard that is down leaves everything as it was. */
    private static void takeAwayFrom(List<Shard> others, EngineToken token) {
        Map<EngineTokenStore, EngineToken> found = new LinkedHashMap<>();
        for (Shard other : others) {
            other.ask(store -> store.engineTokens().find(token.hash()))
                    .ifPresent(before -> found.put(other.store().engineTokens(), before));
        }
        found.forEach((store, before) -> takeAway(store, before, token));
    }

    /** What belongs to no tenant can only be replaced; once it is the new token's tenant's, it can be taken away. */
    private static void takeAway(EngineTokenStore store, EngineToken before, EngineToken token) {
        TenantId holder = before.tenant();
        if (holder == null) {
            store.put(token);
            holder = token.tenant();
        }
        if (holder != null) {
            store.remove(holder, token.hash());
        }
    }

    @Override
    public Optional<EngineToken> find(String hash) {
        return shards.find(store -> store.engineTokens().find(hash));
    }

    @Override
    public List<EngineToken> list(TenantId tenant) {
        return shards.of(tenant).engineTokens().list(tenant);
    }

    @Override
    public void remove(TenantId tenant, String hash) {
        shards.of(tenant).engineTokens().remove(tenant, hash);
    }
}

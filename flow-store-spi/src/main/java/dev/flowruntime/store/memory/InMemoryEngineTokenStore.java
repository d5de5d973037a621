package dev.flowruntime.store.memory;

import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.EngineTokenStore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Engine tokens by hash. */
final class InMemoryEngineTokenStore implements EngineTokenStore {
    private final Tables tables;
    private final ConcurrentMap<String, EngineToken> byHash = new ConcurrentHashMap<>();

    InMemoryEngineTokenStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public void put(EngineToken token) {
        tables.requireOpen();
        byHash.put(token.hash(), token);
    }

    @Override
    public Optional<EngineToken> find(String hash) {
        tables.requireOpen();
        return Optional.ofNullable(byHash.get(hash));
    }

    @Override
    public List<EngineToken> list(TenantId tenant) {
        tables.requireOpen();
        return byHash.values().stream()
                .filter(token -> tenant.equals(token.tenant()))
                .sorted(Comparator.comparing(EngineToken::label).thenComparing(EngineToken::hash))
                .toList();
    }

    @Override
    public void remove(TenantId tenant, String hash) {
        tables.requireOpen();
        byHash.computeIfPresent(hash, (name, token) -> tenant.equals(token.tenant()) ? null : token);
    }
}

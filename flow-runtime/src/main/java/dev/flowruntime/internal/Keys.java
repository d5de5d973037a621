package dev.flowruntime.internal;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.WidgetKeyStore;
import dev.flowruntime.token.AllowedOrigins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Widget keys as this node knows them: at most five seconds old, and new at once where they were changed. */
public final class Keys {
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** A key and its origins, ready to be compared. */
    public record KnownKey(WidgetKey key, AllowedOrigins origins) {}

    private record ById(TenantId tenant, WidgetKeyId id) {}

    private final LoadingCache<String, Optional<KnownKey>> byPublicKey;
    private final LoadingCache<ById, Optional<KnownKey>> byId;
    private final LoadingCache<Boolean, AllowedOrigins> allOrigins;

    public Keys(WidgetKeyStore store) {
        byPublicKey = Caches.of(10_000)
                .expireAfterWrite(FRESH)
                .build(publicKey -> store.findByPublicKey(publicKey).map(Keys::known));
        byId = Caches.of(10_000)
                .expireAfterWrite(FRESH)
                .build(id -> store.find(id.tenant(), id.id()).map(Keys::known));
        allOrigins = Caches.of(1)
                .expireAfterWrite(FRESH)
                .build(all -> AllowedOrigins.parse(List.copyOf(store.listActiveOrigins())));
    }

    private static KnownKey known(WidgetKey key) {
        return new KnownKey(key, AllowedOrigins.parse(key.allowedOrigins()));
    }

    public @Nullable KnownKey find(String publicKey) {
        return byPublicKey.get(publicKey).orElse(null);
    }

    public @Nullable KnownKey find(TenantId tenant, WidgetKeyId id) {
        return byId.get(new ById(tenant, id)).orElse(null);
    }

    /** Whether the conversation is one of a customer whose name the key has verified: it takes no other. */
    public boolean verify(Conversation conversation) {
        if (conversation.customerId() == null || conversation.widgetKey() == null) {
            return false;
        }
        KnownKey key = find(conversation.tenant(), conversation.widgetKey());
        return key != null && key.key().identitySecret() != null;
    }

    /** Whether any active key allows the origin. */
    public boolean anyAllows(String origin) {
        return allOrigins.get(Boolean.TRUE).allows(origin);
    }

    /** Forgets everything: a key was changed here. */
    public void forget() {
        byPublicKey.invalidateAll();
        byId.invalidateAll();
        allOrigins.invalidateAll();
    }
}

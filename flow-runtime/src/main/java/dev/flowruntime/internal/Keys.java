package dev.flowruntime.internal;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.WidgetKeyStore;
import dev.flowruntime.token.AllowedOrigins;
import dev.flowruntime.token.PublicKeys;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Widget keys as this node knows them: at most five seconds old, and new at once where they were changed. */
public final class Keys {
    /** A key and its origins, ready to be compared. */
    public record KnownKey(WidgetKey key, AllowedOrigins origins) {}

    private record ById(TenantId tenant, WidgetKeyId id) {}

    private final FreshCache<String, Optional<KnownKey>> byPublicKey;
    private final FreshCache<ById, Optional<KnownKey>> byId;
    private final FreshCache<Boolean, AllowedOrigins> allOrigins;

    public Keys(WidgetKeyStore store, LongSupplier nanoTime) {
        byPublicKey = new FreshCache<>(
                10_000, nanoTime, publicKey -> store.findByPublicKey(publicKey).map(Keys::known));
        byId = new FreshCache<>(
                10_000, nanoTime, id -> store.find(id.tenant(), id.id()).map(Keys::known));
        allOrigins = new FreshCache<>(1, nanoTime, all -> AllowedOrigins.parse(List.copyOf(store.listActiveOrigins())));
    }

    private static KnownKey known(WidgetKey key) {
        return new KnownKey(key, AllowedOrigins.parse(key.allowedOrigins()));
    }

    /** What is no public key is not looked for: it comes from strangers, and may hold what a store cannot take. */
    public @Nullable KnownKey find(String publicKey) {
        return PublicKeys.isPublicKey(publicKey) ? byPublicKey.get(publicKey).orElse(null) : null;
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
        byPublicKey.forget();
        byId.forget();
        allOrigins.forget();
    }
}

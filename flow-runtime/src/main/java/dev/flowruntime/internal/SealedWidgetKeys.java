package dev.flowruntime.internal;

import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.WidgetKeyStore;
import dev.flowruntime.token.SealedSecrets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Widget keys whose secrets stand in the store encrypted. */
final class SealedWidgetKeys implements WidgetKeyStore {
    private final WidgetKeyStore inner;
    private final SealedSecrets secrets;

    SealedWidgetKeys(WidgetKeyStore inner, SealedSecrets secrets) {
        this.inner = inner;
        this.secrets = secrets;
    }

    @Override
    public void put(WidgetKey key) {
        inner.put(with(key, secrets::seal));
    }

    @Override
    public Optional<WidgetKey> find(TenantId tenant, WidgetKeyId id) {
        return inner.find(tenant, id).map(this::opened);
    }

    @Override
    public Optional<WidgetKey> findByPublicKey(String publicKey) {
        return inner.findByPublicKey(publicKey).map(this::opened);
    }

    @Override
    public List<WidgetKey> list(TenantId tenant) {
        return inner.list(tenant).stream().map(this::opened).toList();
    }

    @Override
    public Set<String> listActiveOrigins() {
        return inner.listActiveOrigins();
    }

    /** Writes those of a tenant's keys again that are not sealed with the first key. @return how many */
    int reseal(TenantId tenant) {
        List<WidgetKey> old = inner.list(tenant).stream().filter(this::isOld).toList();
        // Each as it is just then, since whoever changes a key meanwhile must not have it changed back.
        old.forEach(key -> inner.find(tenant, key.id()).filter(this::isOld).ifPresent(now -> put(opened(now))));
        return old.size();
    }

    private boolean isOld(WidgetKey key) {
        return secrets(key).anyMatch(secret -> !secrets.isCurrent(secret));
    }

    private static Stream<Secret> secrets(WidgetKey key) {
        WebhookEndpoint webhook = key.webhook();
        return Stream.of(
                        Optional.ofNullable(key.identitySecret()),
                        Optional.ofNullable(webhook).map(WebhookEndpoint::secret),
                        Optional.ofNullable(webhook).map(WebhookEndpoint::previousSecret))
                .flatMap(Optional::stream);
    }

    private WidgetKey opened(WidgetKey key) {
        return with(key, secrets::open);
    }

    /** What is done to each secret. */
    private interface Change {
        Secret apply(Secret secret, String place);
    }

    private static WidgetKey with(WidgetKey key, Change change) {
        WebhookEndpoint webhook = key.webhook();
        WebhookEndpoint changed = webhook == null
                ? null
                : new WebhookEndpoint(
                        webhook.url(),
                        change.apply(webhook.secret(), place(key, "webhook")),
                        changed(webhook.previousSecret(), change, place(key, "previous webhook")),
                        webhook.previousUntil());
        return new WidgetKey(
                key.tenant(),
                key.id(),
                key.publicKey(),
                key.label(),
                key.status(),
                key.allowedOrigins(),
                key.intents(),
                key.forms(),
                changed,
                changed(key.identitySecret(), change, place(key, "identity")),
                key.createdAt());
    }

    private static @Nullable Secret changed(@Nullable Secret secret, Change change, String place) {
        return secret == null ? null : change.apply(secret, place);
    }

    private static String place(WidgetKey key, String member) {
        return key.tenant() + " " + key.id() + " " + member;
    }
}

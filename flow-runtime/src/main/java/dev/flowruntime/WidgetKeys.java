package dev.flowruntime;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.SealingStore;
import dev.flowruntime.internal.Services;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.token.AllowedOrigin;
import dev.flowruntime.token.PublicKeys;
import dev.flowruntime.token.WebhookSecrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The widget keys of a tenant. What is changed here counts at once here, and within 5 s on other nodes. */
public final class WidgetKeys {
    /** How long a webhook secret that was replaced signs as well. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private final Engine engine;
    private final SecureRandom random = new SecureRandom();

    WidgetKeys(Engine engine) {
        this.engine = engine;
    }

    /** What {@link #put} would refuse, by member; empty when it would refuse nothing. */
    public Map<String, List<String>> check(TenantId tenant, WidgetKeyRequest request) {
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        for (int i = 0; i < request.allowedOrigins().size(); i++) {
            try {
                AllowedOrigin.parse(request.allowedOrigins().get(i));
            } catch (IllegalArgumentException e) {
                wrong.put("allowed_origins[" + i + "]", List.of(String.valueOf(e.getMessage())));
            }
        }
        String publicKey = request.publicKey();
        if (publicKey != null && !PublicKeys.isPublicKey(publicKey)) {
            wrong.put("public_key", List.of("must be pk_live_ or pk_test_ and 32 lower-case hex digits"));
        } else if (publicKey != null && belongsToAnother(tenant, request.label(), publicKey)) {
            wrong.put("public_key", List.of("belongs to another widget key"));
        }
        if (!request.intents().everything() && request.intents().names().isEmpty()) {
            wrong.put("allowed_intents", List.of("must name at least one intent, or all must be allowed"));
        }
        String url = request.webhookUrl();
        String refused =
                url == null ? null : engine.services().settings().reach().whyNot(url);
        if (refused != null) {
            wrong.put("webhook.url", List.of(refused));
        }
        Secret secret = request.webhookSecret();
        if (secret != null && !WebhookSecrets.isWebhookSecret(secret.reveal())) {
            wrong.put("webhook.secret", List.of("must be whsec_ and 64 lower-case hex digits"));
        }
        return wrong;
    }

    private boolean belongsToAnother(TenantId tenant, String label, String publicKey) {
        WidgetKey owner = engine.services()
                .store()
                .widgetKeys()
                .findByPublicKey(publicKey)
                .orElse(null);
        return owner != null && !(owner.tenant().equals(tenant) && owner.label().equals(label));
    }

    /**
     * Makes a key.
     *
     * @throws FlowException {@code VALIDATION_FAILED} with what {@link #check} gives as {@code details.fields}, {@code CONFLICT}
     *     when the tenant has a key with this label
     */
    public WidgetKey create(TenantId tenant, WidgetKeyRequest request) {
        if (list(tenant).stream().anyMatch(key -> key.label().equals(request.label()))) {
            throw new FlowException(
                    ErrorCode.CONFLICT, "the tenant has a widget key with the label " + request.label() + " already");
        }
        return put(tenant, request);
    }

    /**
     * Makes the tenant's key with this label, or makes it what the request says.
     *
     * @throws FlowException {@code VALIDATION_FAILED} with what {@link #check} gives as {@code details.fields}
     */
    public WidgetKey put(TenantId tenant, WidgetKeyRequest request) {
        Map<String, List<String>> wrong = check(tenant, request);
        if (!wrong.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, wrong);
        }
        WidgetKey before = list(tenant).stream()
                .filter(key -> key.label().equals(request.label()))
                .findFirst()
                .orElse(null);
        WidgetKey next = new WidgetKey(
                tenant,
                before == null ? new WidgetKeyId(engine.services().ids().get()) : before.id(),
                publicKey(before, request),
                request.label(),
                request.status(),
                request.allowedOrigins(),
                request.intents(),
                request.forms(),
                webhook(before == null ? null : before.webhook(), request),
                request.identitySecret(),
                before == null ? engine.services().now() : before.createdAt());
        if (!next.equals(before)) {
            store(next, before == null ? "key.create" : action(before, next));
        }
        return next;
    }

    private static String action(WidgetKey before, WidgetKey next) {
        if (next.status() == before.status()) {
            return "key.rotate";
        }
        return statusAction(next.status());
    }

    private static String statusAction(WidgetKey.Status status) {
        return switch (status) {
            case ACTIVE -> "key.resume";
            case PAUSED -> "key.pause";
            case REVOKED -> "key.revoke";
        };
    }

    private String publicKey(@Nullable WidgetKey before, WidgetKeyRequest request) {
        if (request.publicKey() != null) {
            return request.publicKey();
        }
        if (before != null) {
            return before.publicKey();
        }
        return request.test() ? PublicKeys.test(random) : PublicKeys.live(random);
    }

    private @Nullable WebhookEndpoint webhook(@Nullable WebhookEndpoint before, WidgetKeyRequest request) {
        if (request.webhookUrl() == null) {
            return null;
        }
        if (before == null) {
            Secret secret = request.webhookSecret() == null ? WebhookSecrets.make(random) : request.webhookSecret();
            return new WebhookEndpoint(request.webhookUrl(), secret, null, null);
        }
        boolean keeps =
                request.webhookSecret() == null || request.webhookSecret().equals(before.secret());
        WebhookEndpoint moved = new WebhookEndpoint(
                request.webhookUrl(), before.secret(), before.previousSecret(), before.previousUntil());
        return keeps ? moved : replaced(moved, Objects.requireNonNull(request.webhookSecret()));
    }

    private WebhookEndpoint replaced(WebhookEndpoint endpoint, Secret secret) {
        return new WebhookEndpoint(
                endpoint.url(),
                secret,
                endpoint.secret(),
                engine.services().now().plus(OVERLAP));
    }

    /**
     * Encrypts the tenant's secrets in the store with the first of the runtime's secrets keys, where they are not already.
     *
     * @return of how many widget keys
     * @throws dev.flowruntime.token.UnreadableSecretException when one was sealed with a key that the runtime does not have
     */
    public int reseal(TenantId tenant) {
        return engine.services().store() instanceof SealingStore store ? store.reseal(tenant) : 0;
    }

    /** The tenant's keys, by label. */
    public List<WidgetKey> list(TenantId tenant) {
        return engine.services().store().widgetKeys().list(tenant);
    }

    /**
     * Pauses, resumes or revokes a key. What has the status already is left as it is.
     *
     * @throws FlowException {@code NOT_FOUND}, {@code CONFLICT} when it was revoked, which is for good; a paused key can be resumed
     */
    public WidgetKey setStatus(TenantId tenant, String publicKey, WidgetKey.Status status) {
        WidgetKey key = key(tenant, publicKey);
        if (key.status() == status) {
            return key;
        }
        if (key.status() == WidgetKey.Status.REVOKED) {
            throw new FlowException(ErrorCode.CONFLICT, "a revoked widget key stays revoked; make another one");
        }
        return store(key.withStatus(status), statusAction(status));
    }

    /**
     * Gives the webhook of a key another secret; for 24 h the old one signs as well.
     *
     * @throws FlowException {@code NOT_FOUND}, {@code CONFLICT} when the key has no webhook
     */
    public WidgetKey rotateWebhookSecret(TenantId tenant, String publicKey) {
        WidgetKey key = key(tenant, publicKey);
        WebhookEndpoint webhook = key.webhook();
        if (webhook == null) {
            throw new FlowException(ErrorCode.CONFLICT, "the widget key has no webhook");
        }
        return store(key.withWebhook(replaced(webhook, WebhookSecrets.make(random))), "key.rotate");
    }

    /**
     * Gives a key another public key; the old one counts no longer.
     *
     * @throws FlowException {@code NOT_FOUND}
     */
    public WidgetKey rotate(TenantId tenant, String publicKey) {
        WidgetKey key = key(tenant, publicKey);
        String next = key.isTest() ? PublicKeys.test(random) : PublicKeys.live(random);
        return store(key.withPublicKey(next), "key.rotate");
    }

    private WidgetKey key(TenantId tenant, String publicKey) {
        return list(tenant).stream()
                .filter(key -> key.publicKey().equals(publicKey))
                .findFirst()
                .orElseThrow(() -> new FlowException(ErrorCode.NOT_FOUND, "the tenant has no such widget key"));
    }

    private WidgetKey store(WidgetKey key, String action) {
        Services services = engine.services();
        services.store().widgetKeys().put(key);
        engine.keys().forget();
        Audience.host(action)
                .audit(services, key.tenant(), key.id().toString(), JsonTree.write(Map.of("label", key.label())));
        return key;
    }
}

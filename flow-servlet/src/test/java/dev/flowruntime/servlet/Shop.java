package dev.flowruntime.servlet;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.token.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A runtime with a tenant, two published flows and its keys, over a store that is watched and can fail. */
final class Shop {
    static final TenantId TENANT = TenantId.of("019e2667-0000-7000-8000-000000000001");
    static final TenantId OTHER_TENANT = TenantId.of("019e2667-0000-7000-8000-000000000002");
    static final String ORIGIN = "https://acme.com";
    static final String OPEN_KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    static final String NARROW_KEY = "pk_live_00000000000000000000000000000001";
    static final String SIGNED_KEY = "pk_test_00000000000000000000000000000002";
    static final String PAUSED_KEY = "pk_live_00000000000000000000000000000003";
    static final String ENGINE_TOKEN = "et_deploy_wide";
    static final String BOUND_TOKEN = "et_of_acme";

    /** Moves when it is told to. */
    volatile Instant now = Instant.parse("2026-05-04T10:00:00Z");

    final WatchedStore watched = new WatchedStore(new InMemoryFlowStore());
    final FlowStore store = watched.store();
    final KeyRing keys = KeyRing.random(new SecureRandom());
    final FlowRuntime runtime = node();

    Shop() {
        runtime.tenants().put(TENANT, "acme", "Acme Inc.");
        runtime.tenants().put(OTHER_TENANT, "other", "Other Inc.");
        publish("flows/order_status.yaml");
        publish("flows/returns.yaml");
        key("open", OPEN_KEY, Grant.ofEverything(), null);
        key("narrow", NARROW_KEY, Grant.of(Set.of("returns", "not_published")), null);
        key("signed", SIGNED_KEY, Grant.ofEverything(), new Secret("identity"));
        key("paused", PAUSED_KEY, Grant.ofEverything(), null);
        runtime.widgetKeys().setStatus(TENANT, PAUSED_KEY, WidgetKey.Status.PAUSED);
        runtime.engineTokens().putDeployWide("ops", new Secret(ENGINE_TOKEN));
        runtime.engineTokens().put(TENANT, "backend", new Secret(BOUND_TOKEN));
        watched.forget();
    }

    /** Another runtime with the same store. */
    FlowRuntime node() {
        return FlowRuntime.builder(store).clock(() -> now).signingKeys(keys).build();
    }

    void elapse(Duration time) {
        now = now.plus(time);
    }

    /** Publishes one more flow. */
    void publish(String resource) {
        runtime.flows().publish(TENANT, Document.parse(resource, text(resource)));
    }

    private static String text(String resource) {
        try (InputStream stream = Shop.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void key(String label, String publicKey, Grant intents, Secret identitySecret) {
        runtime.widgetKeys()
                .put(
                        TENANT,
                        new WidgetKeyRequest(
                                label,
                                publicKey,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(ORIGIN, "https://*.acme.com"),
                                intents,
                                Grant.ofNothing(),
                                null,
                                null,
                                identitySecret));
    }
}

package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.WidgetKeyStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.token.KeyRing;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands in the store of the secrets of widget keys. */
class SecretsTest {
    private static final String OLD = "old:" + "01".repeat(32);
    private static final String NEW = "new:" + "02".repeat(32);
    private static final Secret HUSH = new Secret("hush");

    private final InMemoryFlowStore store = new InMemoryFlowStore();
    private final TenantId tenant = with().tenants().create("acme", "Acme Inc.").id();

    private FlowRuntime with(String... keys) {
        FlowRuntime.Builder builder = FlowRuntime.builder(store);
        return keys.length == 0
                ? builder.build()
                : builder.secretsKeys(KeyRing.parse(List.of(keys))).build();
    }

    private WidgetKey put(FlowRuntime runtime, @Nullable Secret webhookSecret) {
        return runtime.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                "chat",
                                null,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of("https://acme.com"),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                "https://acme.com/hook",
                                webhookSecret,
                                HUSH));
    }

    private WidgetKey stored() {
        return store.widgetKeys().list(tenant).get(0);
    }

    @Test
    void allSecretsOfAKeyStandEncryptedAndTheRuntimeReadsThem() {
        FlowRuntime runtime = with(OLD);
        WidgetKey first = put(runtime, null);
        WidgetKey second = put(runtime, new Secret("whsec_" + "a".repeat(64)));
        assertThat(stored().identitySecret().reveal()).startsWith("sealed:v1:old:");
        assertThat(stored().webhook().secret().reveal()).startsWith("sealed:v1:old:");
        assertThat(stored().webhook().previousSecret().reveal()).startsWith("sealed:v1:old:");
        assertThat(runtime.widgetKeys().list(tenant)).containsExactly(second);
        assertThat(second.webhook().previousSecret()).isEqualTo(first.webhook().secret());
        assertThat(second.identitySecret()).isEqualTo(HUSH);
    }

    @Test
    void withoutKeysTheyStandAsTheyAreAndAreSealedWhenThereAreSome() {
        WidgetKey plain = put(with(), null);
        assertThat(stored()).isEqualTo(plain);
        assertThat(with(OLD).widgetKeys().list(tenant)).containsExactly(plain);
        assertThat(with(OLD).widgetKeys().reseal(tenant)).isEqualTo(1);
        assertThat(with(OLD).widgetKeys().reseal(tenant)).isZero();
        assertThat(stored().identitySecret().reveal()).startsWith("sealed:v1:old:");
        assertThat(with(OLD).widgetKeys().list(tenant)).containsExactly(plain);
    }

    @Test
    void anotherKeyTakesOver() {
        WidgetKey key = put(with(OLD), null);
        assertThat(with(NEW, OLD).widgetKeys().reseal(tenant)).isEqualTo(1);
        assertThat(with(NEW).widgetKeys().list(tenant)).containsExactly(key);
        assertThatThrownBy(() -> with(OLD).widgetKeys().list(tenant))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sealed with the key new");
    }

    @Test
    void aKeyThatIsPausedWhileTheKeysAreResealedStaysPaused() {
        WidgetKey key = put(with(OLD), null);
        FlowStore interrupted =
                afterLists(() -> with(OLD).widgetKeys().setStatus(tenant, key.publicKey(), WidgetKey.Status.PAUSED));
        FlowRuntime resealing = FlowRuntime.builder(interrupted)
                .secretsKeys(KeyRing.parse(List.of(NEW, OLD)))
                .build();
        assertThat(resealing.widgetKeys().reseal(tenant)).isEqualTo(1);
        assertThat(stored().status()).isEqualTo(WidgetKey.Status.PAUSED);
        assertThat(stored().identitySecret().reveal()).startsWith("sealed:v1:new:");
    }

    /** The store; something happens whenever widget keys were listed. */
    private FlowStore afterLists(Runnable action) {
        WidgetKeyStore keys = proxy(WidgetKeyStore.class, (proxy, method, arguments) -> {
            Object result = method.invoke(store.widgetKeys(), arguments);
            if (method.getName().equals("list")) {
                action.run();
            }
            return result;
        });
        return proxy(
                FlowStore.class,
                (proxy, method, arguments) ->
                        method.getName().equals("widgetKeys") ? keys : method.invoke(store, arguments));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a {@code WidgetKeyStore} must do. */
public abstract class WidgetKeyStoreContract extends StoreContract {
    @Test
    void aKeyIsFoundAsItWasPut() {
        WidgetKey key = put(withEverything(newKey("shop")));
        assertThat(store.widgetKeys().find(acme.id(), key.id())).contains(key);
        assertThat(store.widgetKeys().findByPublicKey(key.publicKey())).contains(key);
    }

    @Test
    void aKeyWithoutWebhookAndSecretIsFoundAsItWasPut() {
        WidgetKey key = put(newKey("shop"));
        assertThat(store.widgetKeys().find(acme.id(), key.id())).contains(key);
    }

    @Test
    void puttingAKeyAgainReplacesAllOfIt() {
        WidgetKey key = put(withEverything(newKey("shop")));
        WidgetKey plain = put(acme.widgetKey(key.id(), "other").withStatus(WidgetKey.Status.REVOKED));
        assertThat(store.widgetKeys().find(acme.id(), key.id())).contains(plain);
    }

    @Test
    void anUnknownKeyIsAbsent() {
        assertThat(store.widgetKeys().find(acme.id(), new WidgetKeyId(fixture.newId())))
                .isEmpty();
        assertThat(store.widgetKeys().findByPublicKey("pk_live_0")).isEmpty();
    }

    @Test
    void aPublicKeyOfAnotherKeyIsRefusedForGoodWhateverItsTenant() {
        WidgetKey key = put(newKey("shop"));
        List<WidgetKey> thieves = List.of(
                newKey("thief").withPublicKey(key.publicKey()),
                globex.widgetKey(new WidgetKeyId(fixture.newId()), "thief").withPublicKey(key.publicKey()),
                globex.widgetKey(key.id(), "thief").withPublicKey(key.publicKey()));
        for (WidgetKey thief : thieves) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.widgetKeys().put(thief))
                    .returns(StoreException.Retry.NEVER, StoreException::retry);
            assertThat(store.widgetKeys().find(thief.tenant(), thief.id())).isNotEqualTo(thief);
        }
        assertThat(store.widgetKeys().findByPublicKey(key.publicKey())).contains(key);
    }

    @Test
    void aPublicKeyThatWasReplacedOpensNothingAndIsFree() {
        WidgetKey key = put(newKey("shop"));
        put(key.withPublicKey("pk_live_new"));
        assertThat(store.widgetKeys().findByPublicKey(key.publicKey())).isEmpty();
        WidgetKey heir = put(newKey("heir").withPublicKey(key.publicKey()));
        assertThat(store.widgetKeys().findByPublicKey(key.publicKey())).contains(heir);
    }

    @Test
    void aTenantsKeysAreListedByLabel() {
        put(newKey("b"));
        put(newKey("a"));
        assertThat(store.widgetKeys().list(acme.id()))
                .extracting(WidgetKey::label)
                .containsExactly("a", "b", "chat");
    }

    @Test
    void onlyActiveKeysAllowOriginsOfAnyTenant() {
        put(withOrigins(newKey("a"), "https://a.com", "https://*.a.com"));
        put(withOrigins(globex.widgetKey(new WidgetKeyId(fixture.newId()), "g"), "https://g.com"));
        put(withOrigins(newKey("p"), "https://paused.com").withStatus(WidgetKey.Status.PAUSED));
        put(withOrigins(newKey("r"), "https://revoked.com").withStatus(WidgetKey.Status.REVOKED));
        assertThat(store.widgetKeys().listActiveOrigins())
                .containsExactlyInAnyOrder("https://acme.com", "https://a.com", "https://*.a.com", "https://g.com");
    }

    @Test
    void anotherTenantsKeysAreAbsent() {
        WidgetKey key = put(newKey("shop"));
        assertThat(store.widgetKeys().find(globex.id(), key.id())).isEmpty();
        assertThat(store.widgetKeys().list(globex.id()))
                .extracting(WidgetKey::id)
                .containsExactly(globex.widgetKey());
    }

    @Test
    void ofManyWhoWantAPublicKeyOneGetsIt() {
        List<Boolean> got = Race.run(20, i -> {
            WidgetKey key = newKey("shop " + i).withPublicKey("pk_live_wanted");
            return () -> {
                try {
                    store.widgetKeys().put(key);
                    return true;
                } catch (StoreException refused) {
                    return false;
                }
            };
        });
        assertThat(got).containsOnlyOnce(true);
        assertThat(store.widgetKeys().list(acme.id())).hasSize(2);
    }

    private WidgetKey newKey(String label) {
        return acme.widgetKey(new WidgetKeyId(fixture.newId()), label);
    }

    private WidgetKey put(WidgetKey key) {
        store.widgetKeys().put(key);
        return key;
    }

    private static WidgetKey withOrigins(WidgetKey key, String... origins) {
        return new WidgetKey(
                key.tenant(),
                key.id(),
                key.publicKey(),
                key.label(),
                key.status(),
                List.of(origins),
                key.intents(),
                key.forms(),
                key.webhook(),
                key.identitySecret(),
                key.createdAt());
    }

    private WidgetKey withEverything(WidgetKey key) {
        WebhookEndpoint webhook = new WebhookEndpoint(
                "https://acme.com/hook",
                new Secret("whsec_new"),
                new Secret("whsec_old"),
                clock.instant().plus(Duration.ofHours(24)));
        return new WidgetKey(
                key.tenant(),
                key.id(),
                key.publicKey(),
                "Shop – « é »",
                WidgetKey.Status.PAUSED,
                List.of("https://b.com", "https://a.com"),
                Grant.of(Set.of("order_status", "returns")),
                Grant.ofEverything(),
                webhook,
                new Secret("identity"),
                key.createdAt());
    }

    @Test
    void mountsAreAddedUpAndStayWhenTheKeyIsReplaced() {
        WidgetKeyId key = acme.widgetKey();
        assertThat(store.widgetKeys().countMounts(acme.id(), key)).isZero();
        Race.run(4, i -> () -> {
            store.widgetKeys().addMounts(acme.id(), key, 5);
            return i;
        });
        store.widgetKeys().put(acme.widgetKey(key, "renamed"));
        assertThat(store.widgetKeys().countMounts(acme.id(), key)).isEqualTo(20);
    }

    @Test
    void mountsOfAnUnknownKeyAreNotCounted() {
        store.widgetKeys().addMounts(globex.id(), acme.widgetKey(), 1);
        assertThat(store.widgetKeys().countMounts(globex.id(), acme.widgetKey()))
                .isZero();
        assertThat(store.widgetKeys().countMounts(acme.id(), acme.widgetKey())).isZero();
    }
}

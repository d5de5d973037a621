package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.WidgetKeys;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKey;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WidgetKeysTest {
    private final Fixture fixture = new Fixture();
    private final WidgetKeys keys = fixture.runtime.widgetKeys();

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private WidgetKey create(String label, @Nullable String webhook) {
        return keys.create(
                fixture.tenant,
                new WidgetKeyRequest(
                        label,
                        null,
                        true,
                        WidgetKey.Status.ACTIVE,
                        List.of("https://acme.com"),
                        Grant.ofEverything(),
                        Grant.ofNothing(),
                        webhook,
                        null,
                        null));
    }

    private WidgetKey set(WidgetKey key, WidgetKey.Status status) {
        return keys.setStatus(fixture.tenant, key.publicKey(), status);
    }

    private List<String> audit() {
        return fixture.store.audit().list(fixture.tenant, null, null, 100).stream()
                .map(AuditRecord::action)
                .filter(action -> action.startsWith("key."))
                .toList();
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FlowException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void whatIsDoneToAKeyIsAudited() {
        WidgetKey key = create("chat", "https://acme.com/hook");
        set(key, WidgetKey.Status.PAUSED);
        set(key, WidgetKey.Status.ACTIVE);
        WidgetKey rotated = keys.rotate(fixture.tenant, key.publicKey());
        keys.rotateWebhookSecret(fixture.tenant, rotated.publicKey());
        set(rotated, WidgetKey.Status.REVOKED);

        assertThat(audit())
                .containsExactlyInAnyOrder(
                        "key.create", "key.pause", "key.resume", "key.rotate", "key.rotate", "key.revoke");
        assertThat(keys.list(fixture.tenant)).singleElement().satisfies(last -> {
            assertThat(last.id()).isEqualTo(key.id());
            assertThat(last.publicKey()).startsWith("pk_test_").isNotEqualTo(key.publicKey());
            assertThat(last.status()).isEqualTo(WidgetKey.Status.REVOKED);
        });
    }

    @Test
    void aSecondKeyWithALabelIsNotMade() {
        WidgetKey key = create("chat", null);

        assertRefused(ErrorCode.CONFLICT, () -> create("chat", null));
        assertThat(keys.list(fixture.tenant)).containsExactly(key);
    }

    @Test
    void pausingAPausedKeyChangesNothing() {
        WidgetKey key = create("chat", null);
        set(key, WidgetKey.Status.PAUSED);
        set(key, WidgetKey.Status.PAUSED);

        assertThat(audit()).containsExactlyInAnyOrder("key.create", "key.pause");
    }

    @Test
    void aRevokedKeyStaysRevoked() {
        WidgetKey key = create("chat", null);
        set(key, WidgetKey.Status.REVOKED);

        assertRefused(ErrorCode.CONFLICT, () -> set(key, WidgetKey.Status.ACTIVE));
        assertRefused(ErrorCode.CONFLICT, () -> set(key, WidgetKey.Status.PAUSED));
    }

    @Test
    void theOldWebhookSecretSignsForADay() {
        WidgetKey key = create("chat", "https://acme.com/hook");

        WebhookEndpoint webhook =
                keys.rotateWebhookSecret(fixture.tenant, key.publicKey()).webhook();

        assertThat(webhook.url()).isEqualTo("https://acme.com/hook");
        assertThat(webhook.secret()).isNotEqualTo(key.webhook().secret());
        assertThat(webhook.previousSecret()).isEqualTo(key.webhook().secret());
        assertThat(webhook.previousUntil()).isEqualTo(fixture.clock.instant().plus(Duration.ofHours(24)));
    }

    @Test
    void aKeyWithoutAWebhookHasNoSecretToRotate() {
        WidgetKey key = create("chat", null);

        assertRefused(ErrorCode.CONFLICT, () -> keys.rotateWebhookSecret(fixture.tenant, key.publicKey()));
    }

    @Test
    void aKeyOfNobodyIsNotFound() {
        String nobody = "pk_live_" + "0".repeat(32);

        assertRefused(ErrorCode.NOT_FOUND, () -> keys.setStatus(fixture.tenant, nobody, WidgetKey.Status.PAUSED));
        assertRefused(ErrorCode.NOT_FOUND, () -> keys.rotate(fixture.tenant, nobody));
    }

    @Test
    void aWebhookThatLeadsAstrayIsRefusedAndAHostThatIsNotThereYetIsNot() {
        assertThatThrownBy(() -> create("inside", "https://[::1]/hook"))
                .isInstanceOfSatisfying(
                        FlowException.class,
                        e -> assertThat(e.details().toString())
                                .contains("webhook.url", "must lead to a public address"));
        assertThat(create("soon", "https://not-there-yet.example/hook").webhook())
                .isNotNull();
    }
}

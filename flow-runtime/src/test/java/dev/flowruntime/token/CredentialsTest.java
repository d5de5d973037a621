package dev.flowruntime.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.Secret;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String HEX32 = "5940830723da7ddae5699200f465e8d2";

    private final SecureRandom random = new SecureRandom();

    @Test
    void madePublicKeysAreOfTheForm() {
        assertThat(PublicKeys.live(random)).startsWith("pk_live_").matches(PublicKeys::isPublicKey);
        assertThat(PublicKeys.test(random)).startsWith("pk_test_").matches(PublicKeys::isPublicKey);
        assertThat(PublicKeys.live(random)).isNotEqualTo(PublicKeys.live(random));
    }

    @Test
    void publicKeyIsAFunctionOfTheGeneratorItIsGiven() {
        assertThat(PublicKeys.live(new Random(7))).isEqualTo(PublicKeys.live(new Random(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pk_live_",
                "pk_prod_" + HEX32,
                "pk_live_" + HEX32 + "0",
                "pk_live_" + HEX32 + "\n",
                " pk_live_" + HEX32,
                "PK_LIVE_" + HEX32,
                "pk_live_5940830723DA7DDAE5699200F465E8D2",
                "pk_live_5940830723da7ddae5699200f465e8dg",
                "pk_live_٥940830723da7ddae5699200f465e8d2",
                "pk_live-" + HEX32
            })
    void otherTextsAreNoPublicKeys(String text) {
        assertThat(PublicKeys.isPublicKey(text)).isFalse();
    }

    @Test
    void webhookSecretsAreOfTheForm() {
        Secret secret = WebhookSecrets.make(random);

        assertThat(secret.reveal()).matches("whsec_[0-9a-f]{64}").matches(WebhookSecrets::isWebhookSecret);
        assertThat(secret.reveal()).isNotEqualTo(WebhookSecrets.make(random).reveal());
        assertThat(WebhookSecrets.isWebhookSecret("whsec_" + HEX32)).isFalse();
        assertThat(WebhookSecrets.isWebhookSecret(secret.reveal() + "\n")).isFalse();
    }

    @Test
    void engineTokenIsFoundByItsHashAlone() {
        Secret token = EngineTokens.make(random);
        String hash = EngineTokens.hash(token);

        assertThat(token.reveal()).matches("engine_[0-9a-f]{64}");
        assertThat(hash).matches("[0-9a-f]{64}").doesNotContain(token.reveal().substring(7));
        assertThat(EngineTokens.matches(token, hash)).isTrue();
        assertThat(EngineTokens.matches(EngineTokens.make(random), hash)).isFalse();
        assertThat(EngineTokens.matches(new Secret(""), hash)).isFalse();
        assertThat(EngineTokens.matches(token, "")).isFalse();
    }

    /** From Python: hashlib.sha256(b"engine-token").hexdigest(). */
    @Test
    void hashOfAnEngineTokenNeverChanges() {
        assertThat(EngineTokens.hash(new Secret("engine-token")))
                .isEqualTo("e2e619caf08d7e638b452d0bf71eab84f8c3f6b974e805cef9efd827db6fc962");
    }
}

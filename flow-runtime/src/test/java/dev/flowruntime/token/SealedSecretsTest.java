package dev.flowruntime.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.model.Secret;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealedSecretsTest {
    private static final String OLD = "old:" + "01".repeat(32);
    private static final String NEW = "new:" + "02".repeat(32);
    private static final Secret PLAIN = new Secret("whsec_é");

    private static SealedSecrets with(String... keys) {
        return SealedSecrets.with(KeyRing.parse(List.of(keys)), new SecureRandom());
    }

    @Test
    void aSecretIsReadAsItWasSealedAndItsTextTellsNothingButTheKey() {
        Secret sealed = with(OLD).seal(PLAIN, "here");
        assertThat(sealed.reveal()).matches("sealed:v1:old:[A-Za-z0-9_-]+").doesNotContain("whsec");
        assertThat(with(OLD).open(sealed, "here")).isEqualTo(PLAIN);
        assertThat(with(OLD).seal(PLAIN, "here")).isNotEqualTo(sealed);
    }

    @Test
    void whatWasStoredBeforeThereWereKeysIsReadAsItIs() {
        assertThat(with(OLD).open(PLAIN, "here")).isEqualTo(PLAIN);
        assertThat(SealedSecrets.none().seal(PLAIN, "here")).isEqualTo(PLAIN);
        assertThat(SealedSecrets.none().open(PLAIN, "here")).isEqualTo(PLAIN);
    }

    @Test
    void theFirstKeySealsAndAllRead() {
        Secret sealed = with(OLD).seal(PLAIN, "here");
        SealedSecrets both = with(NEW, OLD);
        assertThat(both.open(sealed, "here")).isEqualTo(PLAIN);
        assertThat(both.isCurrent(sealed)).isFalse();
        assertThat(both.isCurrent(both.seal(PLAIN, "here"))).isTrue();
        assertThat(both.isCurrent(PLAIN)).isFalse();
        assertThat(SealedSecrets.none().isCurrent(PLAIN)).isTrue();
    }

    @Test
    void withoutItsKeyItIsNotReadAndTheKeyIsNamed() {
        Secret sealed = with(OLD).seal(PLAIN, "here");
        assertThatThrownBy(() -> with(NEW).open(sealed, "here"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the key old");
        assertThatThrownBy(() -> SealedSecrets.none().open(sealed, "here"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the key old");
    }

    @Test
    void aTextOfAnotherRowOrOneThatWasChangedIsNotRead() {
        Secret sealed = with(OLD).seal(PLAIN, "here");
        assertThatThrownBy(() -> with(OLD).open(sealed, "there")).isInstanceOf(IllegalStateException.class);
        String text = sealed.reveal();
        char last = text.charAt(text.length() - 3);
        Secret changed = new Secret(
                text.substring(0, text.length() - 3) + (last == 'A' ? 'B' : 'A') + text.substring(text.length() - 2));
        assertThatThrownBy(() -> with(OLD).open(changed, "here")).isInstanceOf(IllegalStateException.class);
    }
}

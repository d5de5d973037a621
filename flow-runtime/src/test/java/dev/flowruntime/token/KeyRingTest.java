package dev.flowruntime.token;

import static dev.flowruntime.token.TokenFixture.HEX;
import static dev.flowruntime.token.TokenFixture.KEY;
import static dev.flowruntime.token.TokenFixture.OTHER_HEX;
import static dev.flowruntime.token.TokenFixture.ring;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.model.Secret;
import dev.flowruntime.token.KeyRing.Subkey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final byte[] MESSAGE = "message".getBytes(US_ASCII);

    @Test
    void keyWithAnIdIsReadAsItStands() {
        SigningKey key = SigningKey.parse("2026-07_a.B:" + HEX);

        assertThat(key.kid()).isEqualTo("2026-07_a.B");
        assertThat(key.bytes()).isEqualTo(KEY);
    }

    @Test
    void keyWithoutAnIdIsNamedByItsDigest() {
        assertThat(SigningKey.parse(HEX).kid()).isEqualTo("630dcd29");
        assertThat(SigningKey.parse(HEX.toUpperCase(Locale.ROOT)).kid()).isEqualTo("630dcd29");
        assertThat(SigningKey.parse(OTHER_HEX).kid()).isNotEqualTo("630dcd29");
    }

    @Test
    void shortOddOrEndlessKeyIsRefusedWithItsLength() {
        for (String hex : List.of("", HEX.substring(2), HEX + "0", HEX.repeat(17))) {
            assertThatThrownBy(() -> SigningKey.parse(hex))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[KID:]HEX")
                    .hasMessageContaining("64 (32 bytes)")
                    .hasMessageContaining("there are " + hex.length());
        }
    }

    @Test
    void complaintNeverHoldsTheKey() {
        String secret = "a1b2c3d4".repeat(8);

        for (String text : List.of(secret + "x", secret.substring(1), secret + ":" + secret, "k:" + secret + "00g")) {
            assertThatThrownBy(() -> SigningKey.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("a1b2c3d4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "schlüssel", "a:b", "123456789012345678901234567890123"})
    void idThatCouldBreakATokenIsRefused(String kid) {
        assertThatThrownBy(() -> new SigningKey(kid, new Secret(HEX)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KID");
    }

    @Test
    void emptyRingIsRefused() {
        assertThatThrownBy(() -> KeyRing.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }

    @Test
    void twoKeysOfOneIdAreRefused() {
        assertThatThrownBy(() -> ring("k1:" + HEX, "k1:" + OTHER_HEX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two signing keys have the id k1");
        assertThatThrownBy(() -> ring(HEX, HEX)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingPrintsAKey() {
        SigningKey key = SigningKey.parse("k1:" + HEX);

        assertThat(List.of(key.toString(), KeyRing.of(List.of(key)).toString()))
                .allSatisfy(text -> assertThat(text).contains("k1").doesNotContain(HEX.substring(0, 8)));
    }

    @Test
    void eachPurposeHasASubkeyOfItsOwn() {
        KeyRing ring = ring("k1:" + HEX);

        List<String> macs = Arrays.stream(Purpose.values())
                .map(purpose -> HexFormat.of()
                        .formatHex(ring.subkeys(purpose).get(0).hmac().of(MESSAGE)))
                .toList();

        assertThat(macs)
                .hasSize(Purpose.values().length)
                .doesNotHaveDuplicates()
                .doesNotContain(HexFormat.of().formatHex(new Hmac(KEY).of(MESSAGE)));
    }

    @ParameterizedTest
    @CsvSource({
        "SESSION, flow-runtime session token",
        "WAIT, flow-runtime wait token",
        "ADDRESS, flow-runtime client address",
        "UPLOAD, flow-runtime upload link"
    })
    void labelsOfThePurposesNeverChange(Purpose purpose, String label) {
        byte[] mac = ring(HEX).subkeys(purpose).get(0).hmac().of(MESSAGE);

        assertThat(mac).isEqualTo(ReferenceTokens.hmac(ReferenceTokens.subkey(KEY, label), MESSAGE));
    }

    @Test
    void subkeysComeInTheOrderOfTheRing() {
        assertThat(ring("b:" + OTHER_HEX, "a:" + HEX).subkeys(Purpose.WAIT))
                .extracting(Subkey::kid)
                .containsExactly("b", "a");
    }

    @Test
    void randomRingsDiffer() {
        SecureRandom random = new SecureRandom();

        assertThat(KeyRing.random(random).subkeys(Purpose.WAIT).get(0).hmac().of(MESSAGE))
                .isNotEqualTo(KeyRing.random(random)
                        .subkeys(Purpose.WAIT)
                        .get(0)
                        .hmac()
                        .of(MESSAGE));
    }
}

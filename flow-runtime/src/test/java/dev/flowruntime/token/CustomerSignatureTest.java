package dev.flowruntime.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.Secret;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CustomerSignatureTest {
    private static final Secret SECRET = new Secret("shop-identity-secret");
    private static final String CUSTOMER = "kunde-42-ü";

    /** From Python: hmac.new(secret, customer, sha256).hexdigest(). */
    private static final String SIGNATURE = "40ec3d5aa6da070c1835b653635dddf22b9f825068a6f8bd64c8af88d6e340cb";

    @Test
    void signatureIsThatOfEveryHmacLibrary() {
        assertThat(CustomerSignature.sign(SECRET, CUSTOMER)).isEqualTo(SIGNATURE);
        assertThat(CustomerSignature.verify(SECRET, CUSTOMER, SIGNATURE)).isTrue();
        assertThat(CustomerSignature.verify(SECRET, CUSTOMER, SIGNATURE.toUpperCase(Locale.ROOT)))
                .isTrue();
    }

    @Test
    void signatureOfAnotherCustomerOrSecretIsRefused() {
        assertThat(CustomerSignature.verify(SECRET, "kunde-43-ü", SIGNATURE)).isFalse();
        assertThat(CustomerSignature.verify(SECRET, CUSTOMER + " ", SIGNATURE)).isFalse();
        assertThat(CustomerSignature.verify(new Secret("Shop-identity-secret"), CUSTOMER, SIGNATURE))
                .isFalse();
    }

    @Test
    void anythingButSixtyFourHexDigitsIsRefused() {
        for (String text : List.of(
                "",
                SIGNATURE.substring(2),
                SIGNATURE + "00",
                SIGNATURE + "\n",
                "0x" + SIGNATURE.substring(2),
                SIGNATURE.replace('4', 'g'),
                "sha256=" + SIGNATURE)) {
            assertThat(CustomerSignature.verify(SECRET, CUSTOMER, text))
                    .as(text)
                    .isFalse();
        }
    }

    @Test
    void everyChangedDigitIsRefused() {
        for (int i = 0; i < 64; i++) {
            String changed =
                    SIGNATURE.substring(0, i) + (SIGNATURE.charAt(i) == '0' ? '1' : '0') + SIGNATURE.substring(i + 1);
            assertThat(CustomerSignature.verify(SECRET, CUSTOMER, changed))
                    .as(changed)
                    .isFalse();
        }
    }
}

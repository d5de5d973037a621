package dev.flowruntime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a session of a website's visitor.
 *
 * @param publicKey of the widget key
 * @param customerId the host's name for the visitor, 1 to 100 characters
 * @param customerSignature hex HMAC-SHA256 of the customer id with the widget key's identity secret
 * @param locale BCP 47, at most 16 characters
 * @param variables merged into the conversation's
 */
public record OpenSession(
        String publicKey,
        @Nullable String customerId,
        @Nullable String customerSignature,
        @Nullable String locale,
        Map<String, @Nullable Object> variables) {
    public OpenSession {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
}

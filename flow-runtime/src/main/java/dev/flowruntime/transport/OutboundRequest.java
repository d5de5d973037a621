package dev.flowruntime.transport;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the world outside.
 *
 * @param headers one value each, of printable ASCII with spaces and tabs in it, at most 8 KiB
 * @param body sent as UTF-8; null for none
 * @param timeout of the whole exchange, from looking up the name to the last byte read
 */
public record OutboundRequest(
        String method,
        String url,
        Map<String, String> headers,
        @Nullable String body,
        Duration timeout) {
    private static final int MAX_HEADER = 8 * 1024;

    /** @throws IllegalArgumentException when a header's value would not be one header's value any more on its way */
    public OutboundRequest {
        headers.forEach(OutboundRequest::requireHeader);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static void requireHeader(String name, String value) {
        if (value.length() > MAX_HEADER) {
            throw new IllegalArgumentException("the header " + name + " is longer than " + MAX_HEADER + " characters");
        }
        if (value.chars().anyMatch(c -> c != '\t' && (c < ' ' || c > '~'))) {
            throw new IllegalArgumentException(
                    "the header " + name + " has a line break or another character that is not printable ASCII");
        }
    }
}

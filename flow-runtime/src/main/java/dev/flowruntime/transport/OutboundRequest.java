package dev.flowruntime.transport;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the world outside.
 *
 * @param headers one value each
 * @param body sent as UTF-8; null for none
 * @param timeout of the whole exchange, from looking up the name to the last byte read
 */
public record OutboundRequest(
        String method,
        String url,
        Map<String, String> headers,
        @Nullable String body,
        Duration timeout) {
    public OutboundRequest {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}

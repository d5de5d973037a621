package dev.flowruntime;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request of the public chat API, as far as the transport can tell.
 *
 * @param origin the {@code Origin} header as it came
 * @param originRequired whether a request without an origin is refused
 * @param bearer what stands behind {@code Bearer} in the {@code Authorization} header
 * @param requestId names the request in audit and logs
 * @param ip the client's address
 */
public record Caller(
        @Nullable String origin,
        boolean originRequired,
        @Nullable String bearer,
        @Nullable String requestId,
        @Nullable String ip) {}

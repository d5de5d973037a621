package dev.flowruntime.servlet;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells browsers which answers the page that asked may read. */
final class Cors {
    private static final Map<String, String> PREFLIGHT = Map.of(
            "Access-Control-Allow-Methods", "GET, POST, OPTIONS",
            "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, "
                            + "X-Comerix-Public-Key, X-Request-Id",
            "Access-Control-Max-Age", "600");

    private final OriginCheck check;

    Cors(OriginCheck check) {
        this.check = check;
    }

    /** Whether the page may read an answer, as the keys that can be told from the request say. */
    @FunctionalInterface
    interface OriginCheck {
        boolean allows(String origin, @Nullable String publicKey, @Nullable String bearer);
    }

    Answer preflight(Exchange exchange) {
        String origin = exchange.origin();
        if (origin == null || !check.allows(origin, exchange.query("publicKey"), null)) {
            throw new FlowException(ErrorCode.ORIGIN_NOT_ALLOWED, "this origin is not allowed");
        }
        exchange.acceptOrigin();
        return Answer.noContent(PREFLIGHT);
    }

    /** Decides whether the page may read that its request failed. */
    void judgeRefused(Exchange exchange, ErrorCode code) {
        String origin = exchange.origin();
        if (exchange.isPublic()
                && origin != null
                && code != ErrorCode.ORIGIN_NOT_ALLOWED
                && !exchange.originAccepted()
                && check.allows(origin, exchange.publicKey(), exchange.bearer())) {
            exchange.acceptOrigin();
        }
    }

    /** The headers of an answer whose origin was judged. */
    void write(Exchange exchange, HeaderSink headers) {
        if (!exchange.isPublic()) {
            return;
        }
        headers.set("Vary", "Origin");
        String origin = exchange.origin();
        if (origin != null && exchange.originAccepted()) {
            headers.set("Access-Control-Allow-Origin", origin);
            headers.set("Access-Control-Expose-Headers", "ETag, Retry-After, X-Edge-Source, X-Request-Id");
        }
    }

    /** Takes headers. */
    @FunctionalInterface
    interface HeaderSink {
        void set(String name, String value);
    }
}

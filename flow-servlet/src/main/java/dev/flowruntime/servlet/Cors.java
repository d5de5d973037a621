package dev.flowruntime.servlet;

import dev.flowruntime.ChatApi;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.util.Map;
import java.util.function.BiConsumer;

/** Tells browsers which answers the page that asked may read. */
final class Cors {
    private static final Map<String, String> PREFLIGHT = Map.of(
            "Access-Control-Allow-Methods", "GET, POST, OPTIONS",
            "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, "
                            + "X-Comerix-Public-Key, X-Request-Id",
            "Access-Control-Max-Age", "600");

    private final ChatApi chat;

    Cors(ChatApi chat) {
        this.chat = chat;
    }

    Answer preflight(Exchange exchange) {
        String origin = exchange.origin();
        if (origin == null || !chat.allowsPreflight(origin, exchange.query("publicKey"))) {
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
                && chat.allowsOrigin(origin, exchange.publicKey(), exchange.bearer())) {
            exchange.acceptOrigin();
        }
    }

    /** The headers of an answer whose origin was judged. */
    void write(Exchange exchange, BiConsumer<String, String> headers) {
        if (!exchange.isPublic()) {
            return;
        }
        headers.accept("Vary", "Origin");
        String origin = exchange.origin();
        if (origin != null && exchange.originAccepted()) {
            headers.accept("Access-Control-Allow-Origin", origin);
            headers.accept("Access-Control-Expose-Headers", "ETag, Retry-After, X-Edge-Source, X-Request-Id");
        }
    }
}

package dev.flowruntime.servlet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flowruntime.ChatApi;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** Tells browsers which answers the page that asked may read. */
final class Cors {
    private static final Map<String, String> PREFLIGHT = Map.of(
            "Access-Control-Allow-Methods", "GET, POST, OPTIONS",
            "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, "
                            + "X-Comerix-Public-Key, X-Request-Id",
            "Access-Control-Max-Age", "600");

    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final ChatApi chat;
    private final Cache<String, Boolean> accepted;

    Cors(ChatApi chat, LongSupplier nanoTime) {
        this.chat = chat;
        this.accepted = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(REMEMBERED)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
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

    /** Decides the same without the store, which others may be waiting for: by the origins that were let in lately. */
    void judgeShed(Exchange exchange) {
        String origin = exchange.origin();
        if (origin != null && accepted.getIfPresent(origin) != null) {
            exchange.acceptOrigin();
        }
    }

    /** Keeps in mind that the origin of a request was let in. */
    void remember(Exchange exchange) {
        String origin = exchange.origin();
        if (origin != null && exchange.originAccepted() && accepted.getIfPresent(origin) == null) {
            accepted.put(origin, Boolean.TRUE);
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

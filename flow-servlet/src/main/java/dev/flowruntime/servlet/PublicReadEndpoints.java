package dev.flowruntime.servlet;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatApi;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.PublicConfig;
import dev.flowruntime.PublicReads;
import dev.flowruntime.QuickQuestions;
import dev.flowruntime.servlet.wire.Replies;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What pages, servers and the caches before them read with a widget key. */
final class PublicReadEndpoints {
    private static final String KEY_PARAMETER = "publicKey";
    private static final String KEY_HEADER = "X-Comerix-Public-Key";

    private final ChatApi chat;
    private final PublicReads reads;
    private final RateLimits limits;

    PublicReadEndpoints(ChatApi chat, PublicReads reads, RateLimits limits) {
        this.chat = chat;
        this.reads = reads;
        this.limits = limits;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/public/v1/chat/quick-questions", this::quickQuestions)
                .add("GET", "/api/public/v1/config/{}", this::config);
    }

    private Answer quickQuestions(Exchange exchange) {
        Caller caller = exchange.caller(false);
        String key = admit(exchange, caller);
        List<String> pageTypes = exchange.queries("pageType").stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .toList();
        QuickQuestions questions = reads.quickQuestions(key, caller, pageTypes);
        return Answer.tagged(Replies.quickQuestions(questions), headers(exchange, questions.publishedAt()));
    }

    private Answer config(Exchange exchange) {
        Caller caller = exchange.caller(false);
        String key = admit(exchange, caller);
        PublicConfig config = reads.config(key, caller, exchange.parameter());
        return Answer.tagged(Replies.config(config), headers(exchange, config.publishedAt()));
    }

    /** The key that the request shows, once it was found good and the request counted. */
    private String admit(Exchange exchange, Caller caller) {
        String key = exchange.query(KEY_PARAMETER);
        if (key == null) {
            key = exchange.header(KEY_HEADER);
        }
        if (key == null || key.isEmpty()) {
            throw FlowException.ofFields(
                    ErrorCode.INVALID_INPUT,
                    Map.of(KEY_PARAMETER, List.of("is required, in the query or as " + KEY_HEADER)));
        }
        exchange.publicKey(key);
        chat.admit(key, caller);
        exchange.acceptOrigin();
        limits.spend(RateLimit.PUBLIC_READS, exchange.clientNetwork() + ' ' + key);
        return key;
    }

    /** A cache must not give what one key reads to who asks at the same address with another one in the header. */
    private static Map<String, String> headers(Exchange exchange, @Nullable Instant publishedAt) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "public, max-age=60, s-maxage=300");
        headers.put("X-Edge-Source", publishedAt == null ? "live" : "store");
        if (exchange.query(KEY_PARAMETER) == null) {
            headers.put("Vary", "Origin, " + KEY_HEADER);
        }
        return headers;
    }
}

package dev.flowruntime.servlet;

import dev.flowruntime.Caller;
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
    private final KeyAdmission keys;
    private final PublicReads reads;

    PublicReadEndpoints(KeyAdmission keys, PublicReads reads) {
        this.keys = keys;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/public/v1/chat/quick-questions", this::quickQuestions)
                .add("GET", "/api/public/v1/config/{}", this::config);
    }

    private Answer quickQuestions(Exchange exchange) {
        Caller caller = exchange.caller(false);
        String key = keys.admit(exchange, caller, RateLimit.PUBLIC_READS);
        List<String> pageTypes = exchange.queries("pageType").stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .toList();
        QuickQuestions questions = reads.quickQuestions(key, caller, pageTypes);
        return Answer.tagged(Replies.quickQuestions(questions), headers(exchange, questions.publishedAt()));
    }

    private Answer config(Exchange exchange) {
        Caller caller = exchange.caller(false);
        String key = keys.admit(exchange, caller, RateLimit.PUBLIC_READS);
        PublicConfig config = reads.config(key, caller, exchange.parameter());
        return Answer.tagged(Replies.config(config), headers(exchange, config.publishedAt()));
    }

    /** A cache must not give what one key reads to who asks at the same address with another one in the header. */
    private static Map<String, String> headers(Exchange exchange, @Nullable Instant publishedAt) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "public, max-age=60, s-maxage=300");
        headers.put("X-Edge-Source", publishedAt == null ? "live" : "store");
        if (exchange.query(KeyAdmission.PARAMETER) == null) {
            headers.put("Vary", "Origin, " + KeyAdmission.HEADER);
        }
        return headers;
    }
}

package dev.flowruntime.servlet;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatApi;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets requests in that show a widget key and no session. */
final class KeyAdmission {
    static final String PARAMETER = "publicKey";
    static final String HEADER = "X-Comerix-Public-Key";

    private final ChatApi chat;
    private final RateLimits limits;

    KeyAdmission(ChatApi chat, RateLimits limits) {
        this.chat = chat;
        this.limits = limits;
    }

    /** The key in the query, else in the header; null when there is none. */
    static @Nullable String shown(Exchange exchange) {
        String key = exchange.query(PARAMETER);
        if (key == null) {
            key = exchange.header(HEADER);
        }
        return key == null || key.isEmpty() ? null : key;
    }

    /** A key that a request must show; where it may is told when it does not. */
    static String required(@Nullable String key, String places) {
        if (key == null || key.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.INVALID_INPUT, Map.of(PARAMETER, List.of("is required, " + places)));
        }
        return key;
    }

    /** The key in the query or the header, once it was found good and the request counted. */
    String admit(Exchange exchange, Caller caller, RateLimit limit) {
        return admit(exchange, caller, limit, required(shown(exchange), "in the query or as " + HEADER));
    }

    /** The key, once it was found good and the request counted. */
    String admit(Exchange exchange, Caller caller, RateLimit limit, String key) {
        exchange.publicKey(key);
        chat.admit(key, caller);
        exchange.acceptOrigin();
        limits.spend(limit, exchange.clientNetwork() + ' ' + key);
        return key;
    }
}

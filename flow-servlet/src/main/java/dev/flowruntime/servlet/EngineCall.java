package dev.flowruntime.servlet;

import dev.flowruntime.Caller;
import dev.flowruntime.EngineAccess;
import dev.flowruntime.EngineApi;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.servlet.wire.JsonBody;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of a back end that was let in: its token is good, and it is within its limit. */
final class EngineCall {
    private static final String TENANT = "tenant_id";

    private final Exchange exchange;
    private final EngineAccess access;
    private final int bodyLimit;

    private EngineCall(Exchange exchange, EngineAccess access, int bodyLimit) {
        this.exchange = exchange;
        this.access = access;
        this.bodyLimit = bodyLimit;
    }

    /** Lets back ends in. */
    record Gate(EngineApi engine, FlowServletSettings settings, RateLimits limits) {
        /** Before the body is read; a token that is not known has no bucket. */
        EngineCall admit(Exchange exchange) {
            Caller caller = exchange.caller(false);
            EngineAccess access = engine.authorize(caller);
            spend(exchange);
            return new EngineCall(exchange, access, settings.engineBodyLimit());
        }

        /** Counts a call of a token that is good. */
        void spend(Exchange exchange) {
            limits.spend(RateLimit.ENGINE, String.valueOf(exchange.bearer()));
        }
    }

    /** @throws FlowException TENANT_NOT_ALLOWED when the token is bound to a tenant */
    void requireDeployWide() {
        access.requireDeployWide();
    }

    /** The API as the holder of the token calls it. */
    EngineApi api() {
        return access.api();
    }

    @Nullable
    String idempotencyKey() {
        return exchange.idempotencyKey();
    }

    byte[] bytes() {
        return exchange.bytes(bodyLimit);
    }

    JsonBody body() {
        return exchange.body(bodyLimit);
    }

    /** The tenant that the body names, and that the token is good for. */
    TenantId tenant(JsonBody body) {
        return tenant(body.peekText(TENANT), body.members().get(TENANT));
    }

    /** The tenant that the query names, and that the token is good for. */
    TenantId tenant() {
        String id = exchange.query(TENANT);
        return tenant(id, id);
    }

    private TenantId tenant(@Nullable String id, @Nullable Object value) {
        if (id == null) {
            String reason = value == null ? "is required" : "must be a string";
            throw FlowException.ofFields(ErrorCode.INVALID_INPUT, Map.of(TENANT, List.of(reason)));
        }
        return access.admit(id);
    }
}

package dev.flowruntime.servlet;

import dev.flowruntime.EngineAccess;
import dev.flowruntime.EngineApi;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.servlet.wire.JsonBody;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of a back end that was let in: its token is good, and it is within its limit. */
final class EngineCall {
    private static final String TENANT = "tenant_id";

    private final Exchange exchange;
    private final EngineAccess access;
    private final String mode;
    private final int bodyLimit;
    private @Nullable TenantId tenant;
    private boolean refusalTold;

    private EngineCall(Exchange exchange, EngineAccess access, String mode, int bodyLimit) {
        this.exchange = exchange;
        this.access = access;
        this.mode = mode;
        this.bodyLimit = bodyLimit;
    }

    /** What is done for a back end that was let in. */
    @FunctionalInterface
    interface Work {
        Answer serve(EngineCall call);
    }

    /** Lets back ends in. */
    record Gate(EngineApi engine, FlowServletSettings settings, RateLimits limits) {
        /** @param mode what the audit calls it */
        Handler handler(String mode, Work work) {
            return exchange -> serve(exchange, mode, work);
        }

        /** What is refused of whoever was let in is audited here, what is done by whoever does it. */
        private Answer serve(Exchange exchange, String mode, Work work) {
            EngineCall call = new EngineCall(exchange, admit(exchange), mode, settings.engineBodyLimit());
            try {
                return work.serve(call);
            } catch (FlowException refused) {
                call.refused(refused.code());
                throw refused;
            }
        }

        /** Before the body is read; a token that is not known has no bucket. */
        EngineAccess admit(Exchange exchange) {
            EngineAccess access = engine.authorize(exchange.caller(false));
            spend(exchange);
            return access;
        }

        /** Counts a call of a token that is good. */
        void spend(Exchange exchange) {
            limits.spend(RateLimit.ENGINE, String.valueOf(exchange.bearer()));
        }
    }

    /** Audits that the call is refused, once. */
    void refused(ErrorCode code) {
        if (!refusalTold) {
            refusalTold = true;
            access.refused(tenant, subject(), mode, code);
        }
    }

    /** Audits that the call is answered as it was before. */
    void repeated(TenantId of) {
        access.repeated(of, subject(), mode);
    }

    /** An id, or nothing that anybody could have made up. */
    private String subject() {
        return Ids.isUuid(parameter()) ? parameter().toLowerCase(Locale.ROOT) : mode;
    }

    /** The segment that the route leaves open. */
    String parameter() {
        return exchange.parameter();
    }

    /** The first value in the query; null when there is none. */
    @Nullable
    String query(String name) {
        return exchange.query(name);
    }

    /** Whether it can be answered after this thread has left. */
    boolean canWait() {
        return exchange.canWait();
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
        TenantId admitted = access.admit(id);
        tenant = admitted;
        return admitted;
    }
}

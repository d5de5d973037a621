package dev.flowruntime.servlet;

import dev.flowruntime.Caller;
import dev.flowruntime.EngineAccess;
import dev.flowruntime.EngineApi;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.RecordedConversion;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.servlet.wire.ConversionBody;
import dev.flowruntime.servlet.wire.EventBody;
import dev.flowruntime.servlet.wire.QueryNumber;
import dev.flowruntime.servlet.wire.Replies;
import java.util.List;
import java.util.Map;

/** What other servers call. */
final class EngineEndpoints {
    /** How many audit records come when the request does not say. */
    private static final int AUDIT_PAGE = 50;

    private final EngineApi engine;
    private final FlowServletSettings settings;
    private final RateLimits limits;

    EngineEndpoints(EngineApi engine, FlowServletSettings settings, RateLimits limits) {
        this.engine = engine;
        this.settings = settings;
        this.limits = limits;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/v1/engine/events", this::publish)
                .add("GET", "/api/v1/engine/audit", this::audit)
                .add("POST", "/api/v1/insights/conversions", this::convert);
    }

    private Answer publish(Exchange exchange) {
        EngineAccess access = authorize(exchange);
        EventBody event = EventBody.read(exchange.body(settings.engineBodyLimit()));
        TenantId tenant = access.admit(event.tenantId());
        return Answer.json(202, Replies.event(access.api().publish(event.to(tenant))));
    }

    private Answer convert(Exchange exchange) {
        EngineAccess access = authorize(exchange);
        ConversionBody conversion = ConversionBody.read(exchange.body(settings.engineBodyLimit()));
        TenantId tenant = access.admit(conversion.tenantId());
        RecordedConversion recorded = access.api().convert(conversion.to(tenant));
        return Answer.json(recorded.deduped() ? 200 : 201, Replies.conversion(recorded));
    }

    private Answer audit(Exchange exchange) {
        EngineAccess access = authorize(exchange);
        String tenantId = exchange.query("tenant_id");
        if (tenantId == null) {
            throw FlowException.ofFields(
                    ErrorCode.INVALID_INPUT, Map.of("tenant_id", List.of("is required, in the query")));
        }
        int limit = QueryNumber.read("limit", exchange.query("limit"), AUDIT_PAGE);
        TenantId tenant = access.admit(tenantId);
        return Answer.json(
                200,
                Replies.audit(access.api().audit(tenant, exchange.query("action"), exchange.query("after"), limit)));
    }

    /** Before the body is read; a token that is not known has no bucket. */
    private EngineAccess authorize(Exchange exchange) {
        Caller caller = exchange.caller(false);
        EngineAccess access = engine.authorize(caller);
        limits.spend(RateLimit.ENGINE, String.valueOf(caller.bearer()));
        return access;
    }
}

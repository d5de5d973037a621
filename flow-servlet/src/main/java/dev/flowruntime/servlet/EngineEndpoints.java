package dev.flowruntime.servlet;

import dev.flowruntime.EngineAccess;
import dev.flowruntime.EngineApi;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.servlet.wire.EventBody;
import dev.flowruntime.servlet.wire.Replies;

/** What other servers call. */
final class EngineEndpoints {
    private final EngineApi engine;
    private final FlowServletSettings settings;
    private final RateLimits limits;

    EngineEndpoints(EngineApi engine, FlowServletSettings settings, RateLimits limits) {
        this.engine = engine;
        this.settings = settings;
        this.limits = limits;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/v1/engine/events", this::publish);
    }

    private Answer publish(Exchange exchange) {
        EngineAccess access = authorize(exchange);
        EventBody event = EventBody.read(exchange.body(settings.engineBodyLimit()));
        TenantId tenant = access.admit(event.tenantId());
        return Answer.json(202, Replies.event(engine.publish(event.to(tenant))));
    }

    /** Before the body is read; a token that is not known has no bucket. */
    private EngineAccess authorize(Exchange exchange) {
        String bearer = exchange.bearer();
        EngineAccess access = engine.authorize(bearer);
        limits.spend(RateLimit.ENGINE, String.valueOf(bearer));
        return access;
    }
}

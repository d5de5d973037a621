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

    EngineEndpoints(EngineApi engine, FlowServletSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/v1/engine/events", this::publish);
    }

    private Answer publish(Exchange exchange) {
        EngineAccess access = engine.authorize(exchange.bearer());
        EventBody event = EventBody.read(exchange.body(settings.engineBodyLimit()));
        TenantId tenant = access.admit(event.tenantId());
        return Answer.json(202, Replies.event(engine.publish(event.to(tenant))));
    }
}

package dev.flowruntime.servlet;

import dev.flowruntime.EngineApi;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.Intent;
import dev.flowruntime.Reply;
import dev.flowruntime.RequestKey;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.servlet.EngineCall.Gate;
import dev.flowruntime.servlet.wire.AbortBody;
import dev.flowruntime.servlet.wire.EngineResumeBody;
import dev.flowruntime.servlet.wire.EngineTriggerBody;
import dev.flowruntime.servlet.wire.EventBody;
import dev.flowruntime.servlet.wire.JsonBody;
import dev.flowruntime.servlet.wire.Replies;
import dev.flowruntime.servlet.wire.StrictJson;
import java.util.List;
import java.util.function.Function;

/** What other servers call. */
final class EngineEndpoints {
    private final EngineApi engine;
    private final Gate gate;

    EngineEndpoints(EngineApi engine, FlowServletSettings settings, RateLimits limits) {
        this.engine = engine;
        this.gate = new Gate(engine, settings, limits);
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/v1/engine/events", this::publish)
                .add("GET", "/api/v1/engine/intents", this::intents)
                .add("POST", "/api/v1/engine/triggers/chat", this::trigger)
                .add("POST", "/api/v1/engine/executions/{}/resume", this::resume)
                .add("GET", "/api/v1/engine/executions/{}", this::read)
                .add("POST", "/api/v1/engine/executions/{}/abort", this::abort);
    }

    private Answer publish(Exchange exchange) {
        EngineCall call = gate.admit(exchange);
        JsonBody body = call.body();
        TenantId tenant = call.tenant(body);
        return Answer.json(202, Replies.event(api(exchange).publish(EventBody.read(body, tenant))));
    }

    /** The tag is that of the list without a tag in it. */
    private Answer intents(Exchange exchange) {
        List<Intent> intents = api(exchange).intents(gate.admit(exchange).tenant());
        String tag = "W/" + EntityTag.of(Replies.intents(intents, null));
        return Answer.tagged(Replies.intents(intents, tag), tag);
    }

    private Answer trigger(Exchange exchange) {
        EngineCall call = gate.admit(exchange);
        byte[] bytes = call.bytes();
        JsonBody body = StrictJson.read(bytes);
        TenantId tenant = call.tenant(body);
        Work work = () -> {
            EngineTrigger trigger = EngineTriggerBody.read(body, tenant);
            return api -> api.trigger(trigger);
        };
        return turn(exchange, new Once(tenant, "engine.trigger", SentFormat.fingerprint(bytes)), work);
    }

    private Answer resume(Exchange exchange) {
        EngineCall call = gate.admit(exchange);
        byte[] bytes = call.bytes();
        JsonBody body = StrictJson.read(bytes);
        TenantId tenant = call.tenant(body);
        String execution = exchange.parameter();
        Work work = () -> {
            ResumeMessage message = EngineResumeBody.read(body, execution);
            return api -> api.resume(tenant, message);
        };
        return turn(exchange, new Once(tenant, "engine.resume", SentFormat.fingerprint(execution, bytes)), work);
    }

    /** How a call that may come again is known by. */
    private record Once(TenantId tenant, String endpoint, String fingerprint) {}

    /** Reads what is to be done, and refuses what is no good. */
    @FunctionalInterface
    private interface Work {
        Function<EngineApi, Reply> read();
    }

    private Answer turn(Exchange exchange, Once once, Work work) {
        EngineApi api = api(exchange);
        String key = exchange.idempotencyKey();
        if (key == null) {
            return Answer.json(200, Replies.engine(work.read().apply(api)));
        }
        RequestKey request = new RequestKey(key, once.fingerprint, SentFormat.ENGINE);
        return SentFormat.answer(api.once(once.tenant, once.endpoint, request, readable(work)));
    }

    /** A body of a wrong shape is refused here and now; one with a bad value is a request, whose refusal is its answer. */
    private static Function<EngineApi, Reply> readable(Work work) {
        try {
            return work.read();
        } catch (FlowException refused) {
            if (refused.code() == ErrorCode.INVALID_INPUT) {
                throw refused;
            }
            return api -> {
                throw refused;
            };
        }
    }

    private Answer read(Exchange exchange) {
        TenantId tenant = gate.admit(exchange).tenant();
        return Answer.json(200, Replies.engine(api(exchange).read(tenant, exchange.parameter())));
    }

    private Answer abort(Exchange exchange) {
        EngineCall call = gate.admit(exchange);
        JsonBody body = call.body();
        TenantId tenant = call.tenant(body);
        return Answer.json(
                200, Replies.engine(api(exchange).abort(tenant, exchange.parameter(), AbortBody.reason(body))));
    }

    private EngineApi api(Exchange exchange) {
        return engine.called(exchange.requestId());
    }
}

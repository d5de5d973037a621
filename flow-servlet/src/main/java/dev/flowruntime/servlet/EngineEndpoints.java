package dev.flowruntime.servlet;

import dev.flowruntime.AuditPage;
import dev.flowruntime.EngineApi;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.Intent;
import dev.flowruntime.RecordedConversion;
import dev.flowruntime.Reply;
import dev.flowruntime.RequestKey;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.SentReply;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.servlet.EngineCall.Gate;
import dev.flowruntime.servlet.wire.AbortBody;
import dev.flowruntime.servlet.wire.ConversionBody;
import dev.flowruntime.servlet.wire.EngineReplies;
import dev.flowruntime.servlet.wire.EngineResumeBody;
import dev.flowruntime.servlet.wire.EngineTriggerBody;
import dev.flowruntime.servlet.wire.EventBody;
import dev.flowruntime.servlet.wire.InsightReplies;
import dev.flowruntime.servlet.wire.JsonBody;
import dev.flowruntime.servlet.wire.QueryNumber;
import dev.flowruntime.servlet.wire.StrictJson;
import java.util.List;
import java.util.function.Function;

/** What other servers call. */
final class EngineEndpoints {
    /** How many audit records come when the request does not say. */
    private static final int AUDIT_PAGE = 50;

    private final Gate gate;

    EngineEndpoints(EngineApi engine, FlowServletSettings settings, RateLimits limits) {
        this.gate = new Gate(engine, settings, limits);
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/v1/engine/events", gate.handler("event", this::publish))
                .add("GET", "/api/v1/engine/intents", gate.handler("intents", this::intents))
                .add("POST", "/api/v1/engine/triggers/chat", gate.handler("trigger", this::trigger))
                .add("POST", "/api/v1/engine/executions/{}/resume", gate.handler("resume", this::resume))
                .add("GET", "/api/v1/engine/executions/{}", gate.handler("read", this::read))
                .add("POST", "/api/v1/engine/executions/{}/abort", gate.handler("abort", this::abort))
                .add("GET", "/api/v1/engine/audit", gate.handler("audit", this::audit))
                .add("POST", "/api/v1/insights/conversions", gate.handler("conversion", this::convert));
    }

    private Answer publish(EngineCall call) {
        JsonBody body = call.body();
        TenantId tenant = call.tenant(body);
        return Answer.json(202, EngineReplies.event(call.api().publish(EventBody.read(body, tenant))));
    }

    /** The tag is that of the list without a tag in it. */
    private Answer intents(EngineCall call) {
        List<Intent> intents = call.api().intents(call.tenant());
        String tag = "W/" + EntityTag.of(EngineReplies.intents(intents, null));
        return Answer.tagged(EngineReplies.intents(intents, tag), tag);
    }

    private Answer trigger(EngineCall call) {
        byte[] bytes = call.bytes();
        JsonBody body = StrictJson.read(bytes);
        TenantId tenant = call.tenant(body);
        Work work = () -> {
            EngineTrigger trigger = EngineTriggerBody.read(body, tenant);
            return api -> api.trigger(trigger);
        };
        return turn(call, new Once(tenant, "engine.trigger", SentFormat.fingerprint(bytes)), work);
    }

    private Answer resume(EngineCall call) {
        byte[] bytes = call.bytes();
        JsonBody body = StrictJson.read(bytes);
        TenantId tenant = call.tenant(body);
        String execution = call.parameter();
        Work work = () -> {
            ResumeMessage message = EngineResumeBody.read(body, execution);
            return api -> api.resume(tenant, message);
        };
        return turn(call, new Once(tenant, "engine.resume", SentFormat.fingerprint(execution, bytes)), work);
    }

    /** How a call that may come again is known by. */
    private record Once(TenantId tenant, String endpoint, String fingerprint) {}

    /** Reads what is to be done, and refuses what is no good. */
    @FunctionalInterface
    private interface Work {
        Function<EngineApi, Reply> read();
    }

    private Answer turn(EngineCall call, Once once, Work work) {
        EngineApi api = call.api();
        String key = call.idempotencyKey();
        if (key == null) {
            return Answer.json(200, EngineReplies.engine(work.read().apply(api)));
        }
        RequestKey request = new RequestKey(key, once.fingerprint, SentFormat.ENGINE);
        SentReply sent = api.once(once.tenant, once.endpoint, request, audited(call, readable(work)));
        if (sent.repeated()) {
            call.repeated(once.tenant);
        }
        return SentFormat.answer(sent);
    }

    /** A refusal that is kept is no exception any more when it comes back. */
    private static Function<EngineApi, Reply> audited(EngineCall call, Function<EngineApi, Reply> work) {
        return api -> {
            try {
                return work.apply(api);
            } catch (FlowException refused) {
                call.refused(refused.code());
                throw refused;
            }
        };
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

    private Answer read(EngineCall call) {
        return Answer.json(200, EngineReplies.engine(call.api().read(call.tenant(), call.parameter())));
    }

    private Answer abort(EngineCall call) {
        JsonBody body = call.body();
        TenantId tenant = call.tenant(body);
        return Answer.json(
                200, EngineReplies.engine(call.api().abort(tenant, call.parameter(), AbortBody.reason(body))));
    }

    private Answer convert(EngineCall call) {
        JsonBody body = call.body();
        TenantId tenant = call.tenant(body);
        RecordedConversion recorded = call.api().convert(ConversionBody.read(body, tenant));
        return Answer.json(recorded.deduped() ? 200 : 201, InsightReplies.conversion(recorded));
    }

    private Answer audit(EngineCall call) {
        TenantId tenant = call.tenant();
        int limit = QueryNumber.read("limit", call.query("limit"), AUDIT_PAGE);
        AuditPage page = call.api().audit(tenant, call.query("action"), call.query("after"), limit);
        return Answer.json(200, InsightReplies.audit(page));
    }
}

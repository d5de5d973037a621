package dev.flowruntime;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.Services;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What back ends may do with any conversation of their tenants. Thread-safe. */
public final class EngineApi {
    private static final Audience AUDIENCE = new Audience("engine", "engine.api.call", null);

    private final Engine engine;

    EngineApi(Engine engine) {
        this.engine = engine;
    }

    /**
     * Lets a back end in that came over the network.
     *
     * @throws FlowException {@code INVALID_API_TOKEN}
     */
    public EngineAccess authorize(@Nullable String bearer) {
        EngineToken token = bearer == null ? null : engine.token(new Secret(bearer));
        if (token == null) {
            throw new FlowException(ErrorCode.INVALID_API_TOKEN, "the API token is missing or not known");
        }
        return new EngineAccess(engine, token);
    }

    /**
     * Starts the flow of an intent.
     *
     * @throws FlowException {@code INTENT_NOT_MATCHED}, {@code CONVERSATION_NOT_FOUND}, {@code VALIDATION_FAILED} for
     *     variables beyond their limits
     */
    public Reply trigger(EngineTrigger trigger) {
        FlowVersion flow = engine.catalog()
                .active(trigger.tenant())
                .byIntent()
                .get(trigger.message().intentName());
        if (flow == null) {
            throw new FlowException(ErrorCode.INTENT_NOT_MATCHED, "no published flow has this intent");
        }
        return engine.turns().trigger(flow, trigger.conversation(), trigger.message(), AUDIENCE);
    }

    /**
     * Answers what an execution asked.
     *
     * @throws FlowException {@code EXECUTION_NOT_FOUND}, {@code EXECUTION_ABORTED}, {@code INVALID_WAIT_TOKEN},
     *     {@code VALIDATION_FAILED}, in this order; the wait token stays good after the last
     */
    public Reply resume(TenantId tenant, ResumeMessage message) {
        return engine.turns().resume(tenant, null, message, AUDIENCE);
    }

    /**
     * Where an execution stands.
     *
     * @throws FlowException {@code EXECUTION_NOT_FOUND}
     */
    public Reply read(TenantId tenant, String executionId) {
        return engine.turns().read(tenant, null, executionId);
    }

    /**
     * Ends an execution; one that was aborted before stays as it is.
     *
     * @throws FlowException {@code EXECUTION_NOT_FOUND}, {@code CONFLICT} when it is completed or failed
     */
    public Reply abort(TenantId tenant, String executionId, @Nullable String reason) {
        return engine.turns().abort(tenant, executionId, reason);
    }

    /**
     * Tells of something that happened: starts the flows that it triggers, wakes the executions that wait for it.
     *
     * @throws FlowException {@code IDEMPOTENCY_CONFLICT}, {@code IDEMPOTENCY_IN_PROGRESS}
     */
    public EventReply publish(EventRequest request) {
        EventReply reply = engine.inbox().publish(request);
        Services services = engine.services();
        services.store()
                .audit()
                .append(new AuditRecord(
                        services.ids().get(),
                        request.tenant(),
                        services.now(),
                        AUDIENCE.actor(),
                        AUDIENCE.action(),
                        reply.eventId().toString(),
                        JsonTree.write(Map.of("mode", "event", "event_name", request.eventName())),
                        null,
                        null));
        return reply;
    }
}

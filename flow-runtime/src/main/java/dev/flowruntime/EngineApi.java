package dev.flowruntime;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.Services;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What back ends may do with any conversation of their tenants. Thread-safe. */
public final class EngineApi {
    private static final Audience ANYBODY = new Audience("engine", Audience.ENGINE_CALL, null);

    private final Engine engine;
    private final Audience audience;

    EngineApi(Engine engine) {
        this(engine, ANYBODY);
    }

    private EngineApi(Engine engine, Audience audience) {
        this.engine = engine;
        this.audience = audience;
    }

    /** The same for a call that came over the network under an id, by which the audit names it. */
    public EngineApi called(String requestId) {
        return new EngineApi(engine, new Audience(ANYBODY.actor(), ANYBODY.action(), requestId));
    }

    /**
     * Answers a call that its sender may send again, as {@link ChatSession#once} does.
     *
     * @param endpoint within which and the tenant the key names one call
     * @param work triggers or resumes, once, by the API that it is given; or refuses
     * @throws FlowException {@code IDEMPOTENCY_CONFLICT} when another call had the key, {@code IDEMPOTENCY_IN_PROGRESS} while the
     *     first runs, and refusals that are not kept
     */
    public SentReply once(TenantId tenant, String endpoint, RequestKey request, Function<EngineApi, Reply> work) {
        return engine.attempts()
                .serve(tenant, endpoint, request, attempt -> work.apply(new EngineApi(engine, audience.with(attempt))));
    }

    /** Tasks for workers outside this process. */
    public EngineTasks tasks() {
        return new EngineTasks(engine);
    }

    /** What can be triggered, the pinned first, then by priority, then by name. */
    public List<Intent> intents(TenantId tenant) {
        return engine.sessions().intents(tenant, Grant.ofEverything());
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
     * @throws FlowException {@code INTENT_NOT_MATCHED}, {@code CONVERSATION_NOT_FOUND}, {@code INVALID_VARIABLES} for
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
        return engine.turns().trigger(flow, trigger.conversation(), trigger.message(), audience);
    }

    /**
     * Answers what an execution asked.
     *
     * @throws FlowException {@code INVALID_VARIABLES}, {@code EXECUTION_NOT_FOUND}, {@code EXECUTION_ABORTED}, {@code
     *     INVALID_WAIT_TOKEN}, {@code VALIDATION_FAILED}; the wait token stays good after the last
     */
    public Reply resume(TenantId tenant, ResumeMessage message) {
        return engine.turns().resume(tenant, null, message, audience);
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
                        audience.actor(),
                        audience.action(),
                        reply.eventId().toString(),
                        JsonTree.write(Map.of("mode", "event", "event_name", request.eventName())),
                        null,
                        audience.requestId()));
        return reply;
    }
}

package dev.flowruntime;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
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
    private final Engine engine;
    private final Audience audience;
    private final boolean remote;

    /** For back ends in this process. */
    EngineApi(Engine engine) {
        this(engine, Audience.local("engine", Audience.ENGINE_CALL), false);
    }

    /** @param remote whether the call came over the network: then whatever it is, it is audited */
    EngineApi(Engine engine, Audience audience, boolean remote) {
        this.engine = engine;
        this.audience = audience;
        this.remote = remote;
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
                .serve(
                        tenant,
                        endpoint,
                        request,
                        attempt -> work.apply(new EngineApi(engine, audience.with(attempt), remote)));
    }

    /** Tasks for workers outside this process. */
    public EngineTasks tasks() {
        return new EngineTasks(engine, this::auditIfRemote);
    }

    /** What can be triggered, the pinned first, then by priority, then by name. */
    public List<Intent> intents(TenantId tenant) {
        List<Intent> intents = engine.sessions().intents(tenant, Grant.ofEverything());
        auditIfRemote(tenant, "intents", "intents");
        return intents;
    }

    /**
     * Lets a back end in that came over the network.
     *
     * @throws FlowException {@code INVALID_API_TOKEN}
     */
    public EngineAccess authorize(@Nullable String bearer) {
        return authorize(new Caller(null, false, bearer, null, null));
    }

    /**
     * As {@link #authorize(String)}, for one of whom more is known: the audit tells of it.
     *
     * @throws FlowException {@code INVALID_API_TOKEN}
     */
    public EngineAccess authorize(Caller caller) {
        EngineToken token = caller.bearer() == null ? null : engine.token(new Secret(caller.bearer()));
        if (token == null) {
            throw new FlowException(ErrorCode.INVALID_API_TOKEN, "the API token is missing or not known");
        }
        Audience holder = new Audience(
                "engine_token:" + token.label(), Audience.ENGINE_CALL, caller.requestId(), caller.ip(), null);
        return new EngineAccess(engine, token, holder);
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
        Reply reply = engine.turns().read(tenant, null, executionId);
        auditIfRemote(tenant, reply.executionId().toString(), "read");
        return reply;
    }

    /**
     * Ends an execution; one that was aborted before stays as it is.
     *
     * @throws FlowException {@code EXECUTION_NOT_FOUND}, {@code CONFLICT} when it is completed or failed
     */
    public Reply abort(TenantId tenant, String executionId, @Nullable String reason) {
        Reply reply = engine.turns().abort(tenant, executionId, reason, audience.doing("execution.abort"));
        auditIfRemote(tenant, executionId, "abort");
        return reply;
    }

    /**
     * Tells of something that happened: starts the flows that it triggers, wakes the executions that wait for it.
     *
     * @throws FlowException {@code IDEMPOTENCY_CONFLICT}, {@code IDEMPOTENCY_IN_PROGRESS}
     */
    public EventReply publish(EventRequest request) {
        EventReply reply = engine.inbox().publish(request);
        audit(request.tenant(), reply.eventId().toString(), Map.of("mode", "event", "event_name", request.eventName()));
        return reply;
    }

    /**
     * Says that a goal was achieved, unless that is known.
     *
     * @throws FlowException {@code GOAL_NOT_FOUND} also when the goal is not active, {@code CONVERSATION_NOT_FOUND}, in this order
     */
    public RecordedConversion convert(Conversion conversion) {
        return engine.conversions().record(conversion, audience);
    }

    /**
     * A page of the tenant's audit trail, oldest first. Reading it over the network is audited as well.
     *
     * @param action only records of this one; null for all
     * @param cursor where the page begins: the end of the one before; null for the beginning
     * @param limit the most records, 1 to 100
     * @throws FlowException {@code VALIDATION_FAILED} for a cursor or an action that is none, or another limit
     */
    public AuditPage audit(TenantId tenant, @Nullable String action, @Nullable String cursor, int limit) {
        AuditPage page = AuditPage.read(engine.services().store().audit(), tenant, action, cursor, limit);
        auditIfRemote(tenant, "audit", "audit");
        return page;
    }

    /** Of what a turn's commit has not audited, or has as something else. */
    private void auditIfRemote(TenantId tenant, String subject, String mode) {
        if (remote) {
            audit(tenant, subject, Map.of("mode", mode));
        }
    }

    private void audit(TenantId tenant, String subject, Map<String, Object> details) {
        audience.audit(engine.services(), tenant, subject, JsonTree.write(details));
    }
}

package dev.flowruntime;

import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.FlowCatalog.ActiveFlows;
import dev.flowruntime.internal.Follow;
import dev.flowruntime.internal.KeyMeter.Use;
import dev.flowruntime.internal.Turns.FileField;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.token.SessionClaims;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A visitor's session, let in by {@link ChatApi#authorize}: it reaches its own conversation and nothing else. */
public final class ChatSession {
    /** How many events may be told at once. */
    public static final int MAX_EVENTS = 50;

    private final Engine engine;
    private final WidgetKey key;
    private final SessionClaims claims;
    private final Audience audience;
    private final Caller caller;

    ChatSession(Engine engine, WidgetKey key, SessionClaims claims, Caller caller) {
        this(engine, key, claims, Audience.visitor(key, "widget.message.send", caller), caller);
    }

    private ChatSession(Engine engine, WidgetKey key, SessionClaims claims, Audience audience, Caller caller) {
        this.engine = engine;
        this.key = key;
        this.claims = claims;
        this.audience = audience;
        this.caller = caller;
    }

    /**
     * Answers a request that its client may send again: the first answer with 2xx, 403, 404, 409, 410 or 422 is kept for 24 hours,
     * stored with the turn that made it, and is the answer to every repeat. A request that came to no such answer may be sent
     * again.
     *
     * @param work triggers or resumes, once, in the session that it is given; or refuses
     * @throws FlowException {@code IDEMPOTENCY_CONFLICT} when another request had the key, {@code IDEMPOTENCY_IN_PROGRESS} while
     *     the first runs, and refusals that are not kept
     */
    public SentReply once(RequestKey request, Function<ChatSession, Reply> work) {
        return engine.attempts()
                .serve(
                        key.tenant(),
                        claims.conversation().toString(),
                        request,
                        attempt -> work.apply(new ChatSession(engine, key, claims, audience.with(attempt), caller)));
    }

    /**
     * Starts the flow of an intent.
     *
     * @throws FlowException {@code INTENT_NOT_ALLOWED}, {@code INTENT_NOT_MATCHED}, {@code VALIDATION_FAILED} for
     *     variables beyond their limits
     */
    public Reply trigger(TriggerMessage message) {
        ActiveFlows flows = engine.catalog().active(key.tenant());
        if (!key.intents().permits(message.intentName())) {
            List<String> allowed = engine.sessions().intents(key.tenant(), key.intents()).stream()
                    .map(Intent::name)
                    .toList();
            throw new FlowException(
                    ErrorCode.INTENT_NOT_ALLOWED,
                    "the widget key does not permit this intent",
                    Map.of("allowed_intents", allowed));
        }
        FlowVersion flow = flows.byIntent().get(message.intentName());
        if (flow == null) {
            throw new FlowException(ErrorCode.INTENT_NOT_MATCHED, "no published flow has this intent");
        }
        return counted(engine.turns().trigger(flow, claims.conversation(), message, audience));
    }

    /**
     * Answers what an execution of this conversation asked.
     *
     * @throws FlowException {@code EXECUTION_NOT_FOUND}, {@code EXECUTION_ABORTED}, {@code INVALID_WAIT_TOKEN},
     *     {@code VALIDATION_FAILED}, in this order; the wait token stays good after the last
     */
    public Reply resume(ResumeMessage message) {
        return counted(engine.turns().resume(key.tenant(), claims.conversation(), message, audience));
    }

    private Reply counted(Reply reply) {
        engine.meter().count(key, Use.MESSAGE, 1);
        return reply;
    }

    /**
     * Records what the visitor did on the page, and what goals that achieves. An event with an id that was told before, through the
     * same widget key, is a duplicate.
     *
     * @param events 1 to 50
     * @throws FlowException {@code VALIDATION_FAILED} when there are none or more
     */
    public RecordedEvents record(List<PageEvent> events) {
        if (events.isEmpty() || events.size() > MAX_EVENTS) {
            throw FlowException.ofFields(
                    ErrorCode.VALIDATION_FAILED, Map.of("events", List.of("must be 1 to " + MAX_EVENTS)));
        }
        return engine.telemetry()
                .record(key, claims.conversation(), events, Audience.visitor(key, "widget.event", caller));
    }

    /**
     * Takes a file in for the form that an execution of this conversation waits at. It serves one answer to it.
     *
     * @param field the name of a field for files
     * @param file called once everything else is in order
     * @throws FlowException {@code EXECUTION_NOT_FOUND}, {@code EXECUTION_ABORTED}, {@code CONFLICT} when it does not wait for an
     *     answer, {@code VALIDATION_FAILED} for a field or a file that is not as it must be, {@code PAYLOAD_TOO_LARGE}, {@code
     *     PLAN_LIMIT} when the tenant has no room for more files
     */
    public FileRef upload(String executionId, String field, Supplier<IncomingFile> file) {
        return engine.turns().upload(claims.conversation(), new FileField(key.tenant(), executionId, field), file);
    }

    /**
     * Where an execution of this conversation stands.
     *
     * @throws FlowException {@code EXECUTION_NOT_FOUND}
     */
    public Reply read(String executionId) {
        return engine.turns().read(key.tenant(), claims.conversation(), executionId);
    }

    /**
     * A page of what was said in this conversation, and what it waits for. Whoever claims to be a customer and is not verified
     * reads nothing from before the session.
     *
     * @param cursor where the page begins: the end of the one before, or the place behind a message; null for the beginning
     * @param limit the most messages, 1 to 100
     * @throws FlowException {@code VALIDATION_FAILED} for a cursor that is none, or another limit
     */
    public Transcript transcript(@Nullable String cursor, int limit) {
        Conversation conversation = engine.turns().conversation(key.tenant(), claims.conversation());
        return engine.transcripts().read(conversation, readableSince(conversation), cursor, limit);
    }

    /**
     * Follows what happens in this conversation from a place on. Whoever claims to be a customer and is not verified hears of no
     * execution from before the session.
     *
     * @param cursor where to go on, as {@link StreamEvent#cursor} and {@link ConversationStream#cursor} tell; one that is unknown
     *     or too old begins with a {@link StreamEvent.Reset}. Null for now
     * @param news called, on any thread, when there may be something to take: at once after a turn of this runtime, within some
     *     two seconds after one of another, as long as this runtime is started. It must return at once, and may be called for
     *     nothing
     * @throws FlowException {@code CONVERSATION_NOT_FOUND}
     */
    public ConversationStream follow(@Nullable String cursor, Runnable news) {
        Conversation conversation = engine.turns().conversation(key.tenant(), claims.conversation());
        Follow follow = engine.follow(new Follow.Reach(conversation, readableSince(conversation)), cursor, news);
        return new ConversationStream(follow, this::requireOpen);
    }

    private @Nullable Instant readableSince(Conversation conversation) {
        boolean claimed = conversation.customerId() != null && !engine.keys().verify(conversation);
        return claimed ? claims.issuedAt() : null;
    }

    private void requireOpen() {
        if (!engine.services().now().isBefore(claims.expiresAt())) {
            throw new FlowException(ErrorCode.INVALID_SESSION_TOKEN, "the session is over");
        }
        ChatApi.admit(engine.keys().find(key.tenant(), key.id()), caller);
    }
}

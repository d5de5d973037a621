package dev.flowruntime;

import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.KeyMeter.Use;
import dev.flowruntime.internal.Keys.KnownKey;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.token.CustomerSignature;
import dev.flowruntime.token.SessionClaims;
import dev.flowruntime.token.SessionTokens;
import dev.flowruntime.token.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public chat API, for the widgets of websites: everything is checked against the widget key. Thread-safe. */
public final class ChatApi {
    /** How long after its end a session token still tells which conversation a visitor had. */
    private static final Duration CONTINUABLE = Duration.ofDays(30);

    private final Engine engine;
    private final SessionTokens tokens;

    ChatApi(Engine engine) {
        this.engine = engine;
        this.tokens = engine.sessionTokens();
    }

    /**
     * Lets a page in that shows a widget key, as {@link #open} does before anything else: for those who count callers, and must
     * not count what a stranger says.
     *
     * @throws FlowException {@code WIDGET_DISABLED}, {@code ORIGIN_NOT_ALLOWED}, in this order
     */
    public void admit(String publicKey, Caller caller) {
        admit(engine, publicKey, caller);
    }

    /** As {@link #admit(String, Caller)}, for those who go on with the key. */
    static WidgetKey admit(Engine engine, String publicKey, Caller caller) {
        return admit(engine.keys().find(publicKey), caller);
    }

    /**
     * Opens a session in the visitor's conversation, which is made when there is none.
     *
     * @throws FlowException {@code WIDGET_DISABLED}, {@code ORIGIN_NOT_ALLOWED}, {@code CUSTOMER_NOT_VERIFIED},
     *     {@code VALIDATION_FAILED} for variables beyond their limits
     */
    public SessionReply open(OpenSession request, Caller caller) {
        WidgetKey key = admit(engine, request.publicKey(), caller);
        verifyCustomer(key, request);
        Conversation conversation = engine.sessions()
                .open(
                        key,
                        request,
                        continued(key, caller.bearer()),
                        Audience.visitor(key, "widget.session.start", caller));
        engine.meter().count(key, Use.SESSION, 1);
        // A token counts in whole seconds.
        Instant issued = engine.services().now().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plus(engine.services().settings().sessionTtl());
        String token = tokens.issue(new SessionClaims(key.tenant(), conversation.id(), key.id(), issued, expires));
        List<Intent> intents = engine.sessions().intents(key.tenant(), key.intents());
        List<QuickQuestion> questions = PublicReads.quickQuestions(engine, key).questions();
        return new SessionReply(token, conversation.id(), expires, key.label(), intents, questions);
    }

    /**
     * Lets a visitor with a session in, before anything else of the request is looked at.
     *
     * @throws FlowException {@code INVALID_SESSION_TOKEN}, {@code WIDGET_DISABLED}, {@code ORIGIN_NOT_ALLOWED}, in this
     *     order
     */
    public ChatSession authorize(Caller caller) {
        Verdict verdict = caller.bearer() == null
                ? new Verdict.Refused()
                : tokens.verify(caller.bearer(), engine.services().now());
        if (!(verdict instanceof Verdict.Valid valid)) {
            throw new FlowException(
                    ErrorCode.INVALID_SESSION_TOKEN, "the session token is missing, expired or not genuine");
        }
        SessionClaims claims = valid.claims();
        WidgetKey key = admit(engine.keys().find(claims.tenant(), claims.widgetKey()), caller);
        return new ChatSession(engine, key, claims, caller);
    }

    /**
     * Whether an answer to a request may carry CORS headers: its key allows the origin or, where no key can be told, some
     * active key does.
     *
     * @param publicKey the one that the request names
     * @param bearer the session token that came along, expired or not
     */
    public boolean allowsOrigin(String origin, @Nullable String publicKey, @Nullable String bearer) {
        KnownKey key = publicKey == null ? null : engine.keys().find(publicKey);
        SessionClaims claims = key == null && bearer != null ? genuine(bearer) : null;
        if (claims != null) {
            key = engine.keys().find(claims.tenant(), claims.widgetKey());
        }
        return key == null ? engine.keys().anyAllows(origin) : key.origins().allows(origin);
    }

    /** Whether a preflight is answered: the key that it names allows the origin or, where it names none, some active key does. */
    public boolean allowsPreflight(String origin, @Nullable String publicKey) {
        if (publicKey == null) {
            return engine.keys().anyAllows(origin);
        }
        KnownKey key = engine.keys().find(publicKey);
        return key != null && key.origins().allows(origin);
    }

    static WidgetKey admit(@Nullable KnownKey known, Caller caller) {
        if (known == null || known.key().status() != WidgetKey.Status.ACTIVE) {
            throw new FlowException(ErrorCode.WIDGET_DISABLED, "the widget key is unknown, paused or revoked");
        }
        String origin = caller.origin();
        if (origin == null ? caller.originRequired() : !known.origins().allows(origin)) {
            throw new FlowException(ErrorCode.ORIGIN_NOT_ALLOWED, "the widget key does not allow this origin");
        }
        return known.key();
    }

    private static void verifyCustomer(WidgetKey key, OpenSession request) {
        if (key.identitySecret() == null || request.customerId() == null) {
            return;
        }
        if (request.customerSignature() == null
                || !CustomerSignature.verify(key.identitySecret(), request.customerId(), request.customerSignature())) {
            throw new FlowException(
                    ErrorCode.CUSTOMER_NOT_VERIFIED,
                    "customerSignature must be the hex HMAC-SHA256 of customerId with the key's identity secret");
        }
    }

    private @Nullable SessionClaims genuine(String bearer) {
        Verdict verdict = tokens.verify(bearer, engine.services().now());
        if (verdict instanceof Verdict.Valid valid) {
            return valid.claims();
        }
        return verdict instanceof Verdict.Expired expired ? expired.claims() : null;
    }

    private @Nullable ConversationId continued(WidgetKey key, @Nullable String bearer) {
        SessionClaims claims = bearer == null ? null : genuine(bearer);
        return claims != null
                        && claims.tenant().equals(key.tenant())
                        && claims.widgetKey().equals(key.id())
                        && engine.services().now().isBefore(claims.expiresAt().plus(CONTINUABLE))
                ? claims.conversation()
                : null;
    }
}

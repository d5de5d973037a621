package dev.flowruntime.servlet;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatApi;
import dev.flowruntime.ChatSession;
import dev.flowruntime.ConversationStream;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FileRef;
import dev.flowruntime.FlowException;
import dev.flowruntime.OpenSession;
import dev.flowruntime.Reply;
import dev.flowruntime.RequestKey;
import dev.flowruntime.servlet.wire.JsonBody;
import dev.flowruntime.servlet.wire.MessageBody;
import dev.flowruntime.servlet.wire.QueryNumber;
import dev.flowruntime.servlet.wire.Replies;
import dev.flowruntime.servlet.wire.SessionBody;
import dev.flowruntime.servlet.wire.StrictJson;
import java.util.function.Function;

/** What a website's widget calls. */
final class ChatEndpoints {
    /** How many messages come when the request does not say. */
    private static final int TRANSCRIPT_PAGE = 50;

    private final ChatApi chat;
    private final FlowServletSettings settings;
    private final RateLimits limits;
    private final EventStreams streams;

    ChatEndpoints(ChatApi chat, FlowServletSettings settings, RateLimits limits, EventStreams streams) {
        this.chat = chat;
        this.settings = settings;
        this.limits = limits;
        this.streams = streams;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/public/v1/chat/sessions", this::openSession)
                .add("POST", "/api/public/v1/chat/messages", this::send)
                .add("GET", "/api/public/v1/chat/messages", this::transcript)
                .add("POST", "/api/public/v1/chat/uploads", this::upload)
                .add("GET", "/api/public/v1/chat/executions/{}", this::read)
                .add("GET", "/api/public/v1/chat/stream", this::stream);
    }

    /** The body names the key, so that the limit of a key is judged after it; that of an address comes first. */
    private Answer openSession(Exchange exchange) {
        limits.spend(RateLimit.SESSION_REQUESTS, exchange.clientNetwork());
        JsonBody body = exchange.body(settings.bodyLimit());
        exchange.publicKey(body.peekText(SessionBody.PUBLIC_KEY_MEMBER));
        OpenSession request = SessionBody.read(body);
        Caller caller = exchange.caller(settings.requireOrigin());
        chat.admit(request.publicKey(), caller);
        exchange.acceptOrigin();
        limits.spend(RateLimit.SESSIONS, exchange.clientNetwork() + ' ' + request.publicKey());
        return Answer.json(200, Replies.session(chat.open(request, caller)));
    }

    private Answer send(Exchange exchange) {
        ChatSession session = authorize(exchange, RateLimit.MESSAGES);
        String key = exchange.idempotencyKey();
        if (key == null) {
            return reply(MessageBody.read(exchange.body(settings.bodyLimit())).sendTo(session));
        }
        byte[] bytes = exchange.bytes(settings.bodyLimit());
        RequestKey request = new RequestKey(key, SentFormat.fingerprint(bytes), SentFormat.CHAT);
        return SentFormat.answer(session.once(request, work(StrictJson.read(bytes))));
    }

    /** A body of a wrong shape is refused here and now; one with a bad value is a request, whose refusal is its answer. */
    private static Function<ChatSession, Reply> work(JsonBody body) {
        try {
            return MessageBody.read(body)::sendTo;
        } catch (FlowException refused) {
            if (refused.code() != ErrorCode.VALIDATION_FAILED) {
                throw refused;
            }
            return session -> {
                throw refused;
            };
        }
    }

    private Answer upload(Exchange exchange) {
        ChatSession session = authorize(exchange, RateLimit.MESSAGES);
        String execution = exchange.required("executionId");
        String field = exchange.required("field");
        FileRef file = session.upload(execution, field, () -> exchange.file(settings.uploadLimit()));
        return Answer.json(201, Replies.file(file));
    }

    private Answer read(Exchange exchange) {
        return reply(authorize(exchange, RateLimit.POLLS).read(exchange.parameter()));
    }

    private Answer transcript(Exchange exchange) {
        ChatSession session = authorize(exchange, RateLimit.POLLS);
        int limit = QueryNumber.read("limit", exchange.query("limit"), TRANSCRIPT_PAGE);
        return Answer.json(200, Replies.transcript(session.transcript(exchange.query("after"), limit)));
    }

    private Answer stream(Exchange exchange) {
        ChatSession session = authorize(exchange, RateLimit.POLLS);
        if (exchange.method().equals("HEAD")) {
            return Answer.events(null);
        }
        if (!exchange.canWait()) {
            throw new IllegalStateException("streams need the servlet registered with asyncSupported = true");
        }
        EventStreams.Place place = streams.take(String.valueOf(exchange.bearer()));
        EventStream stream = new EventStream(streams, place);
        try {
            ConversationStream followed = session.follow(exchange.header("Last-Event-ID"), stream::news);
            return Answer.events(context -> stream.begin(context, followed));
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    /** Before the body is looked at, and so before it is read. Only a token that is good costs its session something. */
    private ChatSession authorize(Exchange exchange, RateLimit limit) {
        Caller caller = exchange.caller(settings.requireOrigin());
        ChatSession session = chat.authorize(caller);
        exchange.acceptOrigin();
        limits.spend(limit, String.valueOf(caller.bearer()));
        return session;
    }

    private static Answer reply(Reply reply) {
        return Answer.json(200, Replies.chat(reply));
    }
}

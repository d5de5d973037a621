package dev.flowruntime.servlet;

import dev.flowruntime.ChatApi;
import dev.flowruntime.ChatSession;
import dev.flowruntime.Reply;
import dev.flowruntime.SessionReply;
import dev.flowruntime.servlet.wire.JsonBody;
import dev.flowruntime.servlet.wire.MessageBody;
import dev.flowruntime.servlet.wire.Replies;
import dev.flowruntime.servlet.wire.SessionBody;

/** What a website's widget calls. */
final class ChatEndpoints {
    private final ChatApi chat;
    private final FlowServletSettings settings;

    ChatEndpoints(ChatApi chat, FlowServletSettings settings) {
        this.chat = chat;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/public/v1/chat/sessions", this::openSession)
                .add("POST", "/api/public/v1/chat/messages", this::send)
                .add("GET", "/api/public/v1/chat/executions/{}", this::read);
    }

    private Answer openSession(Exchange exchange) {
        JsonBody body = exchange.body(settings.bodyLimit());
        exchange.publicKey(body.peekText(SessionBody.PUBLIC_KEY_MEMBER));
        SessionReply reply = chat.open(SessionBody.read(body), exchange.caller(settings.requireOrigin()));
        exchange.acceptOrigin();
        return Answer.json(200, Replies.session(reply));
    }

    private Answer send(Exchange exchange) {
        ChatSession session = authorize(exchange);
        MessageBody message = MessageBody.read(exchange.body(settings.bodyLimit()));
        return reply(message.sendTo(session));
    }

    private Answer read(Exchange exchange) {
        return reply(authorize(exchange).read(exchange.parameter()));
    }

    /** Before the body is looked at, and so before it is read. */
    private ChatSession authorize(Exchange exchange) {
        ChatSession session = chat.authorize(exchange.caller(settings.requireOrigin()));
        exchange.acceptOrigin();
        return session;
    }

    private static Answer reply(Reply reply) {
        return Answer.json(200, Replies.chat(reply));
    }
}

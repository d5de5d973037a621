package dev.flowruntime.internal;

import dev.flowruntime.WebhookListener;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.HttpConnections;
import dev.flowruntime.transport.OutboundHttp;
import dev.flowruntime.transport.OutboundRequest;
import dev.flowruntime.transport.Reach;
import dev.flowruntime.transport.WebhookTransport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How webhooks and the requests of flows leave, and who is told of webhooks that do not.
 *
 * @param transport the host's, for webhooks; null for our own
 * @param connections what flows may ask by name
 * @param answerLimit how many bytes of an answer flows are given at the most
 */
public record Outgoing(
        @Nullable WebhookTransport transport, WebhookListener listener, HttpConnections connections, int answerLimit) {
    public static final Outgoing DEFAULT =
            new Outgoing(null, new WebhookSender.Unheard(), HttpConnections.of(Map.of()), 256 * 1024);

    public Outgoing withTransport(WebhookTransport next) {
        return new Outgoing(next, listener, connections, answerLimit);
    }

    public Outgoing withListener(WebhookListener next) {
        return new Outgoing(transport, next, connections, answerLimit);
    }

    public Outgoing withConnections(HttpConnections next) {
        return new Outgoing(transport, listener, next, answerLimit);
    }

    public Outgoing withAnswerLimit(int next) {
        return new Outgoing(transport, listener, connections, next);
    }

    /** Our own way out, made when the first request leaves: it holds threads and trust stores. */
    static final class Http implements AutoCloseable {
        private final OutboundHttp.Builder builder;
        private @Nullable OutboundHttp http;

        private Http(OutboundHttp.Builder builder) {
            this.builder = builder;
        }

        /** For webhooks, of whose answers little is read. */
        static Http ofWebhooks(Reach reach) {
            return new Http(OutboundHttp.builder(reach));
        }

        static Http ofFlows(Reach reach, int answerLimit) {
            return new Http(OutboundHttp.builder(reach).bodyLimit(answerLimit));
        }

        Exchange send(OutboundRequest request) {
            return http().send(request);
        }

        private synchronized OutboundHttp http() {
            if (http == null) {
                http = builder.build();
            }
            return http;
        }

        @Override
        public synchronized void close() {
            if (http != null) {
                http.close();
            }
        }
    }
}

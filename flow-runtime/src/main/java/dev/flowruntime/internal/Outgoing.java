package dev.flowruntime.internal;

import dev.flowruntime.WebhookListener;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.OutboundHttp;
import dev.flowruntime.transport.OutboundRequest;
import dev.flowruntime.transport.Reach;
import dev.flowruntime.transport.WebhookTransport;
import org.jspecify.annotations.Nullable;

/**
 * How webhooks leave, and who is told of those that do not.
 *
 * @param transport the host's; null for our own
 */
public record Outgoing(@Nullable WebhookTransport transport, WebhookListener listener) {
    public static final Outgoing DEFAULT = new Outgoing(null, new WebhookSender.Unheard());

    /** Our own way out, made when the first webhook leaves: it holds threads and trust stores. */
    static final class Http implements WebhookTransport, AutoCloseable {
        private final Reach reach;
        private @Nullable OutboundHttp http;

        Http(Reach reach) {
            this.reach = reach;
        }

        @Override
        public Exchange deliver(OutboundRequest request) {
            return http().send(request);
        }

        private synchronized OutboundHttp http() {
            if (http == null) {
                http = OutboundHttp.builder(reach).build();
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

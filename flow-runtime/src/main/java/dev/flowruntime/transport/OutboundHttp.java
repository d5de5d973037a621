package dev.flowruntime.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to hosts that somebody else has named, and therefore only to addresses that may be dialled.
 *
 * <p>The address that was judged is the one that is dialled; the host's name goes into the TLS handshake and the {@code Host}
 * header. No redirect is followed, no cookie kept, no proxy of the system's used, nothing tried a second time. A connection
 * takes at most 5 s to come about, and an exchange no longer than its request says, however slowly bytes drip. Of an answer at
 * most 100 headers of 8 KiB are read, and of its body so much as was chosen.
 *
 * <p>Thread-safe; {@link #send} blocks its thread until the exchange is over.
 */
public final class OutboundHttp implements AutoCloseable {
    private final Reach reach;
    private final int bodyLimit;
    private final VettingResolver resolver;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor deadlines;

    private OutboundHttp(Builder builder) {
        this.reach = builder.reach;
        this.bodyLimit = builder.bodyLimit;
        this.resolver = new VettingResolver(reach, builder.lookup);
        this.client = OutboundClient.make(resolver, builder.tls);
        this.deadlines = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "flow-outbound-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    public static Builder builder(Reach reach) {
        return new Builder(reach);
    }

    /** Sends the request and reads the answer. */
    public Exchange send(OutboundRequest request) {
        TargetUrl target;
        try {
            target = TargetUrl.parse(request.url(), reach);
        } catch (RefusedTargetException e) {
            return new Exchange.Failed(Exchange.Reason.REFUSED, "the URL " + e.getMessage());
        }
        HttpUriRequestBase message = message(target, request);
        AtomicBoolean expired = new AtomicBoolean();
        Runnable expire = () -> {
            expired.set(true);
            message.cancel();
        };
        ScheduledFuture<?> deadline =
                deadlines.schedule(expire, request.timeout().toNanos(), TimeUnit.NANOSECONDS);
        try {
            return exchange(target, message);
        } catch (IOException e) {
            return expired.get() ? timedOut() : failed(e);
        } catch (IllegalStateException e) {
            if (expired.get()) {
                return timedOut(); // broken off between two steps of the client, which has no other word for it
            }
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    private static Exchange.Failed timedOut() {
        return new Exchange.Failed(Exchange.Reason.TIMED_OUT, "the exchange was not over in time");
    }

    private static HttpUriRequestBase message(TargetUrl target, OutboundRequest request) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), URI.create(target.path()));
        request.headers().forEach(message::setHeader);
        if (request.body() != null) {
            message.setEntity(new ByteArrayEntity(request.body().getBytes(StandardCharsets.UTF_8), null));
        }
        return message;
    }

    private Exchange exchange(TargetUrl target, HttpUriRequestBase message) throws IOException {
        HttpHost host = new HttpHost(target.scheme(), target.host(), target.port());
        try (ClassicHttpResponse response = client.executeOpen(host, message, null)) {
            return answered(response, message);
        }
    }

    private Exchange answered(ClassicHttpResponse response, HttpUriRequestBase message) throws IOException {
        byte[] body = new byte[0];
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            InputStream content = entity.getContent();
            body = content.readNBytes(bodyLimit + 1);
            if (body.length > bodyLimit) {
                message.cancel(); // closing the response would read the rest
            }
        }
        boolean truncated = body.length > bodyLimit;
        String text = new String(body, 0, Math.min(body.length, bodyLimit), StandardCharsets.UTF_8);
        return new Exchange.Answered(response.getCode(), headers(response), text, truncated);
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            String value = header.getValue() == null ? "" : header.getValue();
            headers.merge(header.getName().toLowerCase(Locale.ROOT), value, (one, next) -> one + ", " + next);
        }
        return headers;
    }

    private static Exchange.Failed failed(IOException failure) {
        if (failure instanceof RefusedTargetException) {
            return new Exchange.Failed(Exchange.Reason.REFUSED, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof UnknownHostException) {
            return new Exchange.Failed(Exchange.Reason.UNRESOLVED, "the host's name has no address");
        }
        if (failure instanceof SSLException) {
            return new Exchange.Failed(Exchange.Reason.INSECURE, "the host showed no certificate that is good for it");
        }
        if (failure instanceof SocketTimeoutException) {
            return new Exchange.Failed(Exchange.Reason.TIMED_OUT, "no connection came about in time");
        }
        if (failure instanceof SocketException) {
            return new Exchange.Failed(Exchange.Reason.UNREACHABLE, "the connection was not taken, or broke");
        }
        return new Exchange.Failed(Exchange.Reason.BROKEN, "what came was no whole answer in HTTP");
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
        resolver.close();
    }

    /** Chooses how requests are sent. Not thread-safe. */
    public static final class Builder {
        private final Reach reach;
        private VettingResolver.Lookup lookup = InetAddress::getAllByName;
        private int bodyLimit = 16 * 1024;
        private @Nullable SSLContext tls;

        private Builder(Reach reach) {
            this.reach = reach;
        }

        /** How many bytes of a body are read at the most; 16 KiB by default. */
        public Builder bodyLimit(int bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("must not be negative: " + bytes);
            }
            bodyLimit = bytes;
            return this;
        }

        /** Whose certificates are trusted; those that the JVM trusts by default. */
        public Builder tls(SSLContext next) {
            tls = next;
            return this;
        }

        Builder lookup(VettingResolver.Lookup next) {
            lookup = next;
            return this;
        }

        public OutboundHttp build() {
            return new OutboundHttp(this);
        }
    }
}

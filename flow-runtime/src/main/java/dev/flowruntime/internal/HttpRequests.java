package dev.flowruntime.internal;

import dev.flowruntime.node.NodeCall;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.node.NodeResult.SendRequest;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.Exchange.Answered;
import dev.flowruntime.transport.Exchange.Failed;
import dev.flowruntime.transport.HttpConnection;
import dev.flowruntime.transport.HttpConnections;
import dev.flowruntime.transport.OutboundRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the requests of flows, each with the id of its step as idempotency key, and again when that may help. Thread-safe.
 *
 * <p>Requests of every method are sent again, and with the same key: after a crash a step runs again whatever its method is, so a
 * receiver has to know keys in any case.
 */
final class HttpRequests {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRequests.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final HttpConnections connections;
    private final Sender sender;
    private final Pause pause;

    /** Carries one request. */
    interface Sender {
        Exchange send(OutboundRequest request);
    }

    /** Lets time pass between two tries. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    HttpRequests(InstantSource clock, HttpConnections connections, Sender sender, Pause pause) {
        this.clock = clock;
        this.connections = connections;
        this.sender = sender;
        this.pause = pause;
    }

    /** @param lease told how long the step lasts yet, so that nobody takes it over for so long */
    NodeResult send(NodeCall call, SendRequest asked, Consumer<Duration> lease) throws InterruptedException {
        for (int retries = 0; ; retries++) {
            OutboundRequest request = request(call, asked);
            lease.accept(asked.timeout());
            Exchange exchange = sender.send(request);
            if (exchange instanceof Failed && Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("broken off, as the runtime closes");
            }
            Duration rest = retries < asked.retries() ? rest(exchange, asked, retries) : null;
            if (rest == null) {
                return HttpAnswer.of(exchange);
            }
            LOG.debug("the request of step {} is sent again in {}", call.stepId(), rest);
            lease.accept(rest);
            pause.of(rest);
        }
    }

    private OutboundRequest request(NodeCall call, SendRequest asked) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Idempotency-Key", call.stepId());
        headers.putAll(asked.headers());
        String url = asked.url();
        if (asked.connection() != null) {
            HttpConnection connection = connection(call, asked.connection());
            url = connection.url() + url;
            connection.headers().forEach((name, secret) -> headers.put(name, secret.reveal()));
        }
        return new OutboundRequest(asked.method(), url, headers, asked.body(), asked.timeout());
    }

    private HttpConnection connection(NodeCall call, String name) {
        HttpConnection found;
        try {
            found = connections.find(call.tenant(), name);
        } catch (RuntimeException e) {
            // What the exception says may hold secrets.
            LOG.warn("the connection {} of tenant {} could not be looked up: {}", name, call.tenant(), e.getClass());
            throw new IllegalStateException("the connection " + name + " could not be looked up");
        }
        if (found == null) {
            throw new IllegalStateException("there is no connection " + name);
        }
        return found;
    }

    /** How long to wait before the next try; null when another try is of no use, or is asked for too late. */
    private @Nullable Duration rest(Exchange exchange, SendRequest asked, int retries) {
        if (exchange instanceof Failed failed) {
            return switch (failed.reason()) {
                case REFUSED, INSECURE -> null;
                case UNRESOLVED, UNREACHABLE, TIMED_OUT, BROKEN -> backoff(retries);
            };
        }
        Answered answer = (Answered) exchange;
        if (answer.status() != 429 && answer.status() < 500) {
            return null;
        }
        Duration wanted = RetrySchedule.asked(answer.headers().get("retry-after"), clock.instant());
        if (wanted.compareTo(asked.timeout()) > 0) {
            return null;
        }
        Duration backoff = backoff(retries);
        return wanted.compareTo(backoff) > 0 ? wanted : backoff;
    }

    private static Duration backoff(int retries) {
        Duration backoff = FIRST_PAUSE.multipliedBy(1L << Math.min(retries, 10));
        return backoff.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : backoff;
    }
}

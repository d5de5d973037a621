package dev.flowruntime.servlet;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.metrics.RuntimeObserver;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP faces of a {@link FlowRuntime}: the chat API for browsers, the Engine API for servers, and health.
 *
 * <p>Mount it at {@code /*} or at any prefix of any Jakarta Servlet 6 container, with {@code asyncSupported}, which its event
 * streams need; its paths are relative to the mount. It does not close the runtime. It holds no thread until the
 * first stream is opened, then one, and up to four more while there is something to tell. Thread-safe.
 *
 * <pre>{@code
 * FlowServlet servlet = FlowServlet.builder(runtime).build();
 * context.addServlet(new ServletHolder(servlet), "/*");
 * }</pre>
 */
public final class FlowServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);

    private static final int MAX_DRAINING = 32;
    /** They must be answered when too much else is asked, and cost something themselves. */
    private static final int MAX_SCRAPES = 4;

    private static final Answer SHED = Errors.answer(
            new FlowException(ErrorCode.UNAVAILABLE, "the service has more to do than it can; try again later"));

    private final Routes routes = new Routes();
    private final TrustedProxies proxies;
    private final Cors cors;
    private final AnswerWriter writer;
    private final HealthEndpoints health;
    private final RequestIds requestIds;
    private final RateLimits limits;
    private final Admission admission;
    private final Admission scrapes;
    private final RuntimeObserver observer;
    private final EventStreams streams;
    private final Semaphore draining = new Semaphore(MAX_DRAINING);

    private FlowServlet(FlowRuntime runtime, FlowServletSettings settings) {
        proxies = new TrustedProxies(settings.trustedProxies());
        cors = new Cors(runtime.chat(), settings.nanoTime());
        writer = new AnswerWriter(cors);
        health = new HealthEndpoints(runtime::check);
        requestIds = new RequestIds(settings.requestIds());
        observer = runtime.observer();
        admission = new Admission(settings.maxConcurrentRequests(), settings.maxWait(), settings.nanoTime());
        scrapes = new Admission(MAX_SCRAPES, Duration.ZERO, settings.nanoTime());
        limits = new RateLimits(settings.rateLimits(), settings.nanoTime(), observer);
        streams = new EventStreams(settings.maxStreams(), settings.nanoTime());
        new ChatEndpoints(runtime.chat(), settings, limits, streams).addTo(routes);
        KeyAdmission keys = new KeyAdmission(runtime.chat(), limits);
        new PublicReadEndpoints(keys, runtime.publicReads()).addTo(routes);
        new FormEndpoints(keys, runtime.publicForms(), settings, limits).addTo(routes);
        new UploadEndpoints(runtime.uploads(), limits).addTo(routes);
        new EngineEndpoints(runtime.engine(), settings, limits).addTo(routes);
        new TaskEndpoints(runtime.engine(), settings, limits).addTo(routes);
        new MetricsEndpoint(runtime.engine(), settings, limits).addTo(routes);
        health.addTo(routes);
        OpenApi.addTo(routes);
    }

    public static Builder builder(FlowRuntime runtime) {
        return new Builder(runtime);
    }

    /**
     * Lets {@code /readyz} say from now on that this node is going down, and ends the event streams, with the advice to come back
     * in some seconds; everything else goes on being answered.
     */
    public void drain() {
        health.drain();
        streams.drain();
    }

    @Override
    public void destroy() {
        streams.drain();
        streams.close();
    }

    EventStreams streams() {
        return streams;
    }

    RateLimits limits() {
        return limits;
    }

    Admission admission() {
        return admission;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Exchange exchange =
                new Exchange(request, requestIds.of(request.getHeader("X-Request-Id")), proxies.client(request));
        Admission places = MetricsEndpoint.answers(exchange.path()) ? scrapes : admission;
        if (HealthEndpoints.answers(exchange.path())) {
            respond(exchange, answer(exchange), response);
        } else if (enter(exchange, places)) {
            try {
                respond(exchange, answer(exchange), response);
            } finally {
                places.leave();
            }
        } else if (exchange.waited() != null || !places.await(exchange)) {
            observer.shed();
            cors.judgeShed(exchange);
            writer.write(exchange, SHED, response);
        }
        if (!request.isAsyncStarted() && response.getStatus() >= 400) {
            drain(exchange, response);
        }
    }

    private static boolean enter(Exchange exchange, Admission places) {
        Admission.Waiting waited = exchange.waited();
        return waited == null ? places.enter() : waited.takePlace();
    }

    /** Now, or on another thread when there is something to answer; who waits for that takes no place of others. */
    private void respond(Exchange exchange, Answer answer, HttpServletResponse response) throws IOException {
        CompletionStage<Answer> later = answer.later();
        if (later == null) {
            writer.write(exchange, answer, response);
            return;
        }
        CompletionStage<Answer> settled =
                later.handle((found, failure) -> failure == null ? found : refusal(exchange, failure));
        CompletableFuture<Answer> known = settled.toCompletableFuture();
        if (known.isDone()) {
            writer.write(exchange, known.join(), response);
            return;
        }
        AsyncContext context = exchange.await();
        settled.thenAccept(found -> {
            try {
                writer.write(exchange, found, response);
            } catch (IOException | RuntimeException e) {
                LOG.debug("request {}: its client has gone", exchange.requestId(), e);
            } finally {
                context.complete();
            }
        });
    }

    /**
     * Takes in what a refused client still sends, or it would lose the answer. It has the answer by now, so one that does not
     * send what it promised holds a thread and nothing else; and few of these wait at once.
     */
    private void drain(Exchange exchange, HttpServletResponse response) throws IOException {
        response.flushBuffer();
        if (draining.tryAcquire()) {
            try {
                exchange.drain();
            } finally {
                draining.release();
            }
        }
    }

    private Answer answer(Exchange exchange) {
        try {
            return dispatch(exchange);
        } catch (Throwable failure) { // an Error that got past here would be shown by the container, with its stack
            return refusal(exchange, failure);
        }
    }

    private Answer refusal(Exchange exchange, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        FlowException refused = Errors.refusal(cause, exchange.requestId());
        judgeOrigin(exchange, refused.code());
        return Errors.answer(refused);
    }

    private Answer dispatch(Exchange exchange) {
        Routes.Match match = routes.find(exchange.path());
        if (match == null) {
            throw new FlowException(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        if (exchange.isPublic() && exchange.method().equals("OPTIONS")) {
            return cors.preflight(exchange);
        }
        Handler handler = match.route().handler(exchange.method());
        if (handler == null) {
            throw Errors.methodNotAllowed(match.route().methods(exchange.isPublic()));
        }
        exchange.parameter(match.parameter());
        Answer answer = handler.handle(exchange);
        return isRead(exchange.method()) ? answer.unlessKnown(exchange.ifNoneMatch()) : answer;
    }

    private static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private void judgeOrigin(Exchange exchange, ErrorCode code) {
        try {
            cors.judgeRefused(exchange, code);
        } catch (Throwable e) { // what fails here must not keep the refusal from its client
            LOG.warn("request {}: cannot tell whether its page may read the refusal", exchange.requestId(), e);
        }
    }

    /** Settings of a mount. */
    public static final class Builder {
        private final FlowRuntime runtime;
        private boolean requireOrigin = true;
        private int bodyLimit = 64 * 1024;
        private int engineBodyLimit = 256 * 1024;
        private int batchBodyLimit = 256 * 1024;
        private long uploadLimit = 10 * 1024 * 1024;
        private Supplier<String> requestIds = RequestIds::random;
        private List<IpRange> trustedProxies = List.of();
        private final Map<RateLimit, Integer> rateLimits = new EnumMap<>(RateLimit.class);
        private int maxConcurrentRequests = 128;
        private Duration maxWait = Duration.ofSeconds(1);
        private int maxStreams = 20_000;
        private @Nullable Supplier<String> metrics;
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(FlowRuntime runtime) {
            this.runtime = runtime;
            for (RateLimit limit : RateLimit.values()) {
                rateLimits.put(limit, limit.perMinute());
            }
        }

        /** Whether chat requests without an {@code Origin} header are refused; true unless set. */
        public Builder requireOrigin(boolean required) {
            requireOrigin = required;
            return this;
        }

        /** The most bytes of a JSON body; 64 KiB unless set. */
        public Builder bodyLimit(int bytes) {
            bodyLimit = bytes;
            return this;
        }

        /** The most bytes of a JSON body of the Engine API; 256 KiB unless set. */
        public Builder engineBodyLimit(int bytes) {
            engineBodyLimit = bytes;
            return this;
        }

        /** The most bytes of a JSON body with several telemetry events; 256 KiB unless set. */
        public Builder batchBodyLimit(int bytes) {
            batchBodyLimit = bytes;
            return this;
        }

        /** The most bytes of an uploaded file; 10 MiB unless set. */
        public Builder uploadLimit(long bytes) {
            uploadLimit = bytes;
            return this;
        }

        /** Names requests that came without a usable {@code X-Request-Id}; random unless set. Must be thread-safe. */
        public Builder requestIds(Supplier<String> source) {
            requestIds = source;
            return this;
        }

        /**
         * The proxies that stand between this server and its clients: the client of a request that one of them passes on is
         * the last address in {@code X-Forwarded-For} that is none of theirs. None unless set, and then the header is not
         * looked at: without proxies anybody may write it. Leave it out where the container reads the header itself.
         *
         * @param ranges in CIDR notation, such as {@code 10.0.0.0/8} and {@code fd00::/8}, or single addresses
         * @throws IllegalArgumentException when one is neither
         */
        public Builder trustedProxies(List<String> ranges) {
            trustedProxies = ranges.stream().map(IpRange::parse).toList();
            return this;
        }

        /**
         * Holds callers to another figure than the default. Limits are those of this servlet: with three nodes a caller may
         * reach three times as much.
         *
         * @param perMinute the requests of a minute, and the most that may come at once; at least 1
         * @throws IllegalArgumentException when it is less
         */
        public Builder rateLimit(RateLimit limit, int perMinute) {
            rateLimits.put(limit, positive(perMinute));
            return this;
        }

        /** Holds no caller to any limit, for mounts where something in front does; {@link #rateLimit} sets single ones again. */
        public Builder withoutRateLimits() {
            rateLimits.clear();
            return this;
        }

        /**
         * How many requests are served at once, health not counted; 128 unless set. More wait for {@link #maxWait}, and are then
         * answered with 503 before they are read. Keep it well below the container's threads, or requests wait in the container
         * instead.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public Builder maxConcurrentRequests(int requests) {
            maxConcurrentRequests = positive(requests);
            return this;
        }

        /**
         * How long a request waits when as many as may be are served; 1 s unless set. It holds no thread meanwhile; at most 32
         * wait for each that is served, and one more is answered with 503 at once. With zero none waits.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public Builder maxWait(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("a request cannot wait for less than no time");
            }
            maxWait = time;
            return this;
        }

        /**
         * How many event streams are open at once; 20,000 unless set. More are answered with 503. One that is idle takes some
         * kilobytes of heap, most of it the container's for its connection, and no thread.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public Builder maxStreams(int streams) {
            maxStreams = positive(streams);
            return this;
        }

        /**
         * What {@code /metrics} answers to deploy-wide engine tokens, in Prometheus' text format 0.0.4, such as {@code
         * registry::scrape} of a {@code PrometheusMeterRegistry}; without it the answer is 404. Must be thread-safe.
         */
        public Builder metrics(Supplier<String> page) {
            metrics = page;
            return this;
        }

        /** The time that limits go by: nanoseconds of a clock that never goes back; {@code System::nanoTime} unless set. */
        public Builder nanoTime(LongSupplier clock) {
            nanoTime = clock;
            return this;
        }

        private static int positive(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("must be 1 or more: " + number);
            }
            return number;
        }

        public FlowServlet build() {
            return new FlowServlet(
                    runtime,
                    new FlowServletSettings(
                            requireOrigin,
                            bodyLimit,
                            engineBodyLimit,
                            batchBodyLimit,
                            uploadLimit,
                            requestIds,
                            trustedProxies,
                            rateLimits,
                            maxConcurrentRequests,
                            maxWait,
                            maxStreams,
                            metrics,
                            nanoTime));
        }
    }
}

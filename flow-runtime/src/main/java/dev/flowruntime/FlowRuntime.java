package dev.flowruntime;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.flowruntime.internal.Background;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.GuardedObserver;
import dev.flowruntime.internal.ObservedStore;
import dev.flowruntime.internal.Outgoing;
import dev.flowruntime.internal.SealingStore;
import dev.flowruntime.internal.Services;
import dev.flowruntime.internal.Signing;
import dev.flowruntime.internal.UploadSettings;
import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.node.NodeHandler;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.token.KeyRing;
import dev.flowruntime.token.SealedSecrets;
import dev.flowruntime.transport.HttpConnections;
import dev.flowruntime.transport.Reach;
import dev.flowruntime.transport.TaskTransport;
import dev.flowruntime.transport.WebhookTransport;
import dev.flowruntime.upload.FileTypes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine: runs conversational flows durably over a {@link FlowStore}.
 *
 * <p>A runtime is made once for a store, told of the host's nodes and workers, and started:
 *
 * <pre>{@code
 * FlowRuntime runtime = FlowRuntime.builder(store).build();
 * runtime.worker("inventory.lookup", task -> Map.of("ship_date", "2026-12-01"));
 * runtime.start();
 * }</pre>
 *
 * <p>Thread-safe. Any number of runtimes, in one process or many, may share a store.
 */
public final class FlowRuntime implements AutoCloseable {
    private final Background background;
    private final Engine engine;

    private FlowRuntime(Services services, Outgoing outgoing) {
        this.background = new Background(services, outgoing);
        this.engine = background.engine();
    }

    public static Builder builder(FlowStore store) {
        return new Builder(store);
    }

    /** What the widget of a website calls. */
    public ChatApi chat() {
        return new ChatApi(engine);
    }

    /** What pages read without a session. */
    public PublicReads publicReads() {
        return new PublicReads(engine);
    }

    /** What back ends call. */
    public EngineApi engine() {
        return new EngineApi(engine);
    }

    /** Conversations that flows have handed to people. */
    public Handoffs handoffs() {
        return new Handoffs(engine);
    }

    public Flows flows() {
        return new Flows(engine);
    }

    public Forms forms() {
        return new Forms(engine);
    }

    /** What pages with standalone forms call. */
    public PublicForms publicForms() {
        return new PublicForms(engine);
    }

    /** Files that visitors uploaded. */
    public Uploads uploads() {
        return new Uploads(engine);
    }

    public Tenants tenants() {
        return new Tenants(engine);
    }

    public WidgetKeys widgetKeys() {
        return new WidgetKeys(engine);
    }

    public EngineTokens engineTokens() {
        return new EngineTokens(engine);
    }

    /** What came of conversations, and what was used. */
    public Insight insight() {
        return new Insight(engine);
    }

    public Settings settings() {
        return new Settings(engine);
    }

    /** What became of webhooks, and replays. */
    public Webhooks webhooks() {
        return new Webhooks(engine, background::wake);
    }

    /** Who hears what this runtime does; faces on it tell the same one. */
    public RuntimeObserver observer() {
        return engine.services().observer();
    }

    /**
     * This runtime within a transaction of the host's own.
     *
     * @param joined this runtime's store, or the tenant's shard of it, joined to that transaction, such as {@code
     *     JdbcFlowStore.join} makes it
     */
    public JoinedRuntime within(FlowStore joined) {
        AtomicBoolean leftWork = new AtomicBoolean();
        return new JoinedRuntime(background, engine.within(joined, work -> leftWork.set(true)), leftWork);
    }

    /**
     * Adds a type of node that computes inside the turn.
     *
     * @param name with a dot in it, such as {@code acme.price}
     */
    public FlowRuntime node(String name, NodeHandler handler) {
        engine.add(NodeType.host(name, NodeType.Kind.PURE, handler));
        return this;
    }

    /**
     * Adds a type of node that talks to the world: it runs between two commits, and again after a crash, with the same step
     * id. It should be done well within the lease.
     *
     * @param name with a dot in it, such as {@code acme.charge}
     */
    public FlowRuntime effect(String name, NodeHandler handler) {
        engine.add(NodeType.host(name, NodeType.Kind.EFFECT, handler));
        return this;
    }

    /**
     * Adds the worker of a queue; it is given tasks once the runtime is started.
     *
     * @throws IllegalStateException when the queue has one already
     */
    public FlowRuntime worker(String queue, TaskWorker worker) {
        background.add(queue, worker);
        return this;
    }

    /**
     * Binds a queue to a transport, such as a broker: its tasks are sent there, and sent again when no result has come within
     * 10 minutes. Several queues may have the same transport. The runtime starts and closes it.
     *
     * @throws IllegalStateException when the queue has a worker or a transport already, or the runtime was started
     */
    public FlowRuntime transport(String queue, TaskTransport transport) {
        return transport(queue, transport, Duration.ofMinutes(10));
    }

    /**
     * As {@link #transport(String, TaskTransport)}.
     *
     * @param lease how long after a task was sent it is sent again, at its deadline at the latest; longer than it usually takes
     *     until the result comes
     */
    public FlowRuntime transport(String queue, TaskTransport transport, Duration lease) {
        background.bind(queue, transport, Builder.positive(lease));
        return this;
    }

    /**
     * Starts the threads that fire time-outs, finish interrupted turns, do tasks and deliver webhooks.
     *
     * @throws IllegalStateException when it was started or closed before
     */
    public void start() {
        background.start();
    }

    /** Does on this thread everything that is due now, and what comes due by doing it: for tests and hosts' schedulers. */
    public int runOnce() {
        return background.runOnce();
    }

    /**
     * Returns when the store can serve.
     *
     * @throws dev.flowruntime.store.StoreException when it cannot
     */
    public void check() {
        engine.services().store().check();
    }

    /** Takes no more work and waits until what runs is done, at most half a minute. The store stays open. */
    @Override
    public void close() {
        background.close();
    }

    /** Chooses how a runtime works; every choice has a default. Not thread-safe. */
    public static final class Builder {
        private final FlowStore store;
        private InstantSource clock = InstantSource.system();
        private LongSupplier nanoTime = System::nanoTime;
        private Supplier<UUID> ids = UuidCreator::getTimeOrderedEpochFast;
        private @Nullable KeyRing signingKeys;
        private SealedSecrets secrets = SealedSecrets.none();
        private Outgoing outgoing = Outgoing.DEFAULT;
        private UploadSettings uploads = UploadSettings.DEFAULT;
        private RuntimeObserver observer = RuntimeObserver.NONE;
        private dev.flowruntime.internal.Settings settings = dev.flowruntime.internal.Settings.DEFAULT;

        private Builder(FlowStore store) {
            this.store = store;
        }

        /** The time; the system's by default. */
        public Builder clock(InstantSource next) {
            clock = next;
            return this;
        }

        /**
         * What the age of cached configuration goes by: nanoseconds of a clock that never goes back; {@code System::nanoTime}
         * by default. The clock will not do: set back by an hour, it would keep a revoked key alive for as long.
         */
        public Builder nanoTime(LongSupplier next) {
            nanoTime = next;
            return this;
        }

        /** New ids; UUIDv7 by default. */
        public Builder ids(Supplier<UUID> next) {
            ids = next;
            return this;
        }

        /**
         * The keys that sign session and wait tokens. Without them each runtime makes its own, and its tokens are worth
         * nothing after a restart or on another node.
         */
        public Builder signingKeys(KeyRing next) {
            signingKeys = next;
            return this;
        }

        /**
         * The keys that encrypt the secrets of widget keys in the store: the first encrypts, all decrypt. Without them secrets
         * stand there as they are. To change the key add the new one as the last on all nodes, then make it the first, {@linkplain
         * WidgetKeys#reseal reseal} each tenant's, and drop the old one.
         */
        public Builder secretsKeys(KeyRing next) {
            secrets = SealedSecrets.with(next, new SecureRandom());
            return this;
        }

        /** How long a session token lives; an hour by default. */
        public Builder sessionTtl(Duration next) {
            settings = settings.withSessionTtl(positive(next));
            return this;
        }

        /** How long a caller waits for a turn at the most; 20 seconds by default. */
        public Builder turnBudget(Duration next) {
            settings = settings.withTurnBudget(positive(next));
            return this;
        }

        /** How long a step or task belongs to the worker that took it; 30 seconds by default. */
        public Builder lease(Duration next) {
            settings = settings.withLease(positive(next));
            return this;
        }

        /** The wait before a failed task's second attempt, doubled for each one after it; a second by default. */
        public Builder taskBackoff(Duration next) {
            settings = settings.withTaskBackoff(positive(next));
            return this;
        }

        /** Where webhooks and requests of flows may go; only to public addresses and by https by default. */
        public Builder reach(Reach next) {
            settings = settings.withReach(next);
            return this;
        }

        /**
         * The waits before a webhook's second attempt and those after it, each by a tenth longer or shorter; 1 m, 5 m, 15 m,
         * 1 h and 4 h by default. After the last attempt the webhook is given up.
         */
        public Builder webhookSchedule(List<Duration> delays) {
            delays.forEach(Builder::positive);
            settings = settings.withWebhookSchedule(delays);
            return this;
        }

        /** What carries webhooks; {@code OutboundHttp} by default. */
        public Builder webhookTransport(WebhookTransport next) {
            outgoing = outgoing.withTransport(next);
            return this;
        }

        /** Who is told of webhooks that were given up, and of endpoints that are paused. */
        public Builder webhookListener(WebhookListener next) {
            outgoing = outgoing.withListener(next);
            return this;
        }

        /** The systems that {@code http.request} nodes ask by name; none by default. */
        public Builder connections(HttpConnections next) {
            outgoing = outgoing.withConnections(next);
            return this;
        }

        /** How many bytes of an answer an {@code http.request} node takes at the most; 256 KiB by default. */
        public Builder httpAnswerLimit(int bytes) {
            outgoing = outgoing.withAnswerLimit(bytes);
            return this;
        }

        /** Who hears what the runtime does, such as a {@code MicrometerObserver}; nobody by default. */
        public Builder observer(RuntimeObserver next) {
            observer = next;
            return this;
        }

        /** Where the bytes of uploaded files go; where the store keeps them by default. */
        public Builder blobs(BlobStore next) {
            uploads = new UploadSettings(next, uploads.types(), uploads.quota());
            return this;
        }

        /** How the types of uploaded files are told; {@link FileTypes#known()} by default. */
        public Builder fileTypes(FileTypes next) {
            uploads = new UploadSettings(uploads.blobs(), next, uploads.quota());
            return this;
        }

        /**
         * How many bytes of files a tenant may have whose setting {@code uploads} has no {@code quota_bytes}; 1 GiB by default.
         */
        public Builder uploadQuota(long bytes) {
            uploads = new UploadSettings(uploads.blobs(), uploads.types(), bytes);
            return this;
        }

        private static Duration positive(Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("must be longer than zero: " + duration);
            }
            return duration;
        }

        public FlowRuntime build() {
            KeyRing keys = signingKeys == null ? KeyRing.random(new SecureRandom()) : signingKeys;
            RuntimeObserver guarded = GuardedObserver.of(observer);
            FlowRuntime runtime = new FlowRuntime(
                    new Services(
                            new SealingStore(observed(guarded), secrets),
                            clock,
                            nanoTime,
                            ids,
                            Signing.with(keys),
                            settings,
                            uploads,
                            guarded),
                    outgoing);
            guarded.attached(runtime);
            return runtime;
        }

        private FlowStore observed(RuntimeObserver listening) {
            return listening == RuntimeObserver.NONE ? store : new ObservedStore(store, listening, nanoTime);
        }
    }
}

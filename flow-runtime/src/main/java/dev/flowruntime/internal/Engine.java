package dev.flowruntime.internal;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.flowruntime.TaskWorker;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.Secret;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.token.EngineTokens;
import dev.flowruntime.token.SessionTokens;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The parts of the engine, put together. */
public final class Engine implements AutoCloseable {
    private static final int EFFECT_THREADS = 64;

    private final Services services;
    private final Keys keys;
    private final FlowCatalog catalog;
    private final Turns turns;
    private final Transcripts transcripts;
    private final Attempts attempts;
    private final EventInbox inbox;
    private final DueTasks tasks;
    private final Workers turnWorkers;
    private final Workers taskWorkers;
    private final ExecutorService effects;
    private final Sessions sessions;
    private final SessionTokens sessionTokens;
    private final LoadingCache<String, Optional<EngineToken>> tokens;

    public Engine(Services services) {
        this.services = services;
        this.keys = new Keys(services.store().widgetKeys());
        this.catalog = new FlowCatalog(services.store().flowVersions());
        Snapshots snapshots = new Snapshots(services.store());
        this.sessions = new Sessions(services, catalog, snapshots, new Webhooks(services, keys));
        this.sessionTokens = new SessionTokens(services.signingKeys());
        this.tokens = Caches.of(10_000)
                .expireAfterWrite(Duration.ofSeconds(5))
                .build(hash -> services.store().engineTokens().find(hash));
        this.effects = new ThreadPoolExecutor(
                0, EFFECT_THREADS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), work -> daemon(work));
        TurnEngine engine = new TurnEngine(services, catalog, keys, snapshots, this::wake);
        Continuation continuation = new Continuation(services, engine, snapshots, effects);
        this.turns = new Turns(services, catalog, engine, continuation, snapshots);
        this.transcripts = new Transcripts(services.store(), new Replies(services.signingKeys()));
        this.attempts = new Attempts(services);
        this.inbox = new EventInbox(services, catalog, engine, continuation, snapshots);
        this.tasks = new DueTasks(services, inbox);
        this.turnWorkers = new Workers(
                List.of(new DueExecutions(services, snapshots, continuation), inbox, new OverdueKeys(services)));
        this.taskWorkers = new Workers(List.of(tasks));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "flow-effect");
        thread.setDaemon(true);
        return thread;
    }

    private void wake() {
        turnWorkers.wake();
        taskWorkers.wake();
    }

    public Services services() {
        return services;
    }

    public Keys keys() {
        return keys;
    }

    public FlowCatalog catalog() {
        return catalog;
    }

    public Turns turns() {
        return turns;
    }

    public Transcripts transcripts() {
        return transcripts;
    }

    public Attempts attempts() {
        return attempts;
    }

    public EventInbox inbox() {
        return inbox;
    }

    public Sessions sessions() {
        return sessions;
    }

    public SessionTokens sessionTokens() {
        return sessionTokens;
    }

    /** The token of a back end; null when it is not known. */
    public @Nullable EngineToken token(Secret token) {
        return tokens.get(EngineTokens.hash(token)).orElse(null);
    }

    /** Forgets the tokens of back ends: one was changed here. */
    public void forgetTokens() {
        tokens.invalidateAll();
    }

    public void add(NodeType type) {
        catalog.add(type);
    }

    public void add(String queue, TaskWorker worker) {
        tasks.register(queue, worker);
    }

    public void start() {
        turnWorkers.start();
        taskWorkers.start();
    }

    public int runOnce() {
        int done = 0;
        int before;
        do {
            before = done;
            done += turnWorkers.runOnce();
            done += taskWorkers.runOnce();
        } while (done > before);
        return done;
    }

    @Override
    public void close() {
        taskWorkers.close();
        turnWorkers.close();
        effects.shutdown();
        try {
            if (!effects.awaitTermination(5, TimeUnit.SECONDS)) {
                effects.shutdownNow();
            }
        } catch (InterruptedException e) {
            effects.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

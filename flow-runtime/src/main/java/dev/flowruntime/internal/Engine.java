package dev.flowruntime.internal;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.Secret;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.token.EngineTokens;
import dev.flowruntime.token.SessionTokens;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The parts of the engine on one store, put together. */
public final class Engine {
    private final Services services;
    private final Configuration configuration;
    private final Turns turns;
    private final Transcripts transcripts;
    private final Attempts attempts;
    private final EventInbox inbox;
    private final Snapshots snapshots;
    private final Continuation continuation;
    private final Sessions sessions;
    private final Telemetry telemetry;
    private final Conversions conversions;
    private final Submissions submissions;
    private final UploadDesk uploads;
    private final TaskLeases taskLeases;
    private final TaskClaims taskClaims;
    private final Followers followers;

    /** What tenants have set up, as this node knows it. */
    private record Configuration(
            Keys keys,
            FlowCatalog catalog,
            FreshCache<String, Optional<EngineToken>> tokens,
            PublicDocuments publicDocuments,
            FormCatalog forms,
            Prices prices,
            KnownGoals goals,
            KeyMeter meter) {
        static Configuration of(Services services) {
            FlowStore store = services.store();
            LongSupplier nanoTime = services.nanoTime();
            return new Configuration(
                    new Keys(store.widgetKeys(), nanoTime),
                    new FlowCatalog(store.flowVersions(), nanoTime),
                    new FreshCache<>(
                            10_000, nanoTime, hash -> store.engineTokens().find(hash)),
                    new PublicDocuments(store.settings(), nanoTime),
                    new FormCatalog(store.forms(), nanoTime),
                    new Prices(store.settings(), nanoTime),
                    new KnownGoals(store.goals(), nanoTime),
                    new KeyMeter(services));
        }

        TurnEngine.Known ofTurns() {
            return new TurnEngine.Known(catalog, keys, prices);
        }
    }

    private Engine(
            Services services,
            Configuration configuration,
            Followers followers,
            TurnEngine engine,
            Continuation continuation,
            Consumer<Left> onWork) {
        this.services = services;
        this.configuration = configuration;
        this.followers = followers;
        FlowCatalog catalog = configuration.catalog;
        this.snapshots = engine.snapshots();
        this.continuation = continuation;
        Webhooks webhooks = new Webhooks(services, configuration.keys);
        this.sessions = new Sessions(services, catalog, snapshots, webhooks, () -> onWork.accept(Left.DELIVERY));
        this.uploads = new UploadDesk(services);
        this.submissions = new Submissions(
                services,
                webhooks,
                uploads,
                () -> List.of(Left.TURN, Left.DELIVERY).forEach(onWork));
        this.turns = new Turns(services, catalog, engine, continuation, snapshots, uploads);
        this.transcripts =
                new Transcripts(services.store(), new Replies(services.signing().waits()));
        this.attempts = new Attempts(services);
        this.telemetry = new Telemetry(services, configuration.goals, configuration.meter);
        this.conversions = new Conversions(services, configuration.goals, snapshots, configuration.keys);
        this.inbox = new EventInbox(services, catalog, engine, continuation, snapshots);
        this.taskLeases = new TaskLeases(services, inbox);
        this.taskClaims = new TaskClaims(services);
    }

    /**
     * The engine of a runtime.
     *
     * @param effects what steps with effects run by
     * @param onWork called after a commit that left work for a worker
     */
    static Engine of(Services services, Continuation.Effects effects, Consumer<Left> onWork) {
        Configuration configuration = Configuration.of(services);
        Followers followers = new Followers(services.store().conversations(), services.nanoTime());
        TurnEngine engine = new TurnEngine(
                services,
                configuration.ofTurns(),
                Snapshots.remembering(services.store()),
                listener(followers::advanced, onWork));
        return new Engine(
                services, configuration, followers, engine, new Continuation(services, engine, effects), onWork);
    }

    private static CommitListener listener(Consumer<Conversation> onTurn, Consumer<Left> onWork) {
        return new CommitListener() {
            @Override
            public void advanced(Conversation conversation) {
                onTurn.accept(conversation);
            }

            @Override
            public void left(Left work) {
                onWork.accept(work);
            }
        };
    }

    /**
     * The same engine on a store whose commits take effect later, or never: it remembers nothing of them, runs no steps with
     * effects, and what it leaves is nobody's and due at once. What tenants have set up is that of this engine.
     *
     * @param onWork called when a turn left work for a worker
     */
    public Engine within(FlowStore joined, Consumer<Left> onWork) {
        Services within = new Services(
                joined,
                services.clock(),
                services.nanoTime(),
                services.ids(),
                services.signing(),
                services.settings().withLease(Duration.ZERO),
                services.uploads(),
                services.observer());
        TurnEngine engine = new TurnEngine(
                within,
                configuration.ofTurns(),
                Snapshots.forgetful(joined),
                // Who follows a conversation hears of its turns when they have taken effect, by the next look.
                listener(conversation -> {}, onWork));
        return new Engine(within, configuration, followers, engine, new Continuation(within, engine, null), onWork);
    }

    public Services services() {
        return services;
    }

    public Keys keys() {
        return configuration.keys;
    }

    public FlowCatalog catalog() {
        return configuration.catalog;
    }

    public PublicDocuments publicDocuments() {
        return configuration.publicDocuments;
    }

    public Prices prices() {
        return configuration.prices;
    }

    public KnownGoals goals() {
        return configuration.goals;
    }

    public KeyMeter meter() {
        return configuration.meter;
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    public Conversions conversions() {
        return conversions;
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

    public TaskLeases taskLeases() {
        return taskLeases;
    }

    public TaskClaims taskClaims() {
        return taskClaims;
    }

    DueExecutions dueExecutions() {
        return new DueExecutions(services, continuation);
    }

    public HandoffDesk handoffs() {
        return new HandoffDesk(services, continuation, snapshots);
    }

    LeftSteps leftSteps() {
        return new LeftSteps(services, continuation);
    }

    Followers followers() {
        return followers;
    }

    /** Follows a conversation; see {@link Follow}. */
    public Follow follow(Follow.Reach reach, @Nullable String cursor, Runnable news) {
        return new Follow(this, reach, cursor, news);
    }

    public Sessions sessions() {
        return sessions;
    }

    public Submissions submissions() {
        return submissions;
    }

    public UploadDesk uploads() {
        return uploads;
    }

    public FormCatalog forms() {
        return configuration.forms;
    }

    public SessionTokens sessionTokens() {
        return services.signing().sessions();
    }

    /** The token of a back end; null when it is not known. */
    public @Nullable EngineToken token(Secret token) {
        return configuration.tokens.get(EngineTokens.hash(token)).orElse(null);
    }

    /** Forgets the tokens of back ends: one was changed here. */
    public void forgetTokens() {
        configuration.tokens.forget();
    }

    public void add(NodeType type) {
        configuration.catalog.add(type);
    }
}

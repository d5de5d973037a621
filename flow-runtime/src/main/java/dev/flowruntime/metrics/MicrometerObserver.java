package dev.flowruntime.metrics;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Meters of a runtime in a host's meter registry; {@code io.micrometer:micrometer-core} is the host's to add.
 *
 * <pre>{@code
 * MeterRegistry registry = …;
 * FlowRuntime runtime = FlowRuntime.builder(store).observer(new MicrometerObserver(registry)).build();
 * }</pre>
 *
 * <p>Meters begin with {@code flow.}; {@code docs/operations.md} has them all. Names of queues and keys are labels, of which there
 * are at most 1,000 of each; what comes after them counts as {@code other}. What waits in the outbox is asked of the store when
 * the registry is read, at most once in five seconds; it is {@code NaN} while the store does not answer. One observer serves one
 * runtime. Thread-safe.
 */
// "requires transitive" would demand Micrometer of those who do not use it, too
@SuppressWarnings("exports")
public final class MicrometerObserver implements RuntimeObserver {
    static final int MOST_VALUES = 1_000;

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Tags tags;
    /** By cause and status, made before they are needed: a turn makes no labels. */
    private final Map<HistoryEvent.Cause, Map<ExecutionStatus, Counter>> turns;

    private final Timer turnTime;
    private final Map<WebhookOutcome, Counter> webhooks;
    private final Map<ClaimedWork, Counter> claims;
    private final Counter shed;
    private final LabelValues<Map<TaskOutcome, Counter>> tasks;
    private final LabelValues<Counter> rateLimits;
    private final LabelValues<Counter> mounts;
    private final LabelValues<Timer> storeCalls;
    private final LabelValues<Counter> storeFailures;

    public MicrometerObserver(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** @param tags that all meters have, such as the name of the runtime where a process has several */
    public MicrometerObserver(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
        turns = each(HistoryEvent.Cause.class, this::turns);
        turnTime = timer("flow.turn", "Running and committing a turn").register(registry);
        webhooks = each(
                WebhookOutcome.class,
                outcome -> counter("flow.webhook.attempts", "Attempts at webhooks, by what came of them")
                        .tag("outcome", label(outcome))
                        .register(registry));
        claims = each(
                ClaimedWork.class,
                work -> counter("flow.claimed", "Pieces of work that workers took from the store")
                        .tag("work", label(work))
                        .register(registry));
        shed = counter("flow.requests.shed", "Requests refused since the process served as many as it may")
                .register(registry);
        tasks = values(this::tasks);
        rateLimits = counters("flow.rate.limited", "Requests refused by rate limits", "bucket");
        mounts = counters("flow.widget.key.mounts", "What pages showed of widget keys", "key");
        storeCalls = values(operation -> timer("flow.store", "Calls to the store, failed ones too")
                .tag("operation", operation)
                .register(registry));
        storeFailures = counters("flow.store.failures", "Calls to the store that failed", "operation");
    }

    private static <E extends Enum<E>, T> Map<E, T> each(Class<E> type, Function<E, T> meters) {
        Map<E, T> all = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            all.put(value, meters.apply(value));
        }
        return all;
    }

    private Map<ExecutionStatus, Counter> turns(HistoryEvent.Cause cause) {
        return each(
                ExecutionStatus.class,
                status -> counter("flow.turns", "Turns, by why they ran and where the execution stood after them")
                        .tag("kind", label(cause))
                        .tag("status", status.wireName())
                        .register(registry));
    }

    private Map<TaskOutcome, Counter> tasks(String queue) {
        return each(
                TaskOutcome.class,
                outcome -> counter("flow.tasks", "Attempts at tasks, by what came of them")
                        .tag("queue", queue)
                        .tag("outcome", label(outcome))
                        .register(registry));
    }

    private LabelValues<Counter> counters(String name, String description, String label) {
        return values(value -> counter(name, description).tag(label, value).register(registry));
    }

    private static <T> LabelValues<T> values(Function<String, T> meters) {
        return new LabelValues<>(MOST_VALUES, meters);
    }

    private Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags);
    }

    private Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).tags(tags).serviceLevelObjectives(BOUNDS);
    }

    private static <K, T> T of(Map<K, T> all, K key) {
        return Objects.requireNonNull(all.get(key));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void attached(FlowRuntime runtime) {
        Backlog backlog = new Backlog(
                () -> runtime.webhooks().backlog(), registry.config().clock());
        Gauge.builder("flow.outbox.pending", backlog, Backlog::pending)
                .description("Webhooks that still have to leave, of all tenants; 10,000 stands for as many or more")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        TimeGauge.builder("flow.outbox.oldest", backlog, TimeUnit.SECONDS, Backlog::oldestSeconds)
                .description("How long ago the oldest of them was made")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void turn(HistoryEvent.Cause cause, ExecutionStatus status, long nanos) {
        of(of(turns, cause), status).increment();
        turnTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void task(String queue, TaskOutcome outcome) {
        of(tasks.of(queue), outcome).increment();
    }

    @Override
    public void webhook(WebhookOutcome outcome) {
        of(webhooks, outcome).increment();
    }

    @Override
    public void claimed(ClaimedWork work, int pieces) {
        of(claims, work).increment(pieces);
    }

    @Override
    public void storeCall(String operation, long nanos) {
        storeCalls.of(operation).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void storeFailure(String operation, long nanos) {
        storeCall(operation, nanos);
        storeFailures.of(operation).increment();
    }

    @Override
    public void rateLimited(String limit) {
        rateLimits.of(limit).increment();
    }

    @Override
    public void shed() {
        shed.increment();
    }

    @Override
    public void widgetKeyMounted(String publicKey) {
        mounts.of(publicKey).increment();
    }
}

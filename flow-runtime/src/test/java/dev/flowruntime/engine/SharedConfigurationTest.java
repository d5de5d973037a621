package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.Caller;
import dev.flowruntime.FlowException;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Intent;
import dev.flowruntime.OpenSession;
import dev.flowruntime.QuickQuestion;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one store: what is changed on one counts there at once, and on the other within five seconds. */
class SharedConfigurationTest {
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String ORIGIN = "https://acme.com";
    private static final Caller PAGE = new Caller(ORIGIN, true, null, null, null);
    private static final String FLOW = """
            flow: hello
            name: Hello
            trigger: { type: trigger.chat, intent_name: %s }
            nodes:
              - { id: hi, type: message, text: Hi }
            """;

    private final AtomicLong nanos = new AtomicLong();
    private final FlowStore store = new InMemoryFlowStore();
    private final FlowRuntime here = node();
    private final FlowRuntime there = node();
    private TenantId tenant;

    private FlowRuntime node() {
        return FlowRuntime.builder(store)
                .clock(new TestClock())
                .nanoTime(nanos::get)
                .build();
    }

    @BeforeEach
    void setUp() {
        tenant = here.tenants().create("acme", "Acme Inc.").id();
        publish("greet");
        here.settings().put(tenant, "quick_questions", new Json("[{\"question\":\"Hello?\",\"flow\":\"hello\"}]"));
        here.settings().put(tenant, "config", new Json("{\"widget\":{\"color\":{\"value\":\"red\",\"public\":true}}}"));
        here.widgetKeys().put(tenant, key(ORIGIN));
        here.engineTokens().put(tenant, "backend", new Secret("first"));
    }

    @AfterEach
    void tearDown() {
        here.close();
        there.close();
        store.close();
    }

    private void publish(String intent) {
        here.flows().publish(tenant, Document.parse("hello.yaml", FLOW.formatted(intent)));
    }

    private static WidgetKeyRequest key(String origin) {
        return new WidgetKeyRequest(
                "chat",
                KEY,
                false,
                WidgetKey.Status.ACTIVE,
                List.of(origin),
                Grant.ofEverything(),
                Grant.ofNothing(),
                null,
                null,
                null);
    }

    /** Both nodes know the first; after the change only this one knows the second, until five seconds have passed. */
    private <T> void assertSpreads(T first, Runnable change, T second, Read<T> read) {
        assertThat(read.on(here)).isEqualTo(first);
        assertThat(read.on(there)).isEqualTo(first);
        change.run();
        assertThat(read.on(here)).isEqualTo(second);
        nanos.addAndGet(Duration.ofMillis(4_999).toNanos());
        assertThat(read.on(there)).as("kept for a while").isEqualTo(first);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(read.on(there)).isEqualTo(second);
    }

    private interface Read<T> {
        T on(FlowRuntime node);
    }

    /** The wire name of the error, or "ok". */
    private static String outcome(Runnable call) {
        try {
            call.run();
            return "ok";
        } catch (FlowException e) {
            return e.code().wireName();
        }
    }

    private String session(FlowRuntime node) {
        return outcome(() -> node.chat().admit(KEY, PAGE));
    }

    @Test
    void aKeyIsPausedResumedAndRevoked() {
        assertSpreads("ok", () -> set(WidgetKey.Status.PAUSED), "widget_disabled", this::session);
        assertSpreads("widget_disabled", () -> set(WidgetKey.Status.ACTIVE), "ok", this::session);
        assertSpreads("ok", () -> set(WidgetKey.Status.REVOKED), "widget_disabled", this::session);
    }

    private void set(WidgetKey.Status status) {
        here.widgetKeys().setStatus(tenant, KEY, status);
    }

    @Test
    void aKeyIsRotated() {
        assertSpreads("ok", () -> here.widgetKeys().rotate(tenant, KEY), "widget_disabled", this::session);
    }

    @Test
    void aPausedKeyIsRefusedForSessionsThatItOpened() {
        String token = here.chat()
                .open(new OpenSession(KEY, null, null, null, Map.of()), PAGE)
                .sessionToken();
        Caller visitor = new Caller(ORIGIN, true, token, null, null);
        assertThat(outcome(() -> here.chat().authorize(visitor))).isEqualTo("ok");

        set(WidgetKey.Status.PAUSED);

        assertThat(outcome(() -> here.chat().authorize(visitor))).isEqualTo("widget_disabled");
    }

    @Test
    void anOriginIsTakenAway() {
        assertSpreads(
                true,
                () -> here.widgetKeys().put(tenant, key("https://other.com")),
                false,
                node -> node.chat().allowsPreflight(ORIGIN, KEY));
    }

    @Test
    void anOriginOfAnyKeyIsTakenAway() {
        assertSpreads(
                true,
                () -> here.widgetKeys().put(tenant, key("https://other.com")),
                false,
                node -> node.chat().allowsPreflight(ORIGIN, null));
    }

    @Test
    void aFlowIsPublishedAndArchived() {
        Read<List<String>> intents =
                node -> node.flows().intents(tenant).stream().map(Intent::name).toList();
        assertSpreads(List.of("greet"), () -> publish("welcome"), List.of("welcome"), intents);
        assertSpreads(List.of("welcome"), () -> here.flows().archive(tenant, "hello"), List.of(), intents);
    }

    @Test
    void anEngineTokenIsReplaced() {
        assertSpreads(
                "ok",
                () -> here.engineTokens().put(tenant, "backend", new Secret("second")),
                "invalid_api_token",
                node -> outcome(() -> node.engine().authorize("first")));
    }

    @Test
    void quickQuestionsAreReplaced() {
        assertSpreads(
                List.of("Hello?"),
                () -> here.settings().put(tenant, "quick_questions", new Json("[{\"question\":\"Well?\"}]")),
                List.of("Well?"),
                node -> node.publicReads().quickQuestions(KEY, PAGE, List.of()).questions().stream()
                        .map(QuickQuestion::question)
                        .toList());
    }

    @Test
    void theIntentOfAQuickQuestionFollowsItsFlow() {
        assertSpreads(
                "greet",
                () -> publish("welcome"),
                "welcome",
                node -> node.publicReads()
                        .quickQuestions(KEY, PAGE, List.of())
                        .questions()
                        .get(0)
                        .intentName());
    }

    @Test
    void aFieldOfTheConfigurationIsMadePrivate() {
        assertSpreads(
                "ok",
                () -> here.settings()
                        .put(
                                tenant,
                                "config",
                                new Json("{\"widget\":{\"color\":{\"value\":\"red\",\"public\":false}}}")),
                "not_found",
                node -> outcome(() -> node.publicReads().config(KEY, PAGE, "widget")));
    }

    @Test
    void whatWasChangedThereIsAlsoKnownHereAfterFiveSeconds() {
        session(here);
        there.widgetKeys().setStatus(tenant, KEY, WidgetKey.Status.PAUSED);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThatThrownBy(() -> here.chat().admit(KEY, PAGE)).isInstanceOf(FlowException.class);
    }
}

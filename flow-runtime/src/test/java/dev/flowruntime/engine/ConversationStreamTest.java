package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.ConversationStream;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.StreamEvent;
import dev.flowruntime.StreamEvent.Reset;
import dev.flowruntime.StreamEvent.Updated;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.token.KeyRing;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What whoever follows a conversation is told, on two nodes with one store. */
class ConversationStreamTest {
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String ORIGIN = "https://acme.com";
    private static final String FLOW = """
            flow: hello
            name: Hello
            trigger: { type: trigger.chat, intent_name: go }
            nodes:
              - { id: hi, type: message, format: markdown, text: "Hi {{ trigger.text }}" }
              - id: ask
                type: form
                timeout: PT1H
                fields: [{ name: order, type: number, label: "Order \\"#\\"", required: true, validation: { max: 1.50 } }]
              - { id: charge, type: acme.charge }
              - { id: bye, type: message, text: "Bye {{ node.ask.output.order }}" }
              - { id: again, type: choices, options: [{ value: "y", label: "Yes" }] }
              - { id: pause, type: wait, duration: PT10M }
              - { id: last, type: message, text: Done }
            """;

    private final TestClock clock = new TestClock();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger told = new AtomicInteger();
    private final KeyRing keys = KeyRing.random(new SecureRandom());
    private final FlowStore store = new InMemoryFlowStore();
    private volatile UnaryOperator<List<ConversationTurn>> removal = UnaryOperator.identity();
    private volatile boolean down;
    private final FlowRuntime here = node();
    private final FlowRuntime there = node();
    private TenantId tenant;

    private FlowRuntime node() {
        FlowRuntime node = FlowRuntime.builder(watched(store))
                .clock(clock)
                .nanoTime(nanos::get)
                .signingKeys(keys)
                .build();
        return node.effect("acme.charge", call -> NodeResult.done(Map.of()));
    }

    /** The same store, some of whose turns were removed, or which is out of reach. */
    private FlowStore watched(FlowStore inner) {
        ConversationStore conversations = proxy(ConversationStore.class, inner.conversations());
        return (FlowStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FlowStore.class},
                (self, method, arguments) ->
                        method.getName().equals("conversations") ? conversations : method.invoke(inner, arguments));
    }

    @SuppressWarnings("unchecked")
    private <T> T proxy(Class<T> role, T inner) {
        return role.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {role}, (self, method, arguments) -> {
                    if (down) {
                        throw new StoreException(StoreException.Retry.LATER, "out of reach");
                    }
                    try {
                        Object result = method.invoke(inner, arguments);
                        return method.getName().equals("listTurns")
                                ? removal.apply((List<ConversationTurn>) result)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @BeforeEach
    void setUp() {
        tenant = here.tenants().create("acme", "Acme Inc.").id();
        here.flows().publish(tenant, Document.parse("hello.yaml", FLOW));
        here.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                "chat",
                                KEY,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(ORIGIN),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                null,
                                null,
                                null));
    }

    @AfterEach
    void tearDown() {
        here.close();
        there.close();
        store.close();
    }

    @Test
    void everyTurnIsToldInOrderWithTheReplyThatItsCallerGot() {
        String token = open(null);
        ConversationStream stream = follow(here, token, null);
        assertThat(stream.take()).isEmpty();

        Reply asked = session(here, token).trigger(TriggerMessage.of("go", "<b>"));
        assertThat(told).hasValue(1);
        assertThat(replies(stream.take())).containsExactly(asked);
        assertThat(stream.take()).isEmpty();

        Reply again = answer(asked, Map.of("order", 1.25));
        List<Reply> replies = replies(stream.take());
        assertThat(replies)
                .extracting(Reply::status)
                .containsExactly(ExecutionStatus.RUNNING, ExecutionStatus.WAITING_INPUT);
        assertThat(replies.get(0).waitToken()).isNull();
        assertThat(replies.get(1)).isEqualTo(again);

        Reply waits = answer(again, Map.of("value", "y"));
        clock.advance(Duration.ofMinutes(10));
        here.runOnce();
        assertThat(replies(stream.take()))
                .containsExactly(
                        waits, session(here, token).read(asked.executionId().toString()));
    }

    @Test
    void whoeverGoesOnFromAnyCursorIsToldTheRestAsItWas() {
        String token = open(null);
        String start = follow(here, token, null).cursor();
        Reply first = session(here, token).trigger(TriggerMessage.of("go", "a"));
        Reply second = session(there, token).trigger(TriggerMessage.of("go", "b"));
        answer(answer(first, Map.of("order", 1)), Map.of("value", "y"));
        answer(second, Map.of("order", 1.0));
        clock.advance(Duration.ofMinutes(11)); // what waited no longer does
        here.runOnce();
        List<StreamEvent> all = takeAll(session(here, token).follow(start, told::incrementAndGet));
        assertThat(all).hasSize(8).doesNotHaveDuplicates();

        for (int cut = 0; cut <= all.size(); cut++) {
            String cursor = cut == 0 ? start : all.get(cut - 1).cursor();
            assertThat(takeAll(follow(there, token, cursor))).isEqualTo(all.subList(cut, all.size()));
            assertThat(takeAll(follow(here, token, cursor))).isEqualTo(all.subList(cut, all.size()));
        }
    }

    @Test
    void aWaitTokenThatIsToldLateStillResumes() {
        String token = open(null);
        String start = follow(here, token, null).cursor();
        session(there, token).trigger(TriggerMessage.of("go", "a"));
        Reply late = replies(follow(here, token, start).take()).get(0);
        assertThat(answer(late, Map.of("order", 1)).status()).isEqualTo(ExecutionStatus.WAITING_INPUT);
    }

    @Test
    void aTurnOfAnotherNodeIsToldAtTheNextLookOnceASecond() {
        String token = open(null);
        ConversationStream stream = follow(here, token, null);
        here.runOnce();
        Reply asked = session(there, token).trigger(TriggerMessage.of("go", "a"));
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        here.runOnce();
        assertThat(told).hasValue(0);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        here.runOnce();
        assertThat(told).hasValue(1);
        assertThat(replies(stream.take())).containsExactly(asked);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        here.runOnce();
        assertThat(told).as("there is nothing new").hasValue(1);
    }

    @Test
    void whoDidNotTakeIsToldAgain() {
        String token = open(null);
        ConversationStream stream = follow(here, token, null);
        session(there, token).trigger(TriggerMessage.of("go", "a"));
        for (int look = 1; look <= 3; look++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            here.runOnce();
            assertThat(told).hasValue(look);
        }
        down = true;
        assertThatExceptionOfType(StoreException.class).isThrownBy(stream::take);
        down = false;
        assertThat(stream.take()).hasSize(1);
    }

    @Test
    void whoHasTakenIsNotToldAgainBecauseOfOthers() {
        String token = open(null);
        ConversationStream quick = follow(here, token, null);
        AtomicInteger slowTold = new AtomicInteger();
        ConversationStream slow = session(here, token).follow(null, slowTold::incrementAndGet);
        session(there, token).trigger(TriggerMessage.of("go", "a"));
        here.runOnce();
        assertThat(quick.take()).hasSize(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        here.runOnce();
        assertThat(told).hasValue(1);
        assertThat(slowTold).hasValue(2);
        assertThat(slow.take()).hasSize(1);
    }

    @Test
    void allWhoFollowOneConversationAreToldAndNobodyElse() {
        String token = open(null);
        ConversationStream one = follow(here, token, null);
        ConversationStream two = follow(here, token, null);
        ConversationStream other = follow(here, open(null), null);
        session(here, token).trigger(TriggerMessage.of("go", "a"));
        assertThat(told).hasValue(2);
        two.close();
        session(here, token).trigger(TriggerMessage.of("go", "b"));
        assertThat(told).hasValue(3);
        assertThat(one.take()).hasSize(2);
        assertThat(other.take()).isEmpty();
    }

    @Test
    void whoCannotBeToldDoesNotSpoilTheTurn() {
        String token = open(null);
        session(here, token).follow(null, () -> {
            throw new IllegalStateException("broken");
        });
        ConversationStream other = follow(here, token, null);
        assertThat(session(here, token).trigger(TriggerMessage.of("go", "a")).status())
                .isEqualTo(ExecutionStatus.WAITING_INPUT);
        assertThat(told).hasValue(1);
        assertThat(other.take()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "x", "-1-", "01-", "3-", "99999999999999999999-", "1-0", "٣-"})
    void aCursorThatIsUnknownBeginsWithAResetAndGoesOnFromNow(String bad) {
        String token = open(null);
        session(here, token).trigger(TriggerMessage.of("go", "a"));
        session(here, token).trigger(TriggerMessage.of("go", "b"));
        String now = follow(here, token, null).cursor();
        String cursor = bad.endsWith("-") ? bad + now.substring(now.indexOf('-') + 1) : bad;

        ConversationStream stream = follow(here, token, cursor);
        assertThat(stream.take()).containsExactly(new Reset(now));
        assertThat(stream.take()).isEmpty();
        session(here, token).trigger(TriggerMessage.of("go", "c"));
        assertThat(stream.take()).hasSize(1).hasOnlyElementsOfType(Updated.class);
    }

    @Test
    void theCursorOfAnotherConversationIsUnknown() {
        String token = open(null);
        session(here, token).trigger(TriggerMessage.of("go", "a"));
        String other = open(null);
        session(here, other).trigger(TriggerMessage.of("go", "a"));
        ConversationStream stream =
                follow(here, other, follow(here, token, null).cursor());
        assertThat(stream.take()).containsExactly(new Reset(stream.cursor()));
    }

    @Test
    void whereTurnsWereRemovedTheRestIsToldAfterAReset() {
        String token = open(null);
        String start = follow(here, token, null).cursor();
        for (int i = 0; i < 5; i++) {
            session(here, token).trigger(TriggerMessage.of("go", "n" + i));
        }
        String now = follow(here, token, null).cursor();
        for (int gone = 1; gone <= 5; gone++) {
            int number = gone;
            removal = turns ->
                    turns.stream().filter(turn -> turn.number() != number).toList();
            ConversationStream stream = follow(here, token, start);
            List<StreamEvent> events = takeAll(stream);
            assertThat(events).hasSize(gone);
            assertThat(replies(events.subList(0, gone - 1))).hasSize(gone - 1);
            assertThat(events.get(gone - 1)).isEqualTo(new Reset(now));
        }
        removal = turns -> List.of();
        assertThat(takeAll(follow(here, token, start))).containsExactly(new Reset(now));
        assertThat(takeAll(follow(here, token, now))).isEmpty();
    }

    @Test
    void moreThanABatchComesInBatches() {
        String token = open(null);
        String start = follow(here, token, null).cursor();
        int turns = 2 * ConversationStream.BATCH + 1;
        for (int i = 0; i < turns; i++) {
            session(here, token).trigger(TriggerMessage.of("go", "n" + i));
        }
        ConversationStream stream = follow(here, token, start);
        assertThat(stream.take()).hasSize(ConversationStream.BATCH);
        assertThat(stream.take()).hasSize(ConversationStream.BATCH);
        assertThat(stream.take()).hasSize(1);
        assertThat(stream.take()).isEmpty();
    }

    @Test
    void whoOnlyClaimsToBeACustomerHearsOfNothingFromBeforeTheSession() {
        String first = open("ann");
        String start = follow(here, first, null).cursor();
        Reply old = session(here, first).trigger(TriggerMessage.of("go", "secret"));
        for (int i = 0; i < 2 * ConversationStream.BATCH; i++) {
            session(here, first).trigger(TriggerMessage.of("go", "secret"));
        }
        clock.advance(Duration.ofSeconds(1));
        String second = open("ann");
        ConversationStream stream = follow(here, second, start);
        answer(old, Map.of("order", 1));
        assertThat(takeAll(stream)).isEmpty();
        Reply own = session(here, second).trigger(TriggerMessage.of("go", "mine"));
        assertThat(replies(takeAll(stream))).containsExactly(own);
        assertThat(stream.cursor()).isEqualTo(follow(here, first, null).cursor());
    }

    @Test
    void theStreamEndsWithItsSession() {
        String token = open(null);
        ConversationStream stream = follow(here, token, null);
        session(here, token).trigger(TriggerMessage.of("go", "a"));
        clock.advance(Duration.ofSeconds(3599));
        stream.check();
        clock.advance(Duration.ofSeconds(1));
        assertRefused(ErrorCode.INVALID_SESSION_TOKEN, stream::check);
        assertRefused(ErrorCode.INVALID_SESSION_TOKEN, stream::take);
    }

    @Test
    void theStreamOfAPausedKeyEnds() {
        String token = open(null);
        ConversationStream stream = follow(here, token, null);
        ConversationStream far = follow(there, token, null);
        here.widgetKeys().setStatus(tenant, KEY, WidgetKey.Status.PAUSED);
        assertRefused(ErrorCode.WIDGET_DISABLED, stream::take);
        far.check();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertRefused(ErrorCode.WIDGET_DISABLED, far::check);
    }

    @Test
    void manyTurnsAtOnceAreAllToldOnce() throws InterruptedException {
        String token = open(null);
        ConversationStream stream = follow(here, token, null);
        int threads = 4;
        int turns = 50;
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            FlowRuntime node = i % 2 == 0 ? here : there;
            new Thread(() -> {
                        for (int n = 0; n < turns; n++) {
                            session(node, token).trigger(TriggerMessage.of("go", "a"));
                        }
                        done.countDown();
                    })
                    .start();
        }
        List<StreamEvent> events = new ArrayList<>();
        while (done.getCount() > 0 || events.size() < threads * turns) {
            List<StreamEvent> more = stream.take();
            events.addAll(more);
            if (more.isEmpty() && done.getCount() == 0) {
                events.addAll(takeAll(stream));
                break;
            }
        }
        assertThat(replies(events))
                .extracting(Reply::executionId)
                .hasSize(threads * turns)
                .doesNotHaveDuplicates();
        assertThat(takeAll(follow(there, token, events.get(99).cursor()))).isEqualTo(events.subList(100, 200));
    }

    private String open(@Nullable String customer) {
        return here.chat()
                .open(new OpenSession(KEY, customer, null, null, Map.of()), page(null))
                .sessionToken();
    }

    private static Caller page(@Nullable String bearer) {
        return new Caller(ORIGIN, true, bearer, null, null);
    }

    private static ChatSession session(FlowRuntime node, String token) {
        return node.chat().authorize(page(token));
    }

    private ConversationStream follow(FlowRuntime node, String token, @Nullable String cursor) {
        return session(node, token).follow(cursor, told::incrementAndGet);
    }

    private Reply answer(Reply asked, Map<String, Object> values) {
        return here.engine().resume(tenant, ResumeMessage.of(asked, values));
    }

    private static List<StreamEvent> takeAll(ConversationStream stream) {
        List<StreamEvent> all = new ArrayList<>();
        for (List<StreamEvent> some = stream.take(); !some.isEmpty(); some = stream.take()) {
            all.addAll(some);
        }
        return all;
    }

    private static List<Reply> replies(List<StreamEvent> events) {
        return events.stream().map(event -> ((Updated) event).reply()).toList();
    }

    private static void assertRefused(ErrorCode code, Runnable call) {
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}

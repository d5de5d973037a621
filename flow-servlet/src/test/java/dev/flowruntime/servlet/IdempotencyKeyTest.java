package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message with an Idempotency-Key is served once, however often it comes. */
@Timeout(60)
class IdempotencyKeyTest {
    private static final String SESSIONS = "/api/public/v1/chat/sessions";
    private static final String MESSAGES = "/api/public/v1/chat/messages";
    private static final String TRIGGER = "{\"text\":\"Where is it?\",\"intentName\":\"order_status\"}";
    private static final String CHARGE = "{\"text\":\"Buy\",\"intentName\":\"charge\"}";
    private static final Duration PAST_THE_LEASE = Duration.ofMinutes(5);

    private final Shop shop = new Shop();
    private Container container;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        container = Container.jetty(Map.of(
                "/*", FlowServlet.builder(shop.runtime).withoutRateLimits().build()));
        page = Client.to(container.root()).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        shop.watched.afterWrites("", () -> {});
        shop.watched.fail(null);
        container.stop();
        shop.runtime.close();
    }

    @Test
    void aTriggerIsAnsweredByteForByte() {
        Client visitor = visitor();
        Answered first = keyed(visitor, "k").post(MESSAGES, TRIGGER);
        assertFirst(first, 200);
        shop.watched.forget();

        Answered again = keyed(visitor, "k").post(MESSAGES, TRIGGER);

        assertReplay(again, first);
        assertThat(again.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(again.header("Content-Type")).isEqualTo("application/json");
        assertThat(shop.watched.writes()).containsExactly("IdempotencyStore.begin");
        assertThat(messages(visitor)).hasSize(2);
    }

    @Test
    void aResumeIsAnsweredByteForByte() {
        Client visitor = visitor();
        String answer = answer(visitor.post(MESSAGES, TRIGGER), "A1001");
        Answered first = keyed(visitor, "k").post(MESSAGES, answer);
        assertFirst(first, 200);
        assertReplay(keyed(visitor, "k").post(MESSAGES, answer), first);
        assertThat(visitor.post(MESSAGES, answer).status()).isEqualTo(409);
    }

    @Test
    void aMessageWithoutAKeyIsServedEachTimeAndTouchesNoKeys() {
        Client visitor = visitor();
        shop.watched.forget();
        Answered first = visitor.post(MESSAGES, TRIGGER);
        Answered again = visitor.post(MESSAGES, TRIGGER);
        assertThat(again.json().get("reply").get("executionId"))
                .isNotEqualTo(first.json().get("reply").get("executionId"));
        assertThat(shop.watched.writes()).containsExactly("ExecutionStore.commit", "ExecutionStore.commit");
    }

    @Test
    void aKeyedMessageCostsOneWriteBeforeItsCommit() {
        Client visitor = visitor();
        shop.watched.forget();
        keyed(visitor, "k").post(MESSAGES, TRIGGER);
        assertThat(shop.watched.writes()).containsExactly("IdempotencyStore.begin", "ExecutionStore.commit");
    }

    @Test
    void otherBytesUnderTheKeyAreAConflict() {
        Client visitor = visitor();
        Answered first = keyed(visitor, "k").post(MESSAGES, TRIGGER);
        assertError(keyed(visitor, "k").post(MESSAGES, TRIGGER + " "), 409, "idempotency_conflict");
        assertError(keyed(visitor, "k").post(MESSAGES, answer(first, "A1001")), 409, "idempotency_conflict");
        assertReplay(keyed(visitor, "k").post(MESSAGES, TRIGGER), first);
        assertThat(messages(visitor)).hasSize(2);
    }

    @Test
    void keysAreOfOneConversation() {
        Client one = visitor();
        Client other = visitor();
        Answered ofOne = keyed(one, "k").post(MESSAGES, TRIGGER);
        assertFirst(keyed(other, "k").post(MESSAGES, TRIGGER), 200);
        assertFirst(keyed(one, "K").post(MESSAGES, TRIGGER), 200);
        assertReplay(keyed(one, "k").post(MESSAGES, TRIGGER), ofOne);
    }

    @Test
    void aSecondSessionOfTheConversationHasTheSameKeys() {
        Client before = visitor();
        Answered first = keyed(before, "k").post(MESSAGES, TRIGGER);
        String open = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";
        Client after = page.bearer(
                before.post(SESSIONS, open).json().get("sessionToken").asText());
        assertReplay(keyed(after, "k").post(MESSAGES, TRIGGER), first);
    }

    @Test
    void refusalsAreAnsweredByteForByte() {
        Client narrow = visitor(Shop.NARROW_KEY);
        assertKept(narrow, TRIGGER, 403, "intent_not_allowed");
        assertKept(narrow, TRIGGER.replace("order_status", "not_published"), 404, "intent_not_matched");
        Client visitor = visitor();
        assertKept(visitor, TRIGGER.replace("order_status", "no_such"), 404, "intent_not_matched");
        Answered asked = visitor.post(MESSAGES, TRIGGER);
        String execution = asked.json().get("reply").get("executionId").asText();
        assertKept(visitor, answer(asked, "A1").replace(execution, "none"), 404, "execution_not_found");
        assertKept(visitor, answer(asked, "A1").replace("wait_", "wait_0"), 409, "invalid_wait_token");
        assertKept(visitor, answer(asked, ""), 422, "validation_failed");
        assertKept(visitor, TRIGGER.replace("Where is it?", ""), 422, "validation_failed");
        shop.runtime.engine().abort(Shop.TENANT, execution, null);
        assertKept(visitor, answer(asked, "A1"), 410, "execution_aborted");
    }

    private void assertKept(Client visitor, String body, int status, String error) {
        Client keyed = keyed(visitor, "kept-" + status + error + body.hashCode());
        Answered first = keyed.post(MESSAGES, body);
        assertError(first, status, error);
        assertFirst(first, status);
        assertReplay(keyed.post(MESSAGES, body), first);
    }

    @Test
    void aRefusalStaysTheAnswerWhenItsReasonIsGone() {
        Client visitor = visitor();
        String body = TRIGGER.replace("order_status", "charge");
        Answered first = keyed(visitor, "k").post(MESSAGES, body);
        assertError(first, 404, "intent_not_matched");
        publishCharge(new AtomicInteger()::incrementAndGet);
        assertReplay(keyed(visitor, "k").post(MESSAGES, body), first);
        assertThat(visitor.post(MESSAGES, body).status()).isEqualTo(200);
    }

    @Test
    void whatIsNotKeptMayBeSentAgain() {
        Client visitor = visitor();
        assertError(keyed(visitor, "k").post(MESSAGES, "{"), 400, "invalid_input");
        assertError(keyed(visitor, "k").post(MESSAGES, "{\"text\":\"hi\"}"), 400, "invalid_input");
        assertError(page.with("Idempotency-Key", "k").post(MESSAGES, TRIGGER), 401, "invalid_session_token");
        shop.watched.fail("ExecutionStore", new StoreException(Retry.LATER, "down"));
        assertError(keyed(visitor, "k").post(MESSAGES, TRIGGER), 503, "unavailable");
        shop.watched.fail("ExecutionStore", new IllegalStateException("broken"));
        assertError(keyed(visitor, "k").post(MESSAGES, TRIGGER), 500, "internal_error");
        shop.watched.fail(null);
        assertFirst(keyed(visitor, "k").post(MESSAGES, TRIGGER), 200);
    }

    @Test
    void aKeyIsVisibleAsciiOfAtMost255Characters() {
        Client visitor = visitor();
        for (String key : List.of("", " ", "a b", "a\tb", "a".repeat(256))) {
            assertError(keyed(visitor, key).post(MESSAGES, TRIGGER), 400, "invalid_input");
        }
        assertError(keyed(keyed(visitor, "a"), "b").post(MESSAGES, TRIGGER), 400, "invalid_input");
        assertThat(messages(visitor)).isEmpty();
        for (String key : List.of("!", "~", "\"k\"", "a,b", "a".repeat(255))) {
            Answered first = keyed(visitor, key).post(MESSAGES, TRIGGER);
            assertFirst(first, 200);
            assertReplay(keyed(visitor, key).post(MESSAGES, TRIGGER), first);
        }
    }

    @Test
    void aKeyIsGoodForADay() {
        Client visitor = visitor();
        Answered first = keyed(visitor, "k").post(MESSAGES, TRIGGER);
        shop.elapse(Duration.ofHours(24).minusSeconds(1));
        String open = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";
        Client after = page.bearer(
                visitor.post(SESSIONS, open).json().get("sessionToken").asText());
        assertReplay(keyed(after, "k").post(MESSAGES, TRIGGER), first);
        shop.elapse(Duration.ofSeconds(1));
        assertFirst(keyed(after, "k").post(MESSAGES, TRIGGER), 200);
    }

    @Test
    void aWorkerSweepsKeysThatAreOver() {
        keyed(visitor(), "k").post(MESSAGES, TRIGGER);
        shop.runtime.runOnce();
        shop.elapse(Duration.ofHours(24));
        shop.runtime.runOnce();
        assertThat(shop.store.idempotency().sweep(shop.now, 10)).isZero();
    }

    @Test
    void ofFiftyAtOnceOneIsServedAndItsAnswerIsEverybodys() throws Exception {
        for (int round = 0; round < 4; round++) {
            Client visitor = visitor();
            Client keyed = keyed(visitor, "k");
            List<Answered> answers = fiftyAtOnce(() -> keyed.post(MESSAGES, TRIGGER));
            assertOneAnswer(answers, keyed.post(MESSAGES, TRIGGER));
            assertThat(messages(visitor)).hasSize(2);
        }
    }

    @Test
    void ofFiftyAnswersAtOnceOneIsServedAndItsAnswerIsEverybodys() throws Exception {
        for (int round = 0; round < 4; round++) {
            Client visitor = visitor();
            String answer = answer(visitor.post(MESSAGES, TRIGGER), "A1001");
            Client keyed = keyed(visitor, "k");
            List<Answered> answers = fiftyAtOnce(() -> keyed.post(MESSAGES, answer));
            assertOneAnswer(answers, keyed.post(MESSAGES, answer));
            assertThat(messages(visitor)).hasSize(3);
        }
    }

    private static List<Answered> fiftyAtOnce(Callable<Answered> request) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<Answered>> sent = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sent.add(threads.submit(() -> {
                    start.await();
                    return request.call();
                }));
            }
            start.countDown();
            List<Answered> answers = new ArrayList<>();
            for (Future<Answered> one : sent) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertOneAnswer(List<Answered> answers, Answered after) {
        assertThat(after.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(after.status()).isEqualTo(200);
        assertThat(answers)
                .filteredOn(answered -> answered.status() == 200)
                .extracting(Answered::text)
                .containsOnly(after.text());
        assertThat(answers)
                .filteredOn(answered -> answered.status() == 200 && answered.header("Idempotency-Replayed") == null)
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answered -> answered.status() != 200)
                .allSatisfy(answered -> assertError(answered, 409, "idempotency_in_progress"));
    }

    @Test
    void whileTheFirstRunsTheSecondIsToldSo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger charges = new AtomicInteger();
        publishCharge(() -> {
            begun.countDown();
            await(go);
            charges.incrementAndGet();
        });
        Client visitor = visitor();
        AtomicReference<Answered> first = new AtomicReference<>();
        Thread client = new Thread(() -> first.set(keyed(visitor, "k").post(MESSAGES, CHARGE)));
        client.start();
        begun.await();
        assertError(keyed(visitor, "k").post(MESSAGES, CHARGE), 409, "idempotency_in_progress");
        assertError(keyed(visitor, "k").post(MESSAGES, TRIGGER), 409, "idempotency_conflict");
        go.countDown();
        client.join();

        assertFirst(first.get(), 200);
        assertThat(first.get().json().get("reply").get("status").asText()).isEqualTo("completed");
        assertReplay(keyed(visitor, "k").post(MESSAGES, CHARGE), first.get());
        assertThat(charges).hasValue(1);
    }

    @Test
    void whatWasCommittedBeforeACrashIsTheAnswer() {
        Client visitor = visitor();
        String answer = answer(visitor.post(MESSAGES, TRIGGER), "A1001");
        crashAfter("ExecutionStore.commit");
        assertThat(keyed(visitor, "k").post(MESSAGES, answer).status()).isEqualTo(503);
        heal();

        Answered again = keyed(visitor, "k").post(MESSAGES, answer);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json().get("reply").get("status").asText()).isEqualTo("waiting_time");
        assertReplay(keyed(visitor, "k").post(MESSAGES, answer), again);
        assertThat(messages(visitor)).hasSize(3);
    }

    @Test
    void whatWasNotCommittedBeforeACrashMayBeSentAgainWhenTheLeaseHasEnded() {
        Client visitor = visitor();
        crashAfter("IdempotencyStore.begin");
        assertThat(keyed(visitor, "k").post(MESSAGES, TRIGGER).status()).isEqualTo(503);
        heal();
        assertError(keyed(visitor, "k").post(MESSAGES, TRIGGER), 409, "idempotency_in_progress");
        shop.elapse(PAST_THE_LEASE);
        assertFirst(keyed(visitor, "k").post(MESSAGES, TRIGGER), 200);
        assertThat(messages(visitor)).hasSize(2);
    }

    @Test
    void aStepThatWasBegunBeforeACrashIsNotBegunAgain() {
        AtomicInteger charges = new AtomicInteger();
        publishCharge(charges::incrementAndGet);
        Client visitor = visitor();
        crashAfter("ExecutionStore.commit");
        assertThat(keyed(visitor, "k").post(MESSAGES, CHARGE).status()).isEqualTo(503);
        heal();
        assertError(keyed(visitor, "k").post(MESSAGES, CHARGE), 409, "idempotency_in_progress");
        shop.elapse(PAST_THE_LEASE);

        Answered again = keyed(visitor, "k").post(MESSAGES, CHARGE);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json().get("reply").get("status").asText()).isEqualTo("running");

        shop.runtime.runOnce();
        assertReplay(keyed(visitor, "k").post(MESSAGES, CHARGE), again);
        assertThat(charges).hasValue(1);
        ExecutionId id =
                ExecutionId.of(again.json().get("reply").get("executionId").asText());
        assertThat(shop.store.executions().find(Shop.TENANT, id).map(Execution::status))
                .hasToString("Optional[COMPLETED]");
    }

    /** The write is done, and neither its caller nor the store hears any more of this process. */
    private void crashAfter(String write) {
        shop.watched.afterWrites(write, () -> {
            StoreException gone = new StoreException(Retry.LATER, "gone");
            shop.watched.fail(gone);
            throw gone;
        });
    }

    private void heal() {
        shop.watched.afterWrites("", () -> {});
        shop.watched.fail(null);
    }

    private void publishCharge(Runnable charge) {
        shop.runtime.effect("acme.charge", call -> {
            charge.run();
            return NodeResult.done(Map.of("receipt", "R1"));
        });
        shop.runtime
                .flows()
                .publish(
                        Shop.TENANT,
                        Document.parse(
                                "charge.yaml",
                                "flow: charge\nname: Charge\ntrigger: { type: trigger.chat, intent_name: charge }\n"
                                        + "nodes:\n"
                                        + "  - { id: charge, type: acme.charge }\n"
                                        + "  - { id: ok, type: message, text: Done }\n"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Client visitor() {
        return visitor(Shop.OPEN_KEY);
    }

    private Client visitor(String key) {
        Answered session = page.post(SESSIONS, "{\"publicKey\":\"" + key + "\"}");
        return page.bearer(session.json().get("sessionToken").asText());
    }

    private static Client keyed(Client visitor, String key) {
        return visitor.with("Idempotency-Key", key);
    }

    private static String answer(Answered asked, String number) {
        JsonNode reply = asked.json().get("reply");
        return "{\"executionId\":" + reply.get("executionId") + ",\"waitToken\":" + reply.get("waitToken")
                + ",\"values\":{\"order_number\":\"" + number + "\"}}";
    }

    private static JsonNode messages(Client visitor) {
        return visitor.get(MESSAGES).json().get("messages");
    }

    private static void assertFirst(Answered answered, int status) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.header("Idempotency-Replayed")).isNull();
    }

    private static void assertReplay(Answered again, Answered first) {
        assertThat(again.status()).as(again.text()).isEqualTo(first.status());
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    private static void assertError(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
    }
}

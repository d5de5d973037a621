package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.engine.HttpPeer.Answer;
import dev.flowruntime.engine.HttpPeer.Received;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.HttpConnection;
import dev.flowruntime.transport.HttpConnections;
import dev.flowruntime.transport.Reach;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows that ask other systems over HTTP. */
@Timeout(30)
class HttpRequestTest {
    private static final String SORRY = "\n- { id: sorry, type: message, text: \"Failed: {{ node.call.error }}\" }\n";

    private final FlowStore store = new InMemoryFlowStore();
    private FlowRuntime runtime = runtime(builder -> builder);
    private final TenantId tenant = runtime.tenants().create("acme", "Acme").id();

    private FlowRuntime runtime(UnaryOperator<FlowRuntime.Builder> more) {
        return more.apply(FlowRuntime.builder(store).reach(Reach.PUBLIC_AND_LOOPBACK))
                .build();
    }

    private void use(UnaryOperator<FlowRuntime.Builder> more) {
        runtime.close();
        runtime = runtime(more);
    }

    @AfterEach
    void close() {
        runtime.close();
        store.close();
    }

    private Reply run(String nodes) {
        return run(nodes, Map.of());
    }

    private Reply run(String nodes, Map<String, Object> context) {
        runtime.flows()
                .publish(
                        tenant,
                        Document.parse(
                                "flow.yaml",
                                "flow: flow\nname: Flow\ntrigger: { type: trigger.chat, intent_name: go }\nnodes:\n"
                                        + nodes.indent(2)));
        TriggerMessage go = new TriggerMessage("hi", "go", context, Map.of(), null);
        return runtime.engine().trigger(new EngineTrigger(tenant, null, go));
    }

    @Test
    void whatIsAskedArrivesAndWhatIsAnsweredIsRead() throws IOException {
        try (HttpPeer peer =
                new HttpPeer(request -> Answer.json(201, "{\"id\":7,\"items\":[{\"sku\":\"A\"}],\"total\":1.5}"))) {
            Reply reply = run("""
                    - id: call
                      type: http.request
                      method: POST
                      url: "%s/orders/{{ context.order }}?lang={{ context.lang }}"
                      headers: { X-Trace: "t {{ context.lang }}", X-Version: 2, X-Absent: "{{ context.nothing }}" }
                      body: { order: "{{ context.order }}", amount: "{{ 2 + 3 }}", gift: "{{ context.nothing }}" }
                    - id: say
                      type: message
                      text: "{{ node.call.output.status }} {{ node.call.output.body.items[0].sku }} {{ node.call.output.body.total + 1 }}"
                    - id: type
                      type: message
                      text: "{{ node.call.output.headers['content-type'] }}"
                    """.formatted(peer.url()), Map.of("order", "A/1 é", "lang", "de&x=1"));
            assertThat(Fixture.texts(reply)).containsExactly("201 A 2.5", "application/json; charset=utf-8");
            Received request = peer.received.get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/orders/A%2F1%20%C3%A9?lang=de%26x%3D1");
            assertThat(request.headers())
                    .containsEntry("X-Trace", "t de&x=1")
                    .containsEntry("X-Version", "2")
                    .containsEntry("Content-Type", "application/json")
                    .containsEntry("Idempotency-Key", reply.executionId() + ":1")
                    .doesNotContainKey("X-Absent");
            assertThat(request.body()).isEqualTo("{\"order\":\"A/1 é\",\"amount\":5,\"gift\":null}");
        }
    }

    @Test
    void theAuthorsOwnKeyAndContentTypeStand() throws IOException {
        try (HttpPeer peer = new HttpPeer(request -> Answer.text("ok"))) {
            run("""
                    - id: call
                      type: http.request
                      method: PUT
                      url: "%s/a"
                      headers: { idempotency-key: mine, content-type: text/csv }
                      body: "a,b\\n1,2"
                    """.formatted(peer.url()));
            assertThat(peer.received.get(0).headers())
                    .containsEntry("Idempotency-Key", "mine")
                    .containsEntry("Content-Type", "text/csv");
            assertThat(peer.received.get(0).body()).isEqualTo("a,b\n1,2");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/plain         | Hello        | Hello / string
            text/html          | {"a":1}      | {"a":1} / string
            application/json   | [1,2]        | 1, 2 / list
            application/json   | 7            | 7 / number
            application/hal+json;v=1 | "x"    | x / string
            application/json   | ''           | ' / nothing'
            text/plain         | ''           | ' / nothing'
            """)
    void jsonIsReadAsValuesAndAnythingElseAsText(String type, String body, String said) throws IOException {
        try (HttpPeer peer = new HttpPeer(request -> new Answer(200, Map.of("Content-Type", type), body))) {
            runtime.node("acme.kind", call -> {
                Object value = call.members().get("value");
                String kind = value == null
                        ? "nothing"
                        : value instanceof String ? "string" : value instanceof Number ? "number" : "list";
                return NodeResult.done(kind);
            });
            Reply reply = run("""
                    - { id: call, type: http.request, method: GET, url: "%s/a" }
                    - { id: kind, type: acme.kind, value: "{{ node.call.output.body }}" }
                    - { id: say, type: message, text: "{{ node.call.output.body }} / {{ node.kind.output }}" }
                    """.formatted(peer.url()));
            assertThat(Fixture.texts(reply)).containsExactly(said);
        }
    }

    @Test
    void anAnswerThatIsNotGoodTakesTheErrorEdgeAndCanBeLookedAtThere() throws IOException {
        try (HttpPeer peer = new HttpPeer(request -> Answer.json(404, "{\"reason\":\"no such order\"}"))) {
            Reply reply = run("""
                    - { id: call, type: http.request, method: GET, url: "%s/a", on_error: why, next: end }
                    - { id: why, type: condition, when: node.call.output.status == 404, then: gone, else: end }
                    - { id: gone, type: message, text: "{{ node.call.error }}: {{ node.call.output.body.reason }}" }
                    """.formatted(peer.url()));
            assertThat(Fixture.texts(reply)).containsExactly("status 404: no such order");
            assertThat(peer.received).hasSize(1);
        }
    }

    @Test
    void withoutAnErrorEdgeTheExecutionFails() throws IOException {
        try (HttpPeer peer = new HttpPeer(request -> Answer.json(400, "{}"))) {
            Reply reply = run("- { id: call, type: http.request, method: GET, url: \"%s/a\" }".formatted(peer.url()));
            assertThat(reply.status()).isEqualTo(ExecutionStatus.FAILED);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1          | the answer says that it is JSON, and is not JSON
            {"a":1,"a":2}   | the answer says that it is JSON, and is not JSON
            {"a":"\\u0000"} | the answer says that it is JSON, and has a text with a NUL character
            {"a":"\\ud800"} | the answer says that it is JSON, and has a text with half a surrogate pair
            {"a":1e999}     | the answer says that it is JSON, and has a number beyond all bounds
            [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] | the answer says that it is JSON, and is nested deeper than 32 levels
            """)
    void jsonThatIsNoneOrThatNoStoreShouldKeepIsAFailure(String body, String error) throws IOException {
        try (HttpPeer peer = new HttpPeer(request -> Answer.json(200, body))) {
            Reply reply = run("- { id: call, type: http.request, method: GET, url: \"%s/a\", on_error: sorry }"
                            .formatted(peer.url())
                    + SORRY);
            assertThat(Fixture.texts(reply)).containsExactly("Failed: " + error);
        }
    }

    @Test
    void anAnswerBeyondTheLimitIsAFailureAndNotKept() throws IOException {
        use(builder -> builder.httpAnswerLimit(1000));
        try (HttpPeer peer = new HttpPeer(request -> Answer.text("x".repeat(1001)))) {
            Reply reply = run("- { id: call, type: http.request, method: GET, url: \"%s/a\", on_error: sorry }"
                            .formatted(peer.url())
                    + SORRY);
            assertThat(Fixture.texts(reply)).containsExactly("Failed: the answer is longer than flows may be given");
            assertThat(store.executions()
                            .find(tenant, reply.executionId())
                            .orElseThrow()
                            .state()
                            .text())
                    .doesNotContain("xxx");
        }
    }

    @Test
    void aFailureThatMayPassIsTriedAgainWithTheSameKey() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        try (HttpPeer peer =
                new HttpPeer(request -> tries.incrementAndGet() == 1 ? Answer.json(503, "{}") : Answer.text("well"))) {
            Reply reply = run("""
                    - { id: call, type: http.request, method: POST, url: "%s/a", body: { a: 1 } }
                    - { id: say, type: message, text: "{{ node.call.output.body }}" }
                    """.formatted(peer.url()));
            assertThat(Fixture.texts(reply)).containsExactly("well");
            assertThat(peer.received).hasSize(2);
            assertThat(peer.received.get(1)).isEqualTo(peer.received.get(0));
        }
    }

    @Test
    void aConnectionHasTheHostAndTheSecretsAndNoneOfThemIsKept() throws IOException {
        try (HttpPeer peer = new HttpPeer(request -> Answer.json(200, "{}"))) {
            use(builder -> builder.connections(HttpConnections.of(
                    Map.of("crm", HttpConnection.to(peer.url() + "/v2").with("Authorization", "Bearer s3cr3t")))));
            Reply reply = run("""
                    - id: call
                      type: http.request
                      method: DELETE
                      connection: crm
                      url: "/customers/{{ context.id }}"
                      headers: { authorization: guessed }
                    """, Map.of("id", "4711"));
            assertThat(reply.status()).isEqualTo(ExecutionStatus.COMPLETED);
            assertThat(peer.received.get(0).target()).isEqualTo("/v2/customers/4711");
            assertThat(peer.received.get(0).headers()).containsEntry("Authorization", "Bearer s3cr3t");
            assertThat(store.executions().find(tenant, reply.executionId()).toString()
                            + store.executions().listHistory(tenant, reply.executionId()))
                    .contains("4711", "call")
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void aConnectionThatIsNotThereIsAFailureThatNamesIt() {
        use(builder -> builder.connections((owner, name) -> {
            if (name.equals("vault")) {
                throw new IllegalStateException("password s3cr3t is wrong");
            }
            return null;
        }));
        String call = "- { id: call, type: http.request, method: GET, connection: %s, url: /a, on_error: sorry }";
        assertThat(Fixture.texts(run(call.formatted("crm") + SORRY)))
                .containsExactly("Failed: there is no connection crm");
        assertThat(Fixture.texts(run(call.formatted("vault") + SORRY)))
                .containsExactly("Failed: the connection vault could not be looked up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\rb", "\0", "é", "\u007f", "\u2028"})
    void aHeaderThatWouldBecomeAnotherIsNeverSent(String value) throws IOException {
        try (HttpPeer peer = new HttpPeer(request -> Answer.text("ok"))) {
            Reply reply = run(
                    "- { id: call, type: http.request, method: GET, url: \"%s/a\", headers: { X-Name: \"{{ context.name }}\" }, on_error: sorry }"
                                    .formatted(peer.url())
                            + SORRY,
                    Map.of("name", value));
            assertThat(Fixture.texts(reply))
                    .containsExactly(
                            "Failed: the header X-Name has a line break or another character that is not printable"
                                    + " ASCII");
            assertThat(peer.received).isEmpty();
        }
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws IOException {
        try (HttpPeer peer = new HttpPeer(
                request -> new Answer(302, Map.of("Location", "http://169.254.169.254/latest/meta-data"), ""))) {
            Reply reply = run("- { id: call, type: http.request, method: GET, url: \"%s/a\", on_error: sorry }"
                            .formatted(peer.url())
                    + SORRY);
            assertThat(Fixture.texts(reply)).containsExactly("Failed: status 302");
            assertThat(peer.received).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://127.0.0.1:9/a             | refused: the URL must begin with https://
            https://169.254.169.254/a        | refused: the URL must lead to a public address
            https://[fd00::1]/a              | refused: the URL must lead to a public address
            https://localhost/a              | refused: the URL must not lead to this machine
            https://user:pass@acme.com/a     | refused: the URL must have no user name or password in it
            """)
    void onlyPublicHostsAreAskedUnlessToldOtherwise(String url, String error) {
        use(builder -> builder.reach(Reach.PUBLIC));
        String call = "- { id: call, type: http.request, method: GET, url: \"{{ context.url }}\", on_error: sorry }";
        assertThat(Fixture.texts(run(call + SORRY, Map.of("url", url)))).containsExactly("Failed: " + error);
    }

    @Test
    void aServerThatHangsOrDripsIsLeftWhenTheTimeIsUp() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (HttpPeer peer = new HttpPeer(request -> {
            over.await();
            return Answer.text("late");
        })) {
            Reply reply = run(
                    "- { id: call, type: http.request, method: GET, url: \"%s/a\", timeout: PT0.2S, retries: 0, on_error: sorry }"
                                    .formatted(peer.url())
                            + SORRY);
            assertThat(Fixture.texts(reply)).containsExactly("Failed: timed_out: the exchange was not over in time");
        } finally {
            over.countDown();
        }
    }

    @Test
    void aStepThatDiedBetweenSendingAndCommittingIsSentAgainWithTheSameKey() throws IOException {
        TestClock clock = new TestClock();
        AtomicBoolean dying = new AtomicBoolean();
        AtomicInteger requests = new AtomicInteger();
        try (HttpPeer peer = new HttpPeer(request -> {
            dying.set(requests.incrementAndGet() == 1);
            return Answer.text("charged");
        })) {
            use(builder -> builder.clock(clock).ids(() -> {
                if (dying.getAndSet(false)) {
                    throw new ThreadDeath(); // the turn that has the answer asks for the id of its message
                }
                return UuidCreator.getTimeOrderedEpochFast();
            }));
            assertThatThrownBy(() -> run("""
                    - { id: call, type: http.request, method: POST, url: "%s/charge" }
                    - { id: say, type: message, text: "{{ node.call.output.body }}" }
                    """.formatted(peer.url()))).hasCauseInstanceOf(ThreadDeath.class);
            assertThat(runtime.runOnce()).isZero();
            clock.advance(Duration.ofSeconds(30));
            assertThat(runtime.runOnce()).isEqualTo(1);
            assertThat(peer.received).hasSize(2);
            assertThat(peer.received.get(1)).isEqualTo(peer.received.get(0));
        }
    }

    @Test
    void nobodyTakesAStepOverWhileItsRequestMayStillBeAnswered() throws IOException {
        TestClock clock = new TestClock();
        try (FlowRuntime other = FlowRuntime.builder(store)
                        .clock(clock)
                        .lease(Duration.ofSeconds(1))
                        .build();
                HttpPeer peer = new HttpPeer(request -> {
                    clock.advance(Duration.ofSeconds(9));
                    assertThat(other.runOnce()).isZero();
                    return Answer.text("late");
                })) {
            use(builder -> builder.clock(clock).lease(Duration.ofSeconds(1)));
            Reply reply = run("""
                    - { id: call, type: http.request, method: GET, url: "%s/a" }
                    - { id: say, type: message, text: "{{ node.call.output.body }}" }
                    """.formatted(peer.url()));
            assertThat(Fixture.texts(reply)).containsExactly("late");
            assertThat(peer.received).hasSize(1);
        }
    }

    @Test
    void aNodeThatOnlyComputesCannotSend() {
        runtime.node(
                "acme.ask",
                call -> new NodeResult.SendRequest(
                        "GET", "https://acme.com/", Map.of(), null, null, Duration.ofSeconds(1), 0));
        Reply reply = run("- { id: call, type: acme.ask, on_error: sorry }" + SORRY);
        assertThat(Fixture.texts(reply)).containsExactly("Failed: only a node with effects can send requests");
    }
}

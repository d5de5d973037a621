package dev.flowruntime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.llm.ModelMeter;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.node.NodeCall;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.node.NodeResult.SendRequest;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.Exchange.Reason;
import dev.flowruntime.transport.HttpConnections;
import dev.flowruntime.transport.OutboundRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which requests are sent again, and when. */
class HttpRequestsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Deque<Exchange> answers = new ArrayDeque<>();
    private final List<OutboundRequest> sent = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Duration> leases = new ArrayList<>();

    private NodeResult send(int retries) throws InterruptedException {
        HttpRequests requests = new HttpRequests(() -> NOW, HttpConnections.of(Map.of()), this::take, pauses::add);
        NodeCall call = new NodeCall(
                TenantId.of("019e2667-0000-7000-8000-000000000001"),
                ConversationId.of("019e2667-0000-7000-8000-000000000002"),
                ExecutionId.of("019e2667-0000-7000-8000-000000000003"),
                "call",
                "step-1",
                NOW,
                Map.of(),
                name -> null,
                new ModelMeter());
        return requests.send(
                call,
                new SendRequest("POST", "https://acme.com/a", Map.of(), "{}", null, Duration.ofSeconds(10), retries),
                leases::add);
    }

    private Exchange take(OutboundRequest request) {
        sent.add(request);
        return answers.remove();
    }

    private static Exchange status(int status, String... header) {
        return new Exchange.Answered(status, header.length == 0 ? Map.of() : Map.of(header[0], header[1]), "", false);
    }

    private void answer(Exchange... next) {
        answers.addAll(List.of(next));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNRESOLVED", "UNREACHABLE", "TIMED_OUT", "BROKEN"})
    void whatDidNotGetThroughIsSentAgainWithTheSameKey(Reason reason) throws InterruptedException {
        answer(new Exchange.Failed(reason, "why"), status(200));
        assertThat(send(2)).isInstanceOf(NodeResult.Done.class);
        assertThat(sent).hasSize(2);
        assertThat(sent)
                .extracting(request -> request.headers().get("Idempotency-Key"))
                .containsOnly("step-1");
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "INSECURE"})
    void whatNeverWillGetThroughIsSentOnce(Reason reason) throws InterruptedException {
        answer(new Exchange.Failed(reason, "why"));
        assertThat(send(2)).isEqualTo(new NodeResult.Failed(reason.name().toLowerCase(Locale.ROOT) + ": why", null));
    }

    @ParameterizedTest
    @CsvSource({
        "429,true",
        "500,true",
        "502,true",
        "503,true",
        "504,true",
        "301,false",
        "400,false",
        "404,false",
        "409,false"
    })
    void statusesThatMayPassAreTriedAgain(int status, boolean again) throws InterruptedException {
        answer(status(status), status(204));
        send(1);
        assertThat(sent).hasSize(again ? 2 : 1);
    }

    @Test
    void triesEndWithTheLastAnswerAndPausesGrow() throws InterruptedException {
        for (int i = 0; i < 7; i++) {
            answer(status(500 + i));
        }
        NodeResult result = send(6);
        assertThat(((NodeResult.Failed) result).message()).isEqualTo("status 506");
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L);
    }

    @ParameterizedTest
    @CsvSource({"7,7000", "0,500", "'Sun, 01 Mar 2026 10:00:04 GMT',4000", "soon,500", "10,10000"})
    void aReceiverMaySayWhenWithinTheTimeOfATry(String retryAfter, long millis) throws InterruptedException {
        answer(status(429, "retry-after", retryAfter), status(200));
        assertThat(send(1)).isInstanceOf(NodeResult.Done.class);
        assertThat(pauses).containsExactly(Duration.ofMillis(millis));
        assertThat(leases).containsExactly(Duration.ofSeconds(10), pauses.get(0), Duration.ofSeconds(10));
    }

    @Test
    void oneThatAsksForMoreIsNotAskedAgain() throws InterruptedException {
        answer(status(503, "retry-after", "11"));
        assertThat(send(5)).isInstanceOf(NodeResult.Failed.class);
        assertThat(pauses).isEmpty();
    }
}

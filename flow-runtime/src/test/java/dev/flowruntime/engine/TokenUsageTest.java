package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatApi;
import dev.flowruntime.ChatSession;
import dev.flowruntime.ConversationStream;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.OpenSession;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.StreamEvent;
import dev.flowruntime.TokenUsage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.llm.ModelCall;
import dev.flowruntime.llm.ModelPrice;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.store.ModelSpend;
import dev.flowruntime.store.TrafficRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models used in a turn: priced, replied and kept. */
class TokenUsageTest {
    private static final String ASK =
            "- { id: ask, type: form, fields: [{ name: a, type: text, label: A }] }\n- { id: bye, type: message, text: bye }";

    private final Fixture fixture = new Fixture();

    @BeforeEach
    void setPrices() {
        fixture.runtime
                .insight()
                .putPrices(
                        fixture.tenant,
                        List.of(new ModelPrice("big", 3_000_000, 15_000_000), new ModelPrice("tiny", 1, 0)));
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private Reply trigger(ModelCall reported) {
        return fixture.trigger(new TriggerMessage("hi", "go", Map.of(), Map.of(), reported));
    }

    private Reply resume(Reply asked, ModelCall reported) {
        return fixture.runtime
                .engine()
                .resume(
                        fixture.tenant,
                        new ResumeMessage(
                                asked.executionId().toString(),
                                String.valueOf(asked.waitToken()),
                                Map.of("a", "1"),
                                null,
                                Map.of(),
                                reported));
    }

    private List<ModelSpend> spend() {
        return fixture.runtime
                .insight()
                .spend(
                        fixture.tenant,
                        new TrafficRange(
                                fixture.clock.instant().minus(Duration.ofDays(1)),
                                fixture.clock.instant().plus(Duration.ofDays(1)),
                                false));
    }

    @Test
    void whatTheClientsModelUsedIsPricedAndRepliedAndReadAgain() {
        fixture.flow(ASK);
        Reply reply = trigger(new ModelCall("big", 1_000, 100));
        assertThat(reply.tokenUsage()).isEqualTo(new TokenUsage(1_000, 100, "big", 4_500L));
        assertThat(reply.tokenUsage().totalTokens()).isEqualTo(1_100);
        assertThat(reply.tokenUsage().costUsd()).isEqualTo(new BigDecimal("0.0045"));
        assertThat(fixture.read(reply)).isEqualTo(reply);
        assertThat(spend()).containsExactly(new ModelSpend("big", 1_000, 100, 4_500, 0));
        assertThat(fixture.runtime.insight().spend(fixture.tenant, reply.executionId()))
                .isEqualTo(spend());
        assertThat(fixture.runtime.insight().spend(fixture.tenant, reply.conversationId()))
                .isEqualTo(spend());
    }

    @Test
    void aTurnWithoutAModelHasNoUsageAndNoRow() {
        fixture.flow(ASK);
        assertThat(fixture.go().tokenUsage()).isNull();
        assertThat(spend()).isEmpty();
    }

    @Test
    void eachTurnOfTheVisitorBeginsAnew() {
        fixture.flow(ASK);
        Reply asked = trigger(new ModelCall("big", 1_000, 0));
        Reply second = resume(asked, new ModelCall("big", 0, 10));
        assertThat(second.tokenUsage()).isEqualTo(new TokenUsage(0, 10, "big", 150L));
        assertThat(spend()).containsExactly(new ModelSpend("big", 1_000, 10, 3_150, 0));
    }

    @Test
    void theCallsOfNodesAreAddedAndTheModelIsTheOneWithMostTokens() {
        fixture.runtime.effect("acme.think", call -> {
            call.models().add(new ModelCall("tiny", 400_000, 5));
            call.models().add(new ModelCall("tiny", 500_000, 0));
            return NodeResult.done();
        });
        fixture.flow("- { id: think, type: acme.think }\n" + ASK);
        Reply reply = trigger(new ModelCall("big", 2_000, 1_000));
        // 0.4 and 0.5 millionths: half up, once for each call
        assertThat(reply.tokenUsage()).isEqualTo(new TokenUsage(902_000, 1_005, "tiny", 21_001L));
        assertThat(fixture.read(reply)).isEqualTo(reply);
        assertThat(spend())
                .containsExactly(
                        new ModelSpend("big", 2_000, 1_000, 21_000, 0), new ModelSpend("tiny", 900_000, 5, 1, 0));
    }

    @Test
    void aNodeThatFailsHasUsedWhatItCalled() {
        fixture.runtime.effect("acme.think", call -> {
            call.models().add(new ModelCall("big", 1_000, 0));
            throw new IllegalStateException("no good answer");
        });
        fixture.flow("- { id: think, type: acme.think, on_error: sorry, next: end }\n"
                + "- { id: sorry, type: message, text: sorry }");
        assertThat(fixture.go().tokenUsage()).isEqualTo(new TokenUsage(1_000, 0, "big", 3_000L));
    }

    @Test
    void withAModelThatHasNoPriceTheCostIsNotKnown() {
        fixture.flow(ASK);
        Reply reply = trigger(new ModelCall("new", 7, 8));
        assertThat(reply.tokenUsage()).isEqualTo(new TokenUsage(7, 8, "new", null));
        assertThat(reply.tokenUsage().costUsd()).isNull();
        assertThat(spend()).containsExactly(new ModelSpend("new", 7, 8, 0, 15));
    }

    @Test
    void aNewPriceCountsAtOnceAndForNewCallsOnly() {
        fixture.flow(ASK);
        Reply before = trigger(new ModelCall("big", 1_000, 0));
        fixture.runtime.insight().putPrices(fixture.tenant, List.of(new ModelPrice("big", 1_000_000, 0)));
        assertThat(trigger(new ModelCall("big", 1_000, 0)).tokenUsage().costMicros())
                .isEqualTo(1_000);
        assertThat(fixture.read(before)).isEqualTo(before);
        assertThat(fixture.runtime.insight().prices(fixture.tenant))
                .containsExactly(new ModelPrice("big", 1_000_000, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 3000000, 15000000, 0",
        "1, 0, 499999, 0, 0",
        "1, 0, 500000, 0, 1",
        "1, 1, 250000, 250000, 1",
        "3, 0, 500000, 0, 2",
        "10000000, 10000000, 1000000000000, 1000000000000, 20000000000000"
    })
    void costsAreRoundedHalfUpOnce(long prompt, long completion, long promptPrice, long completionPrice, long cost) {
        assertThat(new ModelPrice("m", promptPrice, completionPrice).costMicros(new ModelCall("m", prompt, completion)))
                .isEqualTo(cost);
    }

    @ParameterizedTest
    @CsvSource({
        "'{}'",
        "'[{\"model\":\"m\"}]'",
        "'[{\"model\":\"m\",\"prompt_micros_per_million\":-1,\"completion_micros_per_million\":0}]'",
        "'[{\"model\":\"m\",\"prompt_micros_per_million\":0.5,\"completion_micros_per_million\":0}]'"
    })
    void aSettingThatIsNoPriceTableIsRefused(String setting) {
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> fixture.runtime.settings().put(fixture.tenant, "model_prices", new Json(setting)))
                .returns(ErrorCode.VALIDATION_FAILED, FlowException::code);
    }

    @Test
    void webhooksTellTheUseSinceTheOneBeforeSoThatTheyAddUp() {
        fixture.runtime.effect("acme.think", call -> {
            call.models().add(new ModelCall("big", 100, 0));
            return NodeResult.done();
        });
        fixture.flow("- { id: pause, type: wait, duration: PT1M }\n- { id: think, type: acme.think }\n" + ASK);
        String origin = "https://acme.com";
        WidgetKey key = fixture.runtime
                .widgetKeys()
                .create(
                        fixture.tenant,
                        new WidgetKeyRequest(
                                "chat",
                                null,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(origin),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                "https://acme.com/hook",
                                null,
                                null));
        ChatApi chat = fixture.runtime.chat();
        String token = chat.open(
                        new OpenSession(key.publicKey(), null, null, null, Map.of()),
                        new Caller(origin, true, null, null, null))
                .sessionToken();
        ChatSession session = chat.authorize(new Caller(origin, true, token, null, null));
        ConversationStream followed = session.follow(null, () -> {});
        Reply waiting =
                session.trigger(new TriggerMessage("hi", "go", Map.of(), Map.of(), new ModelCall("big", 1_000, 0)));
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.runtime.runOnce();
        Reply asked = session.read(waiting.executionId().toString());
        assertThat(asked.tokenUsage()).isEqualTo(new TokenUsage(1_100, 0, "big", 3_300L));
        assertThat(followed.take())
                .last()
                .isInstanceOfSatisfying(
                        StreamEvent.Updated.class,
                        updated -> assertThat(updated.reply()).isEqualTo(asked));
        session.resume(ResumeMessage.of(asked, Map.of("a", "1")));
        assertThat(followed.take())
                .last()
                .isInstanceOfSatisfying(
                        StreamEvent.Updated.class,
                        updated -> assertThat(updated.reply().tokenUsage()).isNull());
        followed.close();
        assertThat(told())
                .containsExactly(
                        "{\"prompt_tokens\":1000,\"completion_tokens\":0,\"total_tokens\":1000,\"model\":\"big\","
                                + "\"cost_micros\":3000,\"cost_usd\":0.003}",
                        "{\"prompt_tokens\":100,\"completion_tokens\":0,\"total_tokens\":100,\"model\":\"big\","
                                + "\"cost_micros\":300,\"cost_usd\":0.0003}",
                        "null");
    }

    /** The use that each webhook of an execution tells, in the order in which they leave. */
    private List<String> told() {
        fixture.runtime.runOnce();
        return fixture.sent.stream()
                .map(request -> String.valueOf(request.body()))
                .filter(body -> body.contains("\"event\":\"chat.execution.updated\""))
                .map(body -> body.substring(body.indexOf("\"token_usage\":") + 14, body.length() - 1))
                .toList();
    }
}

package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.node.NodeResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing that a flow or a visitor does grows without end. */
class LimitsTest {
    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void moreThanAThousandStepsFailTheExecution() {
        fixture.flow("""
                - { id: n, type: set, values: { n: "{{ default(vars.n, 0) + 1 }}" } }
                - { id: c, type: condition, when: "vars.n < 100000", then: n, else: end }
                """);
        Reply reply = fixture.go();
        assertThat(reply.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(lastSteps(reply)).contains("step_limit");
    }

    @Test
    void aThousandStepsAreNotTooMany() {
        fixture.flow("""
                - { id: n, type: set, values: { n: "{{ default(vars.n, 0) + 1 }}" } }
                - { id: c, type: condition, when: "vars.n < 500", then: n, else: end }
                """);
        assertThat(fixture.go().status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void anExecutionThatRemembersTooMuchFailsAndIsStored() {
        String large = "x".repeat(60_000);
        fixture.runtime.node("acme.large", call -> NodeResult.done(large));
        String nodes = IntStream.range(0, 20)
                .mapToObj(i -> "- { id: n" + i + ", type: acme.large }\n")
                .collect(Collectors.joining());
        Reply reply = fixture.flow(nodes).go();
        assertThat(reply.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(lastSteps(reply)).contains("state_limit");
        assertThat(fixture.store
                        .executions()
                        .find(fixture.tenant, reply.executionId())
                        .orElseThrow()
                        .state()
                        .text()
                        .length())
                .isLessThan(10_000);
    }

    @Test
    void blocksBeyondAMebibyteFailTheExecution() {
        fixture.runtime.node(
                "acme.large",
                call -> NodeResult.show(
                        "message", new dev.flowruntime.model.Json("{\"text\":\"" + "x".repeat(60_000) + "\"}")));
        String nodes = IntStream.range(0, 20)
                .mapToObj(i -> "- { id: n" + i + ", type: acme.large }\n")
                .collect(Collectors.joining());
        Reply reply = fixture.flow(nodes).go();
        assertThat(reply.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(lastSteps(reply)).contains("block_limit");
    }

    @Test
    void variablesHaveTheLimitsOfTheContract() {
        fixture.flow("- { id: m, type: message, text: Hi }");
        assertThat(trigger(Map.of("deep", List.of(List.of(List.of(List.of(1L)))))))
                .isNull();
        assertThat(trigger(Map.of("deep", List.of(List.of(List.of(List.of(List.of(1L))))))))
                .isEqualTo(ErrorCode.INVALID_VARIABLES);
        assertThat(trigger(Map.of("o", Map.of("a", 1L)))).isEqualTo(ErrorCode.INVALID_VARIABLES);
        assertThat(trigger(Map.of("Upper", 1L))).isEqualTo(ErrorCode.INVALID_VARIABLES);
        assertThat(trigger(Map.of("long", "x".repeat(4096)))).isEqualTo(ErrorCode.INVALID_VARIABLES);
        assertThat(trigger(IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "v" + i, i -> (Object) 1L))))
                .isNull();
        assertThat(trigger(IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "v" + i, i -> (Object) 1L))))
                .isEqualTo(ErrorCode.INVALID_VARIABLES);
    }

    @Test
    void refusedVariablesStoreNothing() {
        fixture.flow("- { id: m, type: message, text: Hi }");
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> fixture.trigger(new TriggerMessage("hi", "go", Map.of(), Map.of("O", 1L))))
                .satisfies(e -> assertThat(e.details()).containsKey("fields"));
        assertThat(fixture.store.audit().list(fixture.tenant, "engine.api.call", null, 10))
                .isEmpty();
    }

    private ErrorCode trigger(Map<String, Object> variables) {
        try {
            fixture.trigger(new TriggerMessage("hi", "go", Map.of(), variables));
            return null;
        } catch (FlowException e) {
            return e.code();
        }
    }

    private String lastSteps(Reply reply) {
        var history = fixture.store.executions().listHistory(fixture.tenant, reply.executionId());
        return history.get(history.size() - 1).steps().text();
    }
}

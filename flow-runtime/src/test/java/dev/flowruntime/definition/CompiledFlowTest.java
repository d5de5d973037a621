package dev.flowruntime.definition;

import static dev.flowruntime.definition.CompiledFlow.END;
import static dev.flowruntime.definition.CompiledFlow.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flowruntime.definition.CompiledFlow.Step;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.Problem;
import dev.flowruntime.node.NodeCatalog;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompiledFlowTest {
    private static final FlowCompiler COMPILER = new FlowCompiler(NodeCatalog.builtIn());

    @Test
    void edgesAreIndexes() {
        CompiledFlow flow = COMPILER.compile(Flows.document("order_status.yaml"));

        assertThat(edges(flow))
                .containsExactly(
                        "ask 1 -2 -2",
                        "order_form 2 -2 -2",
                        "lookup 3 -2 -2",
                        "result 4 5 5",
                        "answer -1 -2 -2",
                        "sorry -1 -2 -2");
        assertThat(flow.flow()).isEqualTo(Flows.read("order_status.yaml"));
        assertThat(flow.size()).isEqualTo(6);
        assertThat(flow.indexOf("answer")).isEqualTo(4);
        assertThat(flow.indexOf("end")).isEqualTo(END);
        assertThat(flow.step(1).type().name()).isEqualTo("form");
        assertThat(flow.step(1).node().input().schema().text()).contains("order_number");
        assertThat(flow.triggerFilter()).isNull();
    }

    @Test
    void aTypeThatDoesNotGoOnByItselfHasNoNext() {
        CompiledFlow flow = COMPILER.compile(Flow.builder("a")
                .onEvent("x")
                .condition("choose", "true", "say", "stop")
                .onError("end")
                .message("say", "Hi")
                .fail("stop", "No")
                .build());

        assertThat(edges(flow)).containsExactly("choose -2 -1 -2", "say 2 -2 -2", "stop -2 -2 -2");
        assertThat(List.of(END, NONE)).containsExactly(-1, -2);
    }

    @Test
    void theLastNodeIsFollowedByTheEnd() {
        assertThat(edges(COMPILER.compile(
                        Flow.builder("a").onEvent("x").message("say", "Hi").build())))
                .containsExactly("say -1 -2 -2");
    }

    @Test
    void anUnknownTargetIsRefused() {
        CompiledFlow flow = COMPILER.compile(Flows.document("order_status.yaml"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.indexOf("nowhere"))
                .withMessage("the flow order_status has no node nowhere");
    }

    @Test
    void aTasksResultComesByTheEventsThatItsAwaitsName() {
        CompiledFlow flow = COMPILER.compile(Flow.builder("a")
                .onEvent("x")
                .enqueueTask("named", "one", Map.of())
                .awaitResult("first", "named", "one.done")
                .awaitResult("second", "named")
                .enqueueTask("unnamed", "two", Map.of())
                .awaitResult("third", "unnamed")
                .enqueueTask("forgotten", "three", Map.of())
                .build());

        assertThat(flow.resultEvents("named")).containsExactlyInAnyOrder("one.done", "one.completed");
        assertThat(flow.resultEvents("unnamed")).containsExactly("two.completed");
        assertThat(flow.resultEvents("forgotten")).containsExactly("three.completed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow.resultEvents("first"))
                .withMessage("the flow a enqueues no task at first");
    }

    @Test
    void theFilterOfATriggerIsCompiled() {
        CompiledFlow flow = COMPILER.compile(Flows.document("everything.yaml"));

        assertThat(flow.triggerFilter()
                        .test(Map.<String, Object>of("event", Map.of("data", Map.of("total", 101L)))::get))
                .isTrue();
        assertThat(flow.triggerFilter()
                        .test(Map.<String, Object>of("event", Map.of("data", Map.of("total", 100L)))::get))
                .isFalse();
    }

    @Test
    void aLongCycleIsToldOnceAndCutShort() {
        NodeBuilder nodes = Flow.builder("long").onEvent("x");
        IntStream.range(0, 500)
                .forEach(i -> nodes.message("n" + i, "{{ node.n" + i + " }}").next(i < 499 ? "n" + (i + 1) : "n0"));

        assertThat(COMPILER.lint(Document.of("long", nodes.build().toTree())))
                .extracting(Problem::message)
                .containsExactly(
                        "no path from n0, n1, n2, n3, n4 and 495 more leads to an end or to a node that waits");
    }

    private static List<String> edges(CompiledFlow flow) {
        return IntStream.range(0, flow.size())
                .mapToObj(flow::step)
                .map((Step step) -> {
                    assertThat(flow.indexOf(step.id())).isEqualTo(step.index());
                    return step.id() + " " + step.next() + " " + step.onError() + " " + step.onTimeout();
                })
                .toList();
    }
}

package dev.flowruntime.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MermaidDiagramTest {
    @Test
    void theExampleIsDrawnWithItsWaysOutOfTrouble() {
        assertThat(MermaidDiagram.of(Flows.read("order_status.yaml"))).isEqualTo("""
                flowchart TD
                    start(["intent order_status"])
                    n0["ask · message<br>What#39;s your order number#63;"]
                    n1[/"order_form · form"/]
                    n2["lookup · enqueue.task<br>inventory.lookup"]
                    n3[/"result · await.task_result<br>lookup"/]
                    n4["answer · message<br>Order #35;#123;#123; node.order_form.output.order_number #125;#125; ships #123;#123; n…"]
                    n5["sorry · message<br>I could not reach the warehouse#46; Please try again#46;"]
                    finish(["end"])
                    start --> n0
                    n0 --> n1
                    n1 --> n2
                    n2 --> n3
                    n3 --> n4
                    n3 -.->|"on_error"| n5
                    n3 -.->|"on_timeout"| n5
                    n4 --> finish
                    n5 --> finish
                """);
    }

    @Test
    void branchesNameTheirWays() {
        Flow flow = Flow.builder("branches")
                .onEvent("order.placed")
                .condition("rich", "trigger.data.total > 100", "gold", "sort")
                .onError("gold")
                .route(
                        "sort",
                        r -> r.when("trigger.data.kind == \"gift\"", "gold")
                                .when("true", "rich")
                                .otherwise("end"))
                .fail("gold", "No")
                .build();

        assertThat(MermaidDiagram.of(flow)).isEqualTo("""
                flowchart TD
                    start(["event order.placed"])
                    n0{"rich · condition<br>trigger.data.total #62; 100"}
                    n1{"sort · route"}
                    n2(["gold · fail<br>No"])
                    finish(["end"])
                    start --> n0
                    n0 -->|"then"| n2
                    n0 -->|"else"| n1
                    n0 -.->|"on_error"| n2
                    n1 -->|"case 0: trigger.data.kind #61;#61; #34;gift#34;"| n2
                    n1 -->|"case 1: true"| n0
                    n1 -->|"default"| finish
                """);
    }

    @Test
    void nothingThatAnAuthorWritesGetsOutOfItsLabel() {
        Flow flow = Flow.builder("evil")
                .onIntent("x\"] --> n9")
                .message("a", "\"]; click n0 \"javascript:alert(1)\" %%{init}%% <script> `**b**` \n end 1. two")
                .node("host", "acme.price", Map.of("text", "#quot;"))
                .build();

        assertThat(MermaidDiagram.of(flow)).isEqualTo("""
                flowchart TD
                    start(["intent x#34;#93; #45;#45;#62; n9"])
                    n0["a · message<br>#34;#93;#59; click n0 #34;javascript:alert#40;1#41;#34; #37;#37;#123;init#125;#37;#37; #60;script#62; #96;#42;#42;b…"]
                    n1["host · acme.price<br>#35;quot#59;"]
                    finish(["end"])
                    start --> n0
                    n0 --> n1
                    n1 --> finish
                """);
    }

    @Test
    void aFlowWithoutNodesIsDrawnToo() {
        assertThat(MermaidDiagram.of(Flow.builder("none").onEvent("e").build())).isEqualTo("""
                flowchart TD
                    start(["event e"])
                    finish(["end"])
                    start --> finish
                """);
    }
}

package dev.flowruntime.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flowruntime.definition.Display.Icon;
import dev.flowruntime.definition.Display.StyleVariant;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTest {
    @Test
    void theExampleIsReadMemberByMember() {
        Flow flow = Flows.read("order_status.yaml");

        assertThat(flow.code()).isEqualTo("order_status");
        assertThat(flow.name()).isEqualTo("Order status");
        assertThat(flow.description()).isEqualTo("Look up the status of an order");
        assertThat(flow.failureText()).isEqualTo("Something went wrong. Please try again.");
        assertThat(flow.trigger())
                .isEqualTo(new ChatTrigger(
                        "order_status",
                        "Look up the status of an order",
                        List.of("Where is my order?", "Track my package"),
                        List.of(),
                        Display.of("Order status")));
        assertThat(flow.nodes())
                .extracting(Node::id)
                .containsExactly("ask", "order_form", "lookup", "result", "answer", "sorry");
        assertThat(flow.nodes().get(3))
                .isEqualTo(new Node(
                        "result",
                        "await.task_result",
                        Map.of(
                                "task", "lookup",
                                "event", "inventory.lookup.completed",
                                "on_error", "sorry",
                                "on_timeout", "sorry")));
        assertThat(flow.nodes().get(3).members().keySet()).containsExactly("task", "event", "on_error", "on_timeout");
    }

    @Test
    void whatATriggerDoesNotSayIsTheDefault() {
        Flow flow = read("""
                flow: a
                name: An A
                trigger: { type: trigger.chat, intent_name: go }
                nodes: [{ id: hi, type: message, text: Hi }]
                """);

        assertThat(flow.description()).isNull();
        assertThat(flow.trigger())
                .isEqualTo(new ChatTrigger(
                        "go",
                        null,
                        List.of(),
                        List.of(),
                        new Display("An A", null, null, null, StyleVariant.SOLID, false, 0)));
    }

    @Test
    void everythingThatADisplaySaysIsRead() {
        Flow flow = read("""
                flow: a
                name: An A
                failure_text: Oh no
                trigger:
                  type: trigger.chat
                  intent_name: go.to-it_now
                  required_entities: [order]
                  display:
                    label: Go
                    subtitle: Now
                    icon: { kind: emoji, value: "🚀" }
                    accent_color: "#ff0000"
                    style_variant: outline
                    pinned: true
                    priority: -3
                nodes: [{ id: hi, type: message, text: Hi }]
                """);

        assertThat(flow.failureText()).isEqualTo("Oh no");
        assertThat(flow.trigger())
                .isEqualTo(new ChatTrigger(
                        "go.to-it_now",
                        null,
                        List.of(),
                        List.of("order"),
                        new Display("Go", "Now", new Icon("emoji", "🚀"), "#ff0000", StyleVariant.OUTLINE, true, -3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order_status.yaml", "everything.yaml", "host.yaml"})
    void aFlowWrittenAsYamlOrJsonReadsBackAsItWas(String name) {
        Flow flow = Flows.read(name);

        assertThat(read(flow.toYaml())).isEqualTo(flow);
        assertThat(read(flow.toJson().text())).isEqualTo(flow);
        assertThat(Flow.read(Document.of("tree", flow.toTree()))).isEqualTo(flow);
        assertThat(read(flow.toYaml()).toYaml()).isEqualTo(flow.toYaml());
    }

    @Test
    void yamlIsWrittenWithoutDefaults() {
        assertThat(Flows.read("order_status.yaml").toYaml()).isEqualTo("""
                flow: order_status
                name: Order status
                description: Look up the status of an order
                trigger:
                  type: trigger.chat
                  intent_name: order_status
                  description: Look up the status of an order
                  examples:
                    - Where is my order?
                    - Track my package
                nodes:
                  - id: ask
                    type: message
                    text: What's your order number?
                  - id: order_form
                    type: form
                    submit_label: Check
                    fields:
                      - name: order_number
                        type: text
                        label: 'Order #'
                        required: true
                  - id: lookup
                    type: enqueue.task
                    queue: inventory.lookup
                    payload:
                      order_number: '{{ node.order_form.output.order_number }}'
                    timeout: PT30M
                  - id: result
                    type: await.task_result
                    task: lookup
                    event: inventory.lookup.completed
                    on_error: sorry
                    on_timeout: sorry
                  - id: answer
                    type: message
                    format: markdown
                    text: 'Order #{{ node.order_form.output.order_number }} ships {{ node.result.output.ship_date }}. Tracking: {{ node.result.output.tracking }}'
                    next: end
                  - id: sorry
                    type: message
                    text: I could not reach the warehouse. Please try again.
                    next: end
                """);
    }

    @Test
    void aNullMemberOfANodeIsTheSameAsNone() {
        String head = "{flow: a, name: A, trigger: {type: trigger.event, event_name: E}, nodes: [{id: n, type: end";

        assertThat(read(head + ", output: null}]}")).isEqualTo(read(head + "}]}"));
        assertThat(read(head + ", output: {x: null}}]}").nodes().get(0).members())
                .isEqualTo(Map.of("output", mapOfNull("x")));
    }

    @Test
    void aDocumentThatIsNoFlowIsRefusedWithEverythingThatIsWrong() {
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> read("""
                        flow: Order-Status
                        name: ""
                        colour: red
                        trigger:
                          type: trigger.chatt
                        nodes:
                          - id: end
                            type: message
                          - id: ask
                          - just a text
                          - id: ask
                            type: message
                          - id: 7up
                            type: message
                        """))
                .satisfies(e -> assertThat(e.problems())
                        .extracting(Problem::toString)
                        .containsExactly(
                                "doc:1: flow: is not a code of lower-case letters, digits and _ (64 at most, a letter"
                                        + " first): Order-Status",
                                "doc:2: name: must not be empty",
                                "doc:3: colour: is not a known member",
                                "doc:5: trigger.type: is neither trigger.chat nor trigger.event (did you mean"
                                        + " trigger.chat?)",
                                "doc:7: nodes[0].id: end is not an id: as a target it completes the flow",
                                "doc:9: nodes[1].type: is required",
                                "doc:10: nodes[2]: must be a mapping, found a text",
                                "doc:11: nodes[3].id: nodes[1] has the id ask too",
                                "doc:13: nodes[4].id: is not an id of lower-case letters, digits and _ (64 at most, a"
                                        + " letter first): 7up"));
    }

    @Test
    void longNamesAndFlowsAreRefused() {
        String nodes = "{id: n, type: end},".repeat(501);
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> read("{flow: a, trigger: {type: trigger.event, event_name: e}, name: "
                        + "é".repeat(256) + ", nodes: [" + nodes + "]}"))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("doc:1: name: is longer than 255 characters")
                        .contains("doc:1: nodes: has 501 nodes, 500 are the most"));
        assertThat(read("{flow: a, trigger: {type: trigger.event, event_name: e}, name: " + "😀".repeat(255)
                                + ", nodes: [{id: n, type: end}]}")
                        .name())
                .hasSize(510);
    }

    @Test
    void aNodeCopiesWhatItIsGivenIntoDocumentValues() {
        Map<String, Object> given = new HashMap<>();
        given.put(
                "all",
                Arrays.asList(
                        1,
                        (short) 2,
                        new BigInteger("3"),
                        2.5f,
                        new BigDecimal("0.5"),
                        Duration.ofMinutes(5),
                        Instant.EPOCH,
                        null));
        Node node = new Node("n", "acme.price", given);
        given.clear();

        assertThat(node.members())
                .isEqualTo(Map.of("all", Arrays.asList(1L, 2L, 3L, 2.5, 0.5, "PT5M", "1970-01-01T00:00:00Z", null)));
    }

    @Test
    void aNodeRefusesValuesThatNoDocumentHas() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Node("n", "t", Map.of("x", new Object())));
        assertThatIllegalArgumentException().isThrownBy(() -> new Node("n", "t", Map.of("x", Double.NaN)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Node("n", "t", Map.of("x", Map.of(1, 2))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Node("n", "t", Map.of("id", "x")));
    }

    private static Map<String, Object> mapOfNull(String name) {
        Map<String, Object> map = new HashMap<>();
        map.put(name, null);
        return map;
    }

    private static Flow read(String text) {
        return Flow.read(Document.parse("doc", text));
    }
}

package dev.flowruntime.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.definition.FlowComparison.Change;
import dev.flowruntime.definition.FlowComparison.Kind;
import dev.flowruntime.document.Document;
import org.junit.jupiter.api.Test;

class FlowComparisonTest {
    private static final String OLDER = """
            flow: order_status
            name: Orders
            trigger: { type: trigger.chat, intent_name: orders, examples: [Where?], display: { pinned: true } }
            nodes:
              - { id: ask, type: message, text: Which? }
              - id: details
                type: form
                fields:
                  - { name: number, type: text, label: Number }
                  - { name: email, type: email, label: E-mail }
              - { id: sort, type: route, cases: [{ when: "true", next: late }], default: end }
              - { id: late, type: message, text: Late }
              - { id: sorry, type: message, text: Sorry }
            """;

    @Test
    void everyChangeIsToldOnceInTheOrderOfTheNewerFlow() {
        String newer = """
                flow: order_status
                name: Order status
                description: New
                trigger: { type: trigger.chat, intent_name: orders, examples: [Where?, When?], display: { priority: 2 } }
                nodes:
                  - { id: sorry, type: message, text: Sorry }
                  - { id: ask, type: message, text: "Which one?", format: markdown }
                  - id: details
                    type: form
                    fields:
                      - { name: phone, type: tel, label: Phone }
                      - { name: number, type: text, label: Order number, required: true }
                  - { id: sort, type: route, cases: [{ when: "false", next: sorry }, { when: "true", next: ask }], default: end }
                  - { id: bye, type: message, text: Bye }
                """;

        assertThat(compare(OLDER, newer).toString()).isEqualTo("""
                ~ name: "Orders" → "Order status"
                + description: "New"
                ~ trigger.examples: ["Where?"] → ["Where?","When?"]
                - trigger.display.pinned: true
                + trigger.display.priority: 2
                - nodes[late]: {"id":"late","type":"message","text":"Late"}
                > nodes[sorry]: after late → at the start
                ~ nodes[ask].text: "Which?" → "Which one?"
                + nodes[ask].format: "markdown"
                - nodes[details].fields[email]: {"name":"email","type":"email","label":"E-mail"}
                + nodes[details].fields[phone]: {"name":"phone","type":"tel","label":"Phone"}
                ~ nodes[details].fields[number].label: "Number" → "Order number"
                + nodes[details].fields[number].required: true
                ~ nodes[sort].cases[0].when: "true" → "false"
                ~ nodes[sort].cases[0].next: "late" → "sorry"
                + nodes[sort].cases[1]: {"when":"true","next":"ask"}
                + nodes[bye]: {"id":"bye","type":"message","text":"Bye"}""");
    }

    @Test
    void aFlowIsTheSameAsItselfHoweverItIsWritten() {
        Flow flow = read(OLDER);

        assertThat(FlowComparison.of(
                                flow,
                                Flow.read(Document.parse("json", flow.toJson().text())))
                        .isEmpty())
                .isTrue();
        assertThat(compare(
                                OLDER,
                                OLDER.replace(
                                        "id: ask, type: message, text: Which?", "text: Which?, id: ask, type: message"))
                        .changes())
                .isEmpty();
    }

    @Test
    void anotherKindOfTriggerIsToldMemberByMember() {
        String newer = OLDER.replaceFirst("trigger: .*", "trigger: { type: trigger.event, event_name: placed }");

        assertThat(compare(OLDER, newer).changes())
                .contains(
                        new Change(Kind.CHANGED, "trigger.type", "trigger.chat", "trigger.event"),
                        new Change(Kind.REMOVED, "trigger.intent_name", "orders", null),
                        new Change(Kind.ADDED, "trigger.event_name", null, "placed"));
    }

    @Test
    void theFewestNodesAreToldAsMoved() {
        String older = nodes("a", "b", "c", "d", "e");

        assertThat(compare(older, nodes("b", "c", "d", "a", "e")).toString())
                .isEqualTo("> nodes[a]: at the start → after d");
        assertThat(compare(older, nodes("e", "a", "b", "c", "d")).changes())
                .containsExactly(new Change(Kind.MOVED, "nodes[e]", "d", null));
    }

    @Test
    void longValuesAreCutInTheTextButNotInTheChange() {
        FlowComparison comparison = compare(nodes("a"), nodes("a").replace("text: a", "text: " + "x".repeat(500)));

        assertThat(comparison.toString()).hasSizeLessThan(250).endsWith("x…");
        assertThat(comparison.changes().get(0).after()).isEqualTo("x".repeat(500));
    }

    private static String nodes(String... ids) {
        StringBuilder text =
                new StringBuilder("flow: f\nname: F\ntrigger: { type: trigger.event, event_name: e }\nnodes:\n");
        for (String id : ids) {
            text.append("  - { id: ")
                    .append(id)
                    .append(", type: message, text: ")
                    .append(id)
                    .append(" }\n");
        }
        return text.toString();
    }

    private static FlowComparison compare(String older, String newer) {
        return FlowComparison.of(read(older), read(newer));
    }

    private static Flow read(String text) {
        return Flow.read(Document.parse("flow", text));
    }
}

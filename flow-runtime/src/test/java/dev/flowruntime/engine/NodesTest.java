package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.ExecutionStatus;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each built-in node does in a running flow. */
class NodesTest {
    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aMarkdownMessageEscapesWhatIsInsertedAndAPlainOneDoesNot() {
        fixture.flow("""
                - { id: plain, type: message, text: "You said {{ trigger.text }}" }
                - { id: rich, type: message, format: markdown, text: "**You** said {{ trigger.text }}" }
                """);
        Reply reply = fixture.trigger(TriggerMessage.of("go", "*hi* {{ vars.x }}"));
        assertThat(Fixture.texts(reply).get(0)).isEqualTo("You said *hi* {{ vars.x }}");
        assertThat((String) Fixture.texts(reply).get(1))
                .startsWith("**You** said ")
                .doesNotContain("*hi*");
    }

    @Test
    void choicesAreAnsweredByAValueOrValues() {
        fixture.flow("""
                - { id: one, type: choices, text: Which?, options: [{ value: a, label: A }, { value: b, label: B }] }
                - { id: many, type: choices, multiple: true, options: [{ value: a, label: A }, { value: b, label: B }] }
                - { id: say, type: message, text: "{{ node.one.output.value }} and {{ node.many.output.values }}" }
                """);
        Reply first = fixture.go();
        assertThat(first.blocks().get(0).type()).isEqualTo("choices");
        assertThat(Fixture.payload(first.blocks().get(0)))
                .containsEntry("multiple", false)
                .containsEntry("text", "Which?");
        Reply second = fixture.answer(first, Map.of("value", "b"));
        Reply done = fixture.answer(second, Map.of("values", java.util.List.of("a", "b")));
        assertThat(Fixture.texts(done)).containsExactly("b and a, b");
    }

    @Test
    void cardsAndMediaAreShown() {
        fixture.flow("""
                - { id: cards, type: card_list, cards: [{ title: "Lamp for {{ trigger.text }}", url: "https://acme.com/lamp" }] }
                - { id: picture, type: media, kind: image, url: "https://acme.com/lamp.png", alt: A lamp }
                """);
        Reply reply = fixture.go();
        assertThat(reply.blocks()).extracting("type").containsExactly("card_list", "media");
        assertThat(reply.blocks().get(0).payload().text())
                .isEqualTo("{\"cards\":[{\"title\":\"Lamp for hi\",\"url\":\"https://acme.com/lamp\"}]}");
        assertThat(reply.blocks().get(1).payload().text())
                .isEqualTo("{\"kind\":\"image\",\"url\":\"https://acme.com/lamp.png\",\"alt\":\"A lamp\"}");
    }

    @Test
    void setKeepsTypesAndStandsOverConversationVariables() {
        fixture.flow("""
                - { id: s, type: set, values: { n: "{{ vars.n + 1 }}", list: "{{ trigger.context.list }}" } }
                - { id: say, type: message, text: "{{ vars.n }} {{ vars.list[1] }}" }
                """);
        Reply reply = fixture.trigger(
                new TriggerMessage("hi", "go", Map.of("list", java.util.List.of(1L, 2L)), Map.of("n", 41L)));
        assertThat(Fixture.texts(reply)).containsExactly("42 2");
        assertThat(variables(reply)).isEqualTo("{\"n\":41}");
    }

    @Test
    void setInTheConversationLastsBeyondTheExecution() {
        fixture.flow("- { id: s, type: set, scope: conversation, values: { tier: gold } }");
        Reply reply = fixture.go();
        assertThat(variables(reply)).isEqualTo("{\"tier\":\"gold\"}");
    }

    @Test
    void setBeyondTheLimitsOfAConversationFailsTheNode() {
        fixture.flow("""
                - { id: s, type: set, scope: conversation, values: { o: { nested: 1 } }, on_error: sorry, next: end }
                - { id: sorry, type: message, text: "{{ node.s.error }}" }
                """);
        Reply reply = fixture.go();
        assertThat((String) Fixture.texts(reply).get(0)).contains("variables.o");
        assertThat(variables(reply)).isEqualTo("{}");
    }

    @Test
    void conditionAndRouteGoTheWayThatHolds() {
        fixture.flow("""
                - { id: c, type: condition, when: "trigger.text == 'vip'", then: vip, else: r }
                - { id: vip, type: message, text: VIP, next: end }
                - { id: r, type: route, cases: [{ when: "trigger.text == 'a'", next: a }, { when: "trigger.text == 'b'", next: b }], default: other }
                - { id: a, type: message, text: "case {{ node.r.output.case }}", next: end }
                - { id: b, type: message, text: "case {{ node.r.output.case }}", next: end }
                - { id: other, type: message, text: "case {{ node.r.output.case }}" }
                """);
        assertThat(Fixture.texts(fixture.trigger(TriggerMessage.of("go", "vip"))))
                .containsExactly("VIP");
        assertThat(Fixture.texts(fixture.trigger(TriggerMessage.of("go", "b")))).containsExactly("case 1");
        assertThat(Fixture.texts(fixture.trigger(TriggerMessage.of("go", "z")))).containsExactly("case default");
    }

    @Test
    void aConditionThatIsNoBooleanTakesTheErrorEdge() {
        fixture.flow("""
                - { id: c, type: condition, when: "trigger.context.flag", then: a, else: a, on_error: sorry }
                - { id: a, type: message, text: A, next: end }
                - { id: sorry, type: message, text: Sorry }
                """);
        assertThat(Fixture.texts(fixture.go())).containsExactly("Sorry");
    }

    @Test
    void failEndsTheExecutionWithItsText() {
        fixture.flow("- { id: f, type: fail, text: \"No {{ trigger.text }}\", reason: refused }");
        Reply reply = fixture.go();
        assertThat(reply.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(Fixture.texts(reply)).containsExactly("No hi");
        assertThat(fixture.store
                        .executions()
                        .listHistory(fixture.tenant, reply.executionId())
                        .get(0)
                        .steps()
                        .text())
                .contains("refused");
    }

    @Test
    void aFailingNodeWithoutAnErrorEdgeFailsTheExecutionWithTheFlowsText() {
        fixture.flow("- { id: c, type: condition, when: \"trigger.context.flag\", then: end, else: end }");
        Reply reply = fixture.go();
        assertThat(reply.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(Fixture.texts(reply)).containsExactly("Something went wrong. Please try again.");
    }

    @Test
    void aNodeVisitedTwiceMakesANewBlockId() {
        fixture.flow("""
                - { id: ask, type: form, fields: [{ name: n, type: text, label: N, required: true }] }
                - { id: again, type: condition, when: "node.ask.output.n == 'again'", then: ask, else: end }
                """);
        Reply first = fixture.go();
        Reply second = fixture.answer(first, Map.of("n", "again"));
        assertThat(second.blocks().get(0).id())
                .isNotEqualTo(first.blocks().get(0).id());
        assertThat(fixture.answer(second, Map.of("n", "x")).status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    private String variables(Reply reply) {
        return JsonTree.write(JsonTree.read(fixture.store
                        .conversations()
                        .find(fixture.tenant, reply.conversationId())
                        .orElseThrow()
                        .variables()))
                .text();
    }
}

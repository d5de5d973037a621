package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.Reply;
import dev.flowruntime.model.ExecutionStatus;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Flows that run inside others. */
class SubflowTest {
    private static final String OUTER = """
            - { id: sub, type: subflow, flow: inner, input: { name: "{{ trigger.text }}" }, on_error: sorry }
            - { id: say, type: message, text: "Got {{ node.sub.output.total }}", next: end }
            - { id: sorry, type: message, text: "Sorry: {{ node.sub.error }}" }
            """;

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void itsInputIsItsTriggersContextAndItsEndIsTheOutput() {
        fixture.publish("inner", "inner", """
                - { id: hi, type: message, text: "Inner {{ trigger.context.name }}" }
                - { id: done, type: end, output: { total: "{{ 6 * 7 }}" } }
                """);
        Reply reply = fixture.flow(OUTER).go();
        assertThat(reply.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(reply)).containsExactly("Inner hi", "Got 42");
    }

    @Test
    void itWaitsForTheVisitorLikeAnyFlowAndStaysOnItsVersion() {
        fixture.publish("inner", "inner", """
                - { id: ask, type: form, fields: [{ name: n, type: number, label: N, required: true }] }
                - { id: done, type: end, output: { total: "{{ node.ask.output.n }}" } }
                """);
        Reply asked = fixture.flow(OUTER).go();
        assertThat(asked.status()).isEqualTo(ExecutionStatus.WAITING_INPUT);
        fixture.publish("inner", "inner", "- { id: done, type: end, output: { total: other } }");
        assertThat(Fixture.texts(fixture.answer(asked, Map.of("n", 5L)))).containsExactly("Got 5");
    }

    @Test
    void itsFailureIsTheFailureOfItsNode() {
        fixture.publish("inner", "inner", "- { id: f, type: fail, text: Broken, reason: out of order }");
        Reply reply = fixture.flow(OUTER).go();
        assertThat(reply.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(Fixture.texts(reply)).containsExactly("Sorry: out of order");
    }

    @Test
    void aFlowThatIsNotPublishedFailsTheNode() {
        Reply reply = fixture.flow(OUTER).go();
        assertThat(Fixture.texts(reply)).containsExactly("Sorry: the flow inner is not published");
    }

    @Test
    void flowsThatCallEachOtherForEverFailAtTheSixteenthFrame() {
        fixture.publish("inner", "inner", "- { id: sub, type: subflow, flow: other }");
        fixture.publish("other", "other", "- { id: sub, type: subflow, flow: inner }");
        Reply reply = fixture.flow(OUTER).go();
        assertThat((String) Fixture.texts(reply).get(0)).contains("16");
    }
}

package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.Reply;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.model.FlowVersion;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishing, rolling back and archiving flows. */
class VersionsTest {
    private static final String ASK_THEN =
            "- { id: ask, type: form, fields: [{ name: n, type: text, label: N, required: true }] }\n";

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anExecutionStaysOnTheVersionThatItStartedWith() {
        Reply old = fixture.flow(ASK_THEN + "- { id: say, type: message, text: One }")
                .go();
        Reply young = fixture.flow(ASK_THEN + "- { id: say, type: message, text: Two }")
                .go();
        assertThat(Fixture.texts(fixture.answer(old, Map.of("n", "x")))).containsExactly("One");
        assertThat(Fixture.texts(fixture.answer(young, Map.of("n", "x")))).containsExactly("Two");
    }

    @Test
    void publishingTheSameDocumentAgainChangesNothing() {
        fixture.flow(ASK_THEN).flow(ASK_THEN);
        assertThat(fixture.runtime.flows().versions(fixture.tenant, "flow")).hasSize(1);
    }

    @Test
    void anOlderVersionBecomesTheActiveOneAgain() {
        fixture.flow("- { id: say, type: message, text: One }").flow("- { id: say, type: message, text: Two }");
        fixture.runtime.flows().rollback(fixture.tenant, "flow", 1);
        assertThat(Fixture.texts(fixture.go())).containsExactly("One");
        assertThat(fixture.runtime.flows().versions(fixture.tenant, "flow"))
                .extracting(FlowVersion::active)
                .containsExactly(true, false);
        assertThat(fixture.runtime.flows().compare(fixture.tenant, "flow", 1, 2).toString())
                .contains("say");
    }

    @Test
    void anArchivedFlowStartsNoMoreButItsExecutionsGoOn() {
        Reply asked = fixture.flow(ASK_THEN + "- { id: say, type: message, text: One }")
                .go();
        fixture.runtime.flows().archive(fixture.tenant, "flow");
        assertCode(ErrorCode.INTENT_NOT_MATCHED, fixture::go);
        assertThat(Fixture.texts(fixture.answer(asked, Map.of("n", "x")))).containsExactly("One");
    }

    @Test
    void twoFlowsOfATenantCannotHaveOneIntent() {
        fixture.flow("- { id: say, type: message, text: One }");
        assertCode(ErrorCode.CONFLICT, () -> fixture.publish("other", "go", "- { id: say, type: message, text: Two }"));
        fixture.runtime.flows().archive(fixture.tenant, "flow");
        fixture.publish("other", "go", "- { id: say, type: message, text: Two }");
        assertThat(Fixture.texts(fixture.go())).containsExactly("Two");
        assertCode(ErrorCode.CONFLICT, () -> fixture.runtime.flows().rollback(fixture.tenant, "flow", 1));
    }

    @Test
    void aDocumentWithErrorsIsNotPublished() {
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> fixture.flow("- { id: say, type: message, txt: One }"))
                .withMessageContaining("flow.yaml:5: nodes[0].txt");
        assertThat(fixture.runtime.flows().versions(fixture.tenant, "flow")).isEmpty();
    }

    @Test
    void aVersionThatDoesNotExistIsNotFound() {
        assertCode(ErrorCode.NOT_FOUND, () -> fixture.runtime.flows().rollback(fixture.tenant, "flow", 1));
        assertCode(ErrorCode.NOT_FOUND, () -> fixture.runtime.flows().archive(fixture.tenant, "flow"));
    }

    private static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(call)
                .extracting(FlowException::code)
                .isEqualTo(code);
    }
}

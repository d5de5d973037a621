package dev.flowruntime.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.Caller;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.FormSubmission;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a form in a flow takes and refuses, a standalone form takes and refuses, with the same words. Of files there are only
 * references here; {@code SameFileOutcomeTest} uploads them.
 */
class SameOutcomeTest {
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final Caller ANYBODY = new Caller(null, false, null, null, null);
    private static final FlowRuntime RUNTIME =
            FlowRuntime.builder(new InMemoryFlowStore()).build();
    private static final TenantId TENANT =
            RUNTIME.tenants().create("acme", "Acme Inc.").id();

    static {
        RUNTIME.widgetKeys()
                .put(
                        TENANT,
                        new WidgetKeyRequest(
                                "page",
                                KEY,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of("https://acme.com"),
                                Grant.ofEverything(),
                                Grant.ofEverything(),
                                null,
                                null,
                                null));
    }

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    static Stream<FieldCase> table() {
        return FieldCase.all();
    }

    @ParameterizedTest
    @MethodSource("table")
    void inChatAndStandalone(FieldCase value) {
        String fields = "fields: [{ name: f, label: F, " + value.field() + " }]";
        RUNTIME.forms().publish(TENANT, Document.parse("form", "form: same\ntitle: Same\n" + fields));
        RUNTIME.flows().publish(TENANT, Document.parse("flow", """
                flow: same
                name: Same
                trigger: { type: trigger.chat, intent_name: same }
                nodes: [{ id: ask, type: form, %s }]
                """.formatted(fields)));

        Object standalone = standalone(value);
        Object chat = chat(value);

        assertThat(chat).isEqualTo(standalone);
        boolean namesFile = value.isAccepted() && value.field().contains("type: file_upload");
        if (!namesFile && !isImage(value)) {
            Object expected =
                    value.isAccepted() ? "accepted" : Map.of("fields", Map.of(value.path(), List.of(value.reason())));
            assertThat(chat).isEqualTo(expected);
        }
    }

    /** Their files are not there, of which both say the same. */
    private static boolean isImage(FieldCase value) {
        return value.isAccepted()
                && Set.of("type: image_upload", "type: signature").stream().anyMatch(value.field()::contains);
    }

    private static Object standalone(FieldCase value) {
        try {
            RUNTIME.publicForms().submit(KEY, ANYBODY, "same", FormSubmission.of(value.values()));
            return "accepted";
        } catch (FlowException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
            return refused.details();
        }
    }

    private static Object chat(FieldCase value) {
        Reply asked = RUNTIME.engine().trigger(new EngineTrigger(TENANT, null, TriggerMessage.of("same", "hi")));
        try {
            Reply answered = RUNTIME.engine().resume(TENANT, ResumeMessage.of(asked, value.values()));
            assertThat(answered.status()).isEqualTo(ExecutionStatus.COMPLETED);
            return "accepted";
        } catch (FlowException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
            return refused.details();
        }
    }
}

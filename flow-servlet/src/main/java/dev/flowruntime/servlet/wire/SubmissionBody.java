package dev.flowruntime.servlet.wire;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.FormSubmission;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Ids;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body that submits a standalone form. */
public final class SubmissionBody {
    private static final TextRule NAME = TextRule.length(1, 128);
    private static final TextRule CHANNEL = TextRule.length(1, 64);
    private static final TextRule ID = text -> Ids.isUuid(text) ? null : "must be a UUID";

    private SubmissionBody() {}

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static FormSubmission read(JsonBody body) {
        MemberReader members = new MemberReader(body);
        Map<String, @Nullable Object> values = members.requiredObject("values");
        String visitor = members.text("visitorId", NAME);
        String conversation = members.text("conversationId", ID);
        String clientId = members.text("clientSubmissionId", NAME);
        String channel = members.text("channel", CHANNEL);
        String locale = members.text("locale", TextRule.LANGUAGE_TAG);
        String honeypot = members.text("_hp", TextRule.ANY);
        members.finish();
        return new FormSubmission(
                values,
                visitor,
                conversation == null ? null : ConversationId.of(conversation),
                clientId,
                channel,
                locale,
                honeypot);
    }

    /**
     * A language as a query names it.
     *
     * @throws FlowException VALIDATION_FAILED
     */
    public static @Nullable String locale(@Nullable String text) {
        String complaint = text == null ? null : TextRule.LANGUAGE_TAG.complaint(text);
        if (complaint != null) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, Map.of("locale", List.of(complaint)));
        }
        return text;
    }
}

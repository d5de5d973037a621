package dev.flowruntime.servlet.wire;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body by which a back end starts a flow. */
public final class EngineTriggerBody {
    private EngineTriggerBody() {}

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED, CONVERSATION_NOT_FOUND */
    public static EngineTrigger read(JsonBody body, TenantId tenant) {
        MemberReader members = new MemberReader(body);
        String intent = members.requiredText("intent_name", TextRule.ANY);
        String text = members.text("text", TextRule.MESSAGE);
        String conversation = members.text("conversation_id", TextRule.ANY);
        Map<String, @Nullable Object> context = members.object("context", MessageBody.MAX_CONTEXT_BYTES);
        Map<String, @Nullable Object> variables = members.objectOrEmpty("variables");
        members.finish();
        return new EngineTrigger(
                tenant,
                conversation(conversation),
                new TriggerMessage(text, intent, context == null ? Map.of() : context, variables));
    }

    private static @Nullable ConversationId conversation(@Nullable String id) {
        if (id == null) {
            return null;
        }
        if (!Ids.isUuid(id)) {
            throw new FlowException(ErrorCode.CONVERSATION_NOT_FOUND, "there is no such conversation");
        }
        return ConversationId.of(id);
    }
}

package dev.flowruntime.servlet.wire;

import dev.flowruntime.ChatSession;
import dev.flowruntime.FlowException;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a chat message: it starts a flow, or answers one that waits. */
public sealed interface MessageBody {
    /** How big the context may be, as compact JSON. */
    int MAX_CONTEXT_BYTES = 16 * 1024;

    /** @throws FlowException as the session refuses it */
    Reply sendTo(ChatSession session);

    /** Starts a flow. */
    record Trigger(TriggerMessage message) implements MessageBody {
        @Override
        public Reply sendTo(ChatSession session) {
            return session.trigger(message);
        }
    }

    /** Answers an execution. */
    record Resume(ResumeMessage message) implements MessageBody {
        @Override
        public Reply sendTo(ChatSession session) {
            return session.resume(message);
        }
    }

    /**
     * A body with a wait token or an execution id answers; any other starts.
     *
     * @throws FlowException INVALID_INPUT, VALIDATION_FAILED
     */
    static MessageBody read(JsonBody body) {
        return body.has("waitToken") || body.has("executionId") ? readResume(body) : readTrigger(body);
    }

    private static MessageBody readTrigger(JsonBody body) {
        MemberReader members = new MemberReader(body);
        String text = members.requiredText("text", TextRule.MESSAGE);
        String intent = members.requiredText("intentName", TextRule.ANY);
        Map<String, @Nullable Object> context = members.object("context", MAX_CONTEXT_BYTES);
        Map<String, @Nullable Object> variables = members.objectOrEmpty("variables");
        ReportedUsage usage = ReportedUsage.read(members);
        members.finish();
        return new Trigger(new TriggerMessage(
                text, intent, context == null ? Map.of() : context, variables, ReportedUsage.call(usage)));
    }

    private static MessageBody readResume(JsonBody body) {
        MemberReader members = new MemberReader(body);
        String execution = members.requiredText("executionId", TextRule.ANY);
        String token = members.requiredText("waitToken", TextRule.ANY);
        Map<String, @Nullable Object> values = members.objectOrEmpty("values");
        Map<String, @Nullable Object> context = members.object("context", MAX_CONTEXT_BYTES);
        Map<String, @Nullable Object> variables = members.objectOrEmpty("variables");
        ReportedUsage usage = ReportedUsage.read(members);
        members.finish();
        return new Resume(new ResumeMessage(execution, token, values, context, variables, ReportedUsage.call(usage)));
    }
}

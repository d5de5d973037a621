package dev.flowruntime.servlet.wire;

import dev.flowruntime.FlowException;
import dev.flowruntime.ResumeMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body by which a back end answers an execution. */
public final class EngineResumeBody {
    private EngineResumeBody() {}

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static ResumeMessage read(JsonBody body, String execution) {
        MemberReader members = new MemberReader(body);
        String token = members.requiredText("wait_token", TextRule.ANY);
        Map<String, @Nullable Object> input = members.objectOrEmpty("input");
        Map<String, @Nullable Object> context = members.object("context", MessageBody.MAX_CONTEXT_BYTES);
        Map<String, @Nullable Object> variables = members.objectOrEmpty("variables");
        members.finish();
        return new ResumeMessage(execution, token, input, context, variables);
    }
}

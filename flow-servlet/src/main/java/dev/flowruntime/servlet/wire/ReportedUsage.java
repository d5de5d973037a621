package dev.flowruntime.servlet.wire;

import dev.flowruntime.llm.ModelCall;
import org.jspecify.annotations.Nullable;

/** What a client says that its own model used, right or wrong. */
record ReportedUsage(String model, long promptTokens, long completionTokens) {
    private static final TextRule MODEL = TextRule.length(1, ModelCall.MAX_MODEL);
    private static final long MOST = 10_000_000;

    static @Nullable ReportedUsage read(MemberReader body) {
        MemberReader members = body.members("tokenUsage");
        return members == null
                ? null
                : new ReportedUsage(
                        members.requiredText("model", MODEL),
                        members.requiredCount("prompt_tokens", MOST),
                        members.requiredCount("completion_tokens", MOST));
    }

    /** Of one that was found right. */
    static @Nullable ModelCall call(@Nullable ReportedUsage usage) {
        return usage == null ? null : new ModelCall(usage.model, usage.promptTokens, usage.completionTokens);
    }
}

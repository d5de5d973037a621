package dev.flowruntime.servlet.wire;

import dev.flowruntime.Conversion;
import dev.flowruntime.FlowException;
import dev.flowruntime.model.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body that says that a goal was achieved. */
public final class ConversionBody {
    private ConversionBody() {}

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static Conversion read(JsonBody body, TenantId tenant) {
        MemberReader members = new MemberReader(body);
        String goal = members.requiredText("goal", TextRule.ANY);
        String conversation = members.text("conversation_id", TextRule.ANY);
        String externalRef = members.text("external_ref", TextRule.ANY);
        Instant occurredAt = members.instant("occurred_at");
        Map<String, @Nullable Object> props = members.objectOrEmpty("props");
        Conversion conversion =
                members.make(() -> new Conversion(tenant, goal, conversation, externalRef, occurredAt, props));
        members.finish();
        return Objects.requireNonNull(conversion, "what is refused is told by finish");
    }
}

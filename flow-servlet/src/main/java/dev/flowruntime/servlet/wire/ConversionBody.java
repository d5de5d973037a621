package dev.flowruntime.servlet.wire;

import dev.flowruntime.Conversion;
import dev.flowruntime.FlowException;
import dev.flowruntime.model.TenantId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body that says that a goal was achieved.
 *
 * @param tenantId as it came
 * @param conversationId as it came
 */
public record ConversionBody(
        String tenantId,
        String goal,
        @Nullable String conversationId,
        @Nullable String externalRef,
        @Nullable Instant occurredAt,
        Map<String, @Nullable Object> props) {
    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static ConversionBody read(JsonBody body) {
        MemberReader members = new MemberReader(body);
        ConversionBody conversion = new ConversionBody(
                members.requiredText("tenant_id", TextRule.ANY),
                members.requiredText("goal", TextRule.ANY),
                members.text("conversation_id", TextRule.ANY),
                members.text("external_ref", TextRule.ANY),
                members.instant("occurred_at"),
                members.objectOrEmpty("props"));
        members.make(() -> conversion.to(NOBODY));
        members.finish();
        return conversion;
    }

    /** Whose conversion it is to be does not matter to what is wrong with it. */
    private static final TenantId NOBODY = TenantId.of("00000000-0000-7000-8000-000000000000");

    public Conversion to(TenantId tenant) {
        return new Conversion(tenant, goal, conversationId, externalRef, occurredAt, props);
    }
}

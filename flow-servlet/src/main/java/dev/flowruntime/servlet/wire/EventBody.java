package dev.flowruntime.servlet.wire;

import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowException;
import dev.flowruntime.model.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body that tells of something outside.
 *
 * @param tenantId as it came
 */
public record EventBody(
        String tenantId,
        String eventName,
        Map<String, @Nullable Object> data,
        @Nullable String idempotencyKey) {
    private static final TextRule NAME = TextRule.length(1, 255);

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static EventBody read(JsonBody body) {
        MemberReader members = new MemberReader(body);
        EventBody event = new EventBody(
                members.requiredText("tenant_id", TextRule.ANY),
                members.requiredText("event_name", NAME),
                members.objectOrEmpty("data"),
                members.text("idempotency_key", NAME));
        members.finish();
        return event;
    }

    public EventRequest to(TenantId tenant) {
        return new EventRequest(tenant, eventName, data, idempotencyKey);
    }
}

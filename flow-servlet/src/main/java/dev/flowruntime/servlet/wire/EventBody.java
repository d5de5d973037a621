package dev.flowruntime.servlet.wire;

import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowException;
import dev.flowruntime.model.TenantId;

/** The body that tells of something outside. */
public final class EventBody {
    private static final TextRule NAME = TextRule.length(1, 255);

    private EventBody() {}

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static EventRequest read(JsonBody body, TenantId tenant) {
        MemberReader members = new MemberReader(body);
        EventRequest event = new EventRequest(
                tenant,
                members.requiredText("event_name", NAME),
                members.objectOrEmpty("data"),
                members.text("idempotency_key", NAME));
        members.finish();
        return event;
    }
}

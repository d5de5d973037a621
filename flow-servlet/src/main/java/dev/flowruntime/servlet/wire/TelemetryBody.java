package dev.flowruntime.servlet.wire;

import dev.flowruntime.ChatSession;
import dev.flowruntime.FlowException;
import dev.flowruntime.PageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies that tell what a visitor did on a page. */
public final class TelemetryBody {
    private TelemetryBody() {}

    /**
     * One event.
     *
     * @throws FlowException INVALID_INPUT, VALIDATION_FAILED
     */
    public static List<PageEvent> readOne(JsonBody body) {
        MemberReader members = new MemberReader(body);
        List<PageEvent> events = new ArrayList<>(1);
        read(members, events);
        members.finish();
        return events;
    }

    /**
     * Several events: all of them, or none when one is bad.
     *
     * @throws FlowException INVALID_INPUT, VALIDATION_FAILED
     */
    public static List<PageEvent> readBatch(JsonBody body) {
        MemberReader members = new MemberReader(body);
        List<PageEvent> events = new ArrayList<>();
        for (MemberReader event : members.eachOf("events", 1, ChatSession.MAX_EVENTS)) {
            read(event, events);
        }
        members.finish();
        return events;
    }

    private static void read(MemberReader members, List<PageEvent> events) {
        String name = members.requiredText("name", TextRule.ANY);
        Map<String, @Nullable Object> props = members.objectOrEmpty("props");
        Instant occurredAt = members.instant("occurred_at");
        String id = members.text("id", TextRule.ANY);
        PageEvent event = members.make(() -> new PageEvent(name, props, occurredAt, id));
        if (event != null) {
            events.add(event);
        }
    }
}

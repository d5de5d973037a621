package dev.flowruntime.store;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.TelemetryEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Telemetry events of one request, what they achieve, and the record of it: all of it or nothing, but for events that are repeats.
 *
 * @param events at least one; of one widget key and one time of recording, no two with the same key
 * @param completions by these events; those of a repeat are left out with it
 */
public record TelemetryCommit(List<TelemetryEvent> events, List<Completion> completions, AuditRecord audit) {
    public TelemetryCommit {
        events = List.copyOf(events);
        completions = List.copyOf(completions);
        check(!events.isEmpty(), "events");
        TelemetryEvent first = events.get(0);
        Set<Object> ids = new HashSet<>();
        Set<Object> keys = new HashSet<>();
        for (TelemetryEvent event : events) {
            check(
                    event.tenant().equals(first.tenant())
                            && event.widgetKey().equals(first.widgetKey())
                            && event.recordedAt().equals(first.recordedAt()),
                    "events of one widget key and time");
            check(ids.add(event.id()) && (event.key() == null || keys.add(event.key())), "no event twice");
        }
        for (Completion completion : completions) {
            check(
                    completion.tenant().equals(first.tenant())
                            && completion.event() != null
                            && ids.contains(completion.event()),
                    "completions by its own events");
        }
        check(audit.tenant().equals(first.tenant()), "an audit record of its own tenant");
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException("a telemetry commit has " + rule);
        }
    }
}

package dev.flowruntime.internal;

import dev.flowruntime.PageEvent;
import dev.flowruntime.RecordedEvents;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.KeyMeter.Use;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.TelemetryCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records what pages tell of their visitors, and what goals that achieves. Thread-safe. */
public final class Telemetry {
    /** How long repeats of an event are told. */
    static final Duration LIFE_OF_KEYS = Duration.ofDays(30);

    private final Services services;
    private final KnownGoals goals;
    private final KeyMeter meter;

    Telemetry(Services services, KnownGoals goals, KeyMeter meter) {
        this.services = services;
        this.goals = goals;
        this.meter = meter;
    }

    /** @param events at least one */
    public RecordedEvents record(
            WidgetKey key, ConversationId conversation, List<PageEvent> events, Audience audience) {
        Instant now = services.now();
        List<TelemetryEvent> distinct = new ArrayList<>();
        List<Completion> completions = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (PageEvent event : events) {
            if (event.id() == null || ids.add(event.id())) {
                TelemetryEvent recorded = event(key, conversation, event, now);
                distinct.add(recorded);
                goals.completedBy(key.tenant(), event)
                        .forEach(goal -> completions.add(completion(goal, recorded, event)));
            }
        }
        int recorded = services.store()
                .telemetry()
                .record(new TelemetryCommit(
                        distinct,
                        completions,
                        audience.record(
                                services,
                                key.tenant(),
                                conversation.toString(),
                                JsonTree.write(Map.of("events", events.size())))));
        meter.count(key, Use.EVENT, recorded);
        return new RecordedEvents(recorded, events.size() - recorded);
    }

    private TelemetryEvent event(WidgetKey key, ConversationId conversation, PageEvent event, Instant now) {
        return new TelemetryEvent(
                key.tenant(),
                services.ids().get(),
                key.id(),
                conversation,
                event.name(),
                JsonTree.write(event.props()),
                event.id(),
                notAfter(now, event.occurredAt()),
                now,
                key.isTest());
    }

    /** When something occurred that is told now; clocks of pages run fast, too. */
    static Instant notAfter(Instant now, @Nullable Instant occurredAt) {
        return occurredAt == null || occurredAt.isAfter(now) ? now : occurredAt.truncatedTo(ChronoUnit.MICROS);
    }

    private Completion completion(Goal goal, TelemetryEvent by, PageEvent event) {
        Worth worth = Worth.of(event.props());
        return new Completion(
                by.tenant(),
                services.ids().get(),
                goal.code(),
                by.conversation(),
                by.id(),
                null,
                worth.micros(),
                worth.currency(),
                by.occurredAt(),
                by.recordedAt(),
                by.test());
    }
}

package dev.flowruntime.provisioning;

import dev.flowruntime.GoalRequest;
import dev.flowruntime.document.Members;
import dev.flowruntime.model.Goal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code goals}: what a conversation may achieve. */
final class GoalSection {
    private GoalSection() {}

    /** A goal as the file says it, right or wrong. */
    record Entry(
            String code,
            String name,
            String kind,
            @Nullable String event,
            Map<String, @Nullable Object> match,
            boolean primary,
            String status) {
        /** Of an entry without problems. */
        GoalRequest request() {
            return new GoalRequest(
                    code,
                    name,
                    Goal.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    event,
                    match,
                    primary,
                    Goal.Status.valueOf(status.toUpperCase(Locale.ROOT)));
        }
    }

    static List<Entry> read(Members root) {
        Unique codes = new Unique();
        return root.each("goals", entry -> goal(entry, codes));
    }

    private static Entry goal(Members entry, Unique codes) {
        String code = Texts.code(entry, "code");
        codes.claim(entry, "code", code);
        Entry goal = new Entry(
                code,
                Texts.required(entry, "name", 255),
                entry.word("kind", List.of("conversion", "engagement", "custom")),
                entry.value("event") == null ? null : Texts.code(entry, "event"),
                match(entry),
                entry.flag("primary", false),
                entry.word("status", List.of("active", "paused", "archived")));
        entry.refuseUnknown();
        return goal;
    }

    private static Map<String, @Nullable Object> match(Members entry) {
        Map<String, @Nullable Object> match = entry.mapping("match");
        if (match == null) {
            return Map.of();
        }
        if (entry.value("event") == null) {
            entry.error("match", "needs an event to look at");
        }
        match.forEach((name, value) -> {
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                entry.error("match." + name, "must be a text, a number, or true or false");
            }
        });
        return match;
    }
}

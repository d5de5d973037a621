package dev.flowruntime.provisioning;

import dev.flowruntime.document.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code goals}: what a conversation may achieve. */
final class GoalSection {
    private GoalSection() {}

    static Object read(Members root) {
        Unique codes = new Unique();
        return root.each("goals", entry -> goal(entry, codes));
    }

    private static Map<String, @Nullable Object> goal(Members entry, Unique codes) {
        Map<String, @Nullable Object> goal = new LinkedHashMap<>();
        String code = Texts.code(entry, "code");
        codes.claim(entry, "code", code);
        goal.put("code", code);
        goal.put("name", Texts.required(entry, "name", 255));
        goal.put("kind", entry.word("kind", List.of("conversion", "engagement", "custom")));
        goal.put("event", entry.value("event") == null ? null : Texts.code(entry, "event"));
        goal.put("match", match(entry));
        goal.put("primary", entry.flag("primary", false));
        goal.put("status", entry.word("status", List.of("active", "paused", "archived")));
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
            if (value instanceof Map || value instanceof List) {
                entry.error("match." + name, "must be a text, a number, or true or false");
            }
        });
        return match;
    }
}

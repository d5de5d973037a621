package dev.flowruntime;

import dev.flowruntime.model.Goal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a goal is to be.
 *
 * @param code a letter, and up to 63 lower-case letters, digits and underscores after it; unique in the tenant
 * @param name at most 255 characters
 * @param event the name of the telemetry event that completes it; null when only conversions do
 * @param match what the event's properties must be, all of it: texts, numbers, true or false
 * @param primary whether it is what the tenant looks at first
 */
public record GoalRequest(
        String code,
        String name,
        Goal.Kind kind,
        @Nullable String event,
        Map<String, @Nullable Object> match,
        boolean primary,
        Goal.Status status) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final int MAX_NAME = 255;

    /** @throws FlowException {@code VALIDATION_FAILED} with what is wrong, by member */
    public GoalRequest {
        match = Collections.unmodifiableMap(new LinkedHashMap<>(match));
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        if (!NAME.matcher(code).matches()) {
            wrong.put("code", List.of("must match " + NAME));
        }
        if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_NAME) {
            wrong.put("name", List.of("must have 1 to " + MAX_NAME + " characters"));
        }
        if (event != null && !NAME.matcher(event).matches()) {
            wrong.put("event", List.of("must match " + NAME));
        }
        if (event == null && !match.isEmpty()) {
            wrong.put("match", List.of("needs an event to look at"));
        }
        match.forEach((property, value) -> {
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                wrong.put("match." + property, List.of("must be a text, a number, or true or false"));
            }
        });
        if (!wrong.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, wrong);
        }
    }

    /** An active goal that an event completes, whatever its properties are. */
    public static GoalRequest of(String code, String name, String event) {
        return new GoalRequest(code, name, Goal.Kind.CONVERSION, event, Map.of(), false, Goal.Status.ACTIVE);
    }
}

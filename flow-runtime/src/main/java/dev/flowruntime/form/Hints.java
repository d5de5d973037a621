package dev.flowruntime.form;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hints of one field, read: each has the type that its shape says. */
final class Hints {
    private final Map<Hint, Object> values;
    private final Map<String, Object> messages;

    /** @param messages by the name of a hint, or {@link HintReader#REQUIRED} */
    Hints(Map<Hint, Object> values, Map<String, Object> messages) {
        this.values = values.isEmpty() ? Map.of() : new EnumMap<>(values);
        this.messages = Map.copyOf(messages);
    }

    /** Whether it is there; a flag is there when it is true. */
    boolean has(Hint hint) {
        return values.containsKey(hint);
    }

    @Nullable
    Long count(Hint hint) {
        return value(hint, Long.class);
    }

    @Nullable
    Number number(Hint hint) {
        return value(hint, Number.class);
    }

    @Nullable
    LocalDate date(Hint hint) {
        return value(hint, LocalDate.class);
    }

    @Nullable
    Domains domains(Hint hint) {
        return value(hint, Domains.class);
    }

    @Nullable
    TextPattern pattern() {
        return value(Hint.PATTERN, TextPattern.class);
    }

    @Nullable
    Format format() {
        return value(Hint.FORMAT, Format.class);
    }

    /** Option values that must be chosen. */
    List<String> requiredOptions() {
        return values.get(Hint.REQUIRE_OPTION) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }

    /** The author's message for a hint, else ours. */
    String reason(Hint hint, String otherwise) {
        return messages.get(hint.wireName()) instanceof String message ? message : otherwise;
    }

    /** The author's message for a value that is missing, else ours. */
    String missing(String otherwise) {
        return messages.get(HintReader.REQUIRED) instanceof String message ? message : otherwise;
    }

    private <T> @Nullable T value(Hint hint, Class<T> type) {
        return type.cast(values.get(hint));
    }
}

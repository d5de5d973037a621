package dev.flowruntime;

import dev.flowruntime.document.JsonTree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that a visitor did on a page.
 *
 * @param name a letter, and up to 63 lower-case letters, digits and underscores after it
 * @param props at most 4096 bytes as compact JSON
 * @param occurredAt since 1970; null for now, and what lies in the future is now as well
 * @param id 1 to 128 characters: another event with this id, of the same widget key, is a repeat of this one; null when none is
 */
public record PageEvent(
        String name,
        Map<String, @Nullable Object> props,
        @Nullable Instant occurredAt,
        @Nullable String id) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final int MAX_PROPS = 4096;
    private static final int MAX_ID = 128;

    /** @throws FlowException {@code VALIDATION_FAILED} with what is wrong, by member */
    public PageEvent {
        props = Collections.unmodifiableMap(new LinkedHashMap<>(props));
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        if (!NAME.matcher(name).matches()) {
            wrong.put("name", List.of("must match " + NAME));
        }
        if (bytes(props) > MAX_PROPS) {
            wrong.put("props", List.of("must have at most " + MAX_PROPS + " bytes as compact JSON"));
        }
        if (occurredAt != null && occurredAt.isBefore(Instant.EPOCH)) {
            wrong.put("occurred_at", List.of("must not be before 1970"));
        }
        if (id != null && !isText(id, MAX_ID)) {
            wrong.put("id", List.of("must have 1 to " + MAX_ID + " characters, without NUL"));
        }
        if (!wrong.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, wrong);
        }
    }

    /** Stores cannot keep NUL characters. */
    static boolean isText(String text, int max) {
        return !text.isEmpty() && text.codePointCount(0, text.length()) <= max && text.indexOf('\0') < 0;
    }

    static int bytes(Map<String, @Nullable Object> props) {
        return JsonTree.write(props).text().getBytes(StandardCharsets.UTF_8).length;
    }

    /** An event that happens now. */
    public static PageEvent of(String name, Map<String, @Nullable Object> props) {
        return new PageEvent(name, props, null, null);
    }
}

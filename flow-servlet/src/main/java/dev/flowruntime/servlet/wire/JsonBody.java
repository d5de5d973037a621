package dev.flowruntime.servlet.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that is one JSON object.
 *
 * @param members plain values: maps, lists, texts, longs, doubles, booleans, null
 * @param flaw the first value in it that no member may have; null when there is none
 * @param size in bytes
 */
public record JsonBody(
        Map<String, @Nullable Object> members, @Nullable Flaw flaw, int size) {

    /**
     * A value that is JSON but not acceptable.
     *
     * @param path such as {@code values.sizes[2]}
     */
    record Flaw(String path, String reason) {}

    /** Whether the member is there and not null. */
    boolean has(String name) {
        return members.get(name) != null;
    }

    /** The member when it is a text; for those who need it before the body was judged. */
    public @Nullable String peekText(String name) {
        return members.get(name) instanceof String text ? text : null;
    }
}

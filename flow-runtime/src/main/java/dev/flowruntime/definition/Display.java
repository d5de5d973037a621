package dev.flowruntime.definition;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a chat client shows an intent.
 *
 * @param label the flow's name unless its author gave another
 * @param pinned whether it stands before those that are not
 * @param priority the higher, the further ahead
 */
public record Display(
        String label,
        @Nullable String subtitle,
        @Nullable Icon icon,
        @Nullable String accentColor,
        StyleVariant styleVariant,
        boolean pinned,
        int priority) {
    /** A picture beside the label, such as an emoji; its kinds are between the flow's author and the client. */
    public record Icon(String kind, String value) {}

    /** How the client paints the label. */
    public enum StyleVariant {
        SOLID,
        OUTLINE,
        SOFT;

        /** The variant by this word; one that exists. */
        static StyleVariant of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** As documents and clients write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing but a label. */
    public static Display of(String label) {
        return new Display(label, null, null, null, StyleVariant.SOLID, false, 0);
    }
}

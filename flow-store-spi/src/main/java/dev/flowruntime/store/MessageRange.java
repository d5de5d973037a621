package dev.flowruntime.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a transcript.
 *
 * @param after those after this sequence number; 0 for all
 * @param since none that were created before; null for no such limit
 * @param limit the most messages, at least 1
 */
public record MessageRange(long after, @Nullable Instant since, int limit) {
    public MessageRange {
        if (after < 0 || limit < 1) {
            throw new IllegalArgumentException("a range of messages begins at 0 or later and has room for one");
        }
    }

    public static MessageRange after(long seq, int limit) {
        return new MessageRange(seq, null, limit);
    }
}

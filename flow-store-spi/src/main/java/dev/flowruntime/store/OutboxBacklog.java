package dev.flowruntime.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What still has to leave.
 *
 * @param pending how many entries
 * @param oldest when the oldest of them was made; null when there are none
 */
public record OutboxBacklog(int pending, @Nullable Instant oldest) {
    public static final OutboxBacklog NONE = new OutboxBacklog(0, null);

    /** This and that of another place, counted no further than so far. */
    public OutboxBacklog plus(OutboxBacklog other, int most) {
        return new OutboxBacklog((int) Math.min(most, (long) pending + other.pending), earlier(oldest, other.oldest));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}

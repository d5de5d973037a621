package dev.flowruntime.internal;

import dev.flowruntime.model.Delivery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a webhook is tried again.
 *
 * @param delays before the second attempt and those after it; after the last the webhook is given up
 */
record RetrySchedule(List<Duration> delays) {
    private static final Duration LONGEST = Duration.ofHours(4);

    /** Whether an attempt was the last, or one too many because an earlier one never came to its end. */
    boolean isUsedUp(int attempts) {
        return attempts > delays.size();
    }

    boolean isBeyond(int attempts) {
        return attempts > delays.size() + 1;
    }

    /**
     * When the next attempt is due after one that failed.
     *
     * @param retryAfter what the receiver asked for; it can make the wait longer, to four hours, and not shorter
     */
    Instant next(Delivery failed, @Nullable String retryAfter, Instant now) {
        Duration delay = jittered(delays.get(failed.attempts() - 1), failed);
        Duration asked = asked(retryAfter, now);
        return now.plus(asked.compareTo(delay) > 0 ? asked : delay);
    }

    /** By up to a tenth longer or shorter; told by the delivery, so that no source of chance is needed. */
    private static Duration jittered(Duration delay, Delivery delivery) {
        int hash = delivery.entry().id().value().hashCode() * 31 + delivery.attempts();
        long permille = Math.floorMod(hash * 0x9E3779B9, 201) - 100L;
        return delay.plus(delay.multipliedBy(permille).dividedBy(1000));
    }

    /**
     * How long a {@code Retry-After} asks to wait, four hours at the most.
     *
     * @param retryAfter seconds or a date; whatever else it is, and null, asks for nothing
     */
    static Duration asked(@Nullable String retryAfter, Instant now) {
        String text = retryAfter == null ? "" : retryAfter.trim();
        Duration asked = text.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : untilDate(text, now);
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static Duration untilDate(String text, Instant now) {
        try {
            return Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException notADate) {
            return Duration.ZERO;
        }
    }
}

package dev.flowruntime.expression;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** CEL's accessors of instants and durations; months, and days by {@code getDayOf…}, count from 0 as CEL has it. */
final class TimeParts {
    static final Map<String, Part> ALL = Map.of(
            "getFullYear", calendar(ZonedDateTime::getYear),
            "getMonth", calendar(time -> time.getMonthValue() - 1),
            "getDate", calendar(ZonedDateTime::getDayOfMonth),
            "getDayOfMonth", calendar(time -> time.getDayOfMonth() - 1),
            "getDayOfWeek", calendar(time -> time.getDayOfWeek().getValue() % 7),
            "getDayOfYear", calendar(time -> time.getDayOfYear() - 1),
            "getHours", new Part(ZonedDateTime::getHour, Duration::toHours),
            "getMinutes", new Part(ZonedDateTime::getMinute, Duration::toMinutes),
            "getSeconds", new Part(ZonedDateTime::getSecond, Duration::getSeconds),
            "getMilliseconds", new Part(time -> time.getNano() / 1_000_000, Duration::toMillisPart));

    private TimeParts() {}

    private static Part calendar(ToLongFunction<ZonedDateTime> ofTime) {
        return new Part(ofTime, null);
    }

    /** What an accessor gives of an instant, and of a duration if it takes one. */
    record Part(
            ToLongFunction<ZonedDateTime> ofTime, @Nullable ToLongFunction<Duration> ofDuration) {
        Object of(@Nullable Object value, ZoneId zone) {
            if (value instanceof Instant instant) {
                return ofTime.applyAsLong(Times.checked(instant).atZone(zone));
            }
            if (ofDuration != null && value instanceof Duration duration) {
                return ofDuration.applyAsLong(duration);
            }
            throw new ExpressionException(
                    "this needs an instant, as timestamp(x) makes one, not " + Values.kind(value));
        }
    }
}

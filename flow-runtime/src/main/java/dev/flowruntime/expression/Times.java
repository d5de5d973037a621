package dev.flowruntime.expression;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Instants within the years 1 to 9999, durations, and how they are read and written. */
final class Times {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final int MAX_TEXT = 64;
    private static final int MAX_PATTERN = 100;
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern PARTS = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(h|ms|m|s|us|ns)");
    private static final Map<String, Long> NANOS = Map.of(
            "h",
            3_600_000_000_000L,
            "m",
            60_000_000_000L,
            "s",
            1_000_000_000L,
            "ms",
            1_000_000L,
            "us",
            1_000L,
            "ns",
            1L);

    private Times() {}

    /** The outcome of a calculation with times, if it stays in the calendar. */
    static Object checked(Supplier<Object> calculation) {
        Object result;
        try {
            result = calculation.get();
        } catch (DateTimeException | ArithmeticException e) {
            throw outside();
        }
        return result instanceof Instant instant ? checked(instant) : result;
    }

    static Instant checked(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw outside();
        }
        return instant;
    }

    private static ExpressionException outside() {
        return new ExpressionException("a time is outside the years 1 to 9999");
    }

    /** RFC 3339 text, a date alone (its first moment in the zone), whole seconds since 1970, or an instant as it is. */
    static Instant instant(@Nullable Object value, ZoneId zone) {
        if (value instanceof Instant instant) {
            return checked(instant);
        }
        try {
            if (value instanceof Long seconds) {
                return checked(Instant.ofEpochSecond(seconds));
            }
            if (value instanceof String text && text.length() <= MAX_TEXT) {
                return checked(
                        DATE.matcher(text).matches()
                                ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                                : OffsetDateTime.parse(text).toInstant());
            }
        } catch (DateTimeException e) {
            throw notATime(value);
        }
        throw notATime(value);
    }

    private static ExpressionException notATime(@Nullable Object value) {
        return new ExpressionException(
                Values.kind(value) + " is not a time such as 2026-03-01T12:00:00Z or a date such as 2026-03-01");
    }

    /** CEL's {@code 1h30m} or ISO 8601's {@code PT1H30M}, which documents use. */
    static Duration duration(@Nullable Object value) {
        if (value instanceof Duration duration) {
            return duration;
        }
        if (value instanceof String text && text.length() <= MAX_TEXT) {
            try {
                return text.contains("P") ? Duration.parse(text) : sumOfParts(text);
            } catch (DateTimeException | ArithmeticException e) {
                throw notADuration(value);
            }
        }
        throw notADuration(value);
    }

    private static Duration sumOfParts(String text) {
        boolean negative = text.startsWith("-");
        int end = negative ? 1 : 0;
        Duration sum = Duration.ZERO;
        Matcher part = PARTS.matcher(text);
        while (end < text.length() && part.find(end) && part.start() == end) {
            long nanos = NANOS.getOrDefault(part.group(2), 0L);
            BigDecimal amount = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos));
            sum = sum.plusNanos(amount.toBigInteger().longValueExact());
            end = part.end();
        }
        if (end < text.length() || text.length() == (negative ? 1 : 0)) {
            throw new DateTimeException("not a duration");
        }
        return negative ? sum.negated() : sum;
    }

    private static ExpressionException notADuration(@Nullable Object value) {
        return new ExpressionException(Values.kind(value) + " is not a duration such as 1h30m or PT1H30M");
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new ExpressionException("unknown time zone, write one such as Europe/Berlin or +02:00");
        }
    }

    /** English names of months and days wherever the server stands: the neutral locale has short ones only. */
    static DateTimeFormatter pattern(String text) {
        if (text.length() > MAX_PATTERN) {
            throw new ExpressionException("a date pattern has at most 100 characters");
        }
        try {
            return DateTimeFormatter.ofPattern(text, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw new ExpressionException("not a date pattern such as yyyy-MM-dd HH:mm");
        }
    }

    static String format(Instant instant, DateTimeFormatter pattern, ZoneId zone) {
        try {
            return pattern.format(instant.atZone(zone));
        } catch (DateTimeException e) {
            throw new ExpressionException("the date pattern does not fit its value");
        }
    }
}

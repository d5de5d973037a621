package dev.flowruntime.expression;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CEL's conversions between kinds of values. */
final class Conversions {
    private static final double LONG_END = 0x1p63;

    private Conversions() {}

    /** Cuts off the fraction of a number; seconds since 1970 of an instant. */
    static Long toInt(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.getEpochSecond();
        }
        Number number = number("int", value);
        if (number instanceof Long whole) {
            return whole;
        }
        double real = number.doubleValue();
        if ((value instanceof String && real != Math.rint(real)) || Math.abs(real) >= LONG_END) {
            throw new ExpressionException("int does not take this number, it is not a whole one of 64 bits");
        }
        return (long) real;
    }

    static Double toDouble(@Nullable Object value) {
        return number("double", value).doubleValue();
    }

    static boolean toBoolean(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if ("true".equals(value)) {
            return true;
        }
        if ("false".equals(value)) {
            return false;
        }
        throw new ExpressionException("bool needs the text true or false");
    }

    static String toText(@Nullable Object value) {
        if (value == null || value instanceof List || value instanceof Map) {
            throw new ExpressionException("string needs a single value, not " + Values.kind(value));
        }
        return Text.of(value);
    }

    static Number number(String function, @Nullable Object value) {
        if (value instanceof Number number) {
            return number;
        }
        Number parsed = value instanceof String text ? Numbers.parse(text) : null;
        if (parsed == null) {
            throw new ExpressionException(function + " needs a number"
                    + (value instanceof String ? ", and this text is none" : ", not " + Values.kind(value)));
        }
        return parsed;
    }
}

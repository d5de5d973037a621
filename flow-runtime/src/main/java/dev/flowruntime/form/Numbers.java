package dev.flowruntime.form;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules of numbers, exact in decimals: 0.3 is a multiple of 0.1. */
final class Numbers {
    /** More digits or a longer exponent than any double has would make exact arithmetic a way to burn time. */
    private static final int MAX_DIGITS = 400;

    private Numbers() {}

    static Rule<Number> atLeast(Number bound, String reason) {
        return new Rule<>(number -> compare(number, bound) >= 0, reason, "minimum", bound);
    }

    static Rule<Number> atMost(Number bound, String reason) {
        return new Rule<>(number -> compare(number, bound) <= 0, reason, "maximum", bound);
    }

    /** The schema can only say steps from zero. */
    static Rule<Number> inSteps(Number step, @Nullable Number from, String reason) {
        BigDecimal exactStep = exact(step);
        BigDecimal base = from == null ? BigDecimal.ZERO : exact(from);
        boolean fromZero = isMultiple(base, exactStep);
        return new Rule<>(
                number -> isMultiple(exact(number).subtract(base), exactStep),
                reason,
                fromZero ? Map.of("multipleOf", step) : Map.of());
    }

    /** A {@code Long}, {@code Double}, {@code BigInteger} or {@code BigDecimal} of sane size; null for anything else. */
    static @Nullable Number read(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? number : null;
        }
        if (value instanceof BigDecimal number) {
            return number.precision() <= MAX_DIGITS && Math.abs((long) number.scale()) <= MAX_DIGITS ? number : null;
        }
        return value instanceof BigInteger number && number.bitLength() <= MAX_DIGITS * 3 ? number : null;
    }

    /** The number as an integer; null when it has a fraction. */
    static @Nullable BigInteger whole(Number number) {
        BigDecimal exact = exact(number);
        return isMultiple(exact, BigDecimal.ONE) ? exact.toBigInteger() : null;
    }

    static int compare(Number left, Number right) {
        return left instanceof Long l && right instanceof Long r
                ? Long.compare(l, r)
                : exact(left).compareTo(exact(right));
    }

    /** As people write it: 5 for 5.0. */
    static String text(Number number) {
        BigInteger whole = Math.abs(number.doubleValue()) < 1e15 ? whole(number) : null;
        return whole == null ? number.toString() : whole.toString();
    }

    private static boolean isMultiple(BigDecimal number, BigDecimal step) {
        return number.remainder(step).signum() == 0;
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        return number instanceof Double
                ? BigDecimal.valueOf(number.doubleValue())
                : BigDecimal.valueOf(number.longValue());
    }
}

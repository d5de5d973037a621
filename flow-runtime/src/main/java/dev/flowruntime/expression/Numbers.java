package dev.flowruntime.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whole numbers are Long, others Double; both compare and calculate with each other by value. */
final class Numbers {
    private static final double LARGEST = 1e100;
    private static final double SMALLEST = 1e-99;
    private static final double LONG_END = 0x1p63;
    private static final int MAX_TEXT = 32;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]*(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?");
    private static final Pattern SIGNED_DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?");

    private Numbers() {}

    /** A finite number within 1e-99 and 1e100, or zero. */
    static Double checked(double value) {
        double size = Math.abs(value);
        if (size < LARGEST && (size >= SMALLEST || size == 0)) {
            return value;
        }
        throw new ExpressionException("a number is not finite, or beyond the exponents -99 to 99");
    }

    /** A number of any Java type as Long where it is a whole number type that fits, else as Double. */
    static Number of(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
            return big.longValue();
        }
        return checked(number.doubleValue());
    }

    static Long integerLiteral(String digits, boolean negative) {
        boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
        try {
            String sign = negative ? "-" : "";
            return hex ? Long.parseLong(sign + digits.substring(2), 16) : Long.parseLong(sign + digits);
        } catch (NumberFormatException e) {
            throw new ExpressionException("this whole number is not one of 64 bits, write it with .0");
        }
    }

    static Double floatLiteral(String text, boolean negative) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new ExpressionException("the exponent of a number is from -99 to 99");
        }
        double value = Double.parseDouble(text);
        return checked(negative ? -value : value);
    }

    /** The number that a text such as a visitor's input stands for, or null when it is none. */
    static @Nullable Number parse(String text) {
        if (text.length() > MAX_TEXT || !SIGNED_DECIMAL.matcher(text).matches()) {
            return null;
        }
        return WHOLE.matcher(text).matches() ? of(new BigInteger(text)) : checked(Double.parseDouble(text));
    }

    static int compare(Number left, Number right) {
        if (left instanceof Long a) {
            return right instanceof Long b ? Long.compare(a, b) : compare((long) a, right.doubleValue());
        }
        return right instanceof Long b
                ? -compare((long) b, left.doubleValue())
                : compare(left.doubleValue(), right.doubleValue());
    }

    /** Minus zero equals zero, as in CEL; NaN never gets here. */
    private static int compare(double left, double right) {
        return left < right ? -1 : left > right ? 1 : 0;
    }

    /** Exact, where widening the long would lose its last digits. */
    private static int compare(long left, double right) {
        if (right >= LONG_END) {
            return -1;
        }
        if (right < -LONG_END) {
            return 1;
        }
        long whole = (long) right;
        return left != whole ? Long.compare(left, whole) : compare((double) whole, right);
    }

    /** The whole number that a number is by value, or null. */
    static @Nullable Long whole(@Nullable Object value) {
        if (value instanceof Long whole) {
            return whole;
        }
        if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < LONG_END) {
            return real.longValue();
        }
        return null;
    }

    /** Plain digits without exponent and without trailing zeros. */
    static String text(Number number) {
        if (number instanceof Long) {
            return number.toString();
        }
        double value = number.doubleValue();
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}

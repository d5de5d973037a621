package dev.flowruntime.expression;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The operators with two operands, except the ones that may leave an operand unevaluated. */
final class Operators {
    /** From the loosest binding to the tightest; the operators of one level bind from left to right. */
    static final List<Map<String, Operator>> LEVELS = List.of(
            Map.of(
                    "==", Values::equal,
                    "!=", (left, right) -> !Values.equal(left, right),
                    "<", ordering("<", order -> order < 0),
                    "<=", ordering("<=", order -> order <= 0),
                    ">", ordering(">", order -> order > 0),
                    ">=", ordering(">=", order -> order >= 0),
                    "in", (value, container) -> Values.contains(container, value)),
            Map.of("+", Operators::add, "-", Operators::subtract),
            Map.of("*", Operators::multiply, "/", Operators::divide, "%", Operators::remainder));

    private static final int MAX_ELEMENTS = 10_000;

    private Operators() {}

    @FunctionalInterface
    interface Operator {
        @Nullable
        Object apply(@Nullable Object left, @Nullable Object right);
    }

    private static Operator ordering(String symbol, IntPredicate test) {
        return (left, right) -> test.test(compare(symbol, left, right));
    }

    private static int compare(String symbol, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return Numbers.compare(a, b);
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return a.compareTo(b);
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return a.compareTo(b);
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return a.compareTo(b);
        }
        throw unfit(symbol, left, right);
    }

    private static Object add(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            long sum = a + b;
            return ((a ^ sum) & (b ^ sum)) < 0 ? overflow() : sum;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return Numbers.checked(a.doubleValue() + b.doubleValue());
        }
        if (left instanceof String a && right instanceof String b) {
            return Text.join(a, b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return concatenate(a, b);
        }
        if (right instanceof Duration by) {
            if (left instanceof Instant instant) {
                return Times.checked(() -> instant.plus(by));
            }
            if (left instanceof Duration duration) {
                return Times.checked(() -> duration.plus(by));
            }
        }
        if (left instanceof Duration by && right instanceof Instant instant) {
            return Times.checked(() -> instant.plus(by));
        }
        throw unfit("+", left, right);
    }

    private static Object subtract(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            long difference = a - b;
            return ((a ^ b) & (a ^ difference)) < 0 ? overflow() : difference;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return Numbers.checked(a.doubleValue() - b.doubleValue());
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return Duration.between(b, a);
        }
        if (right instanceof Duration by) {
            if (left instanceof Instant instant) {
                return Times.checked(() -> instant.minus(by));
            }
            if (left instanceof Duration duration) {
                return Times.checked(() -> duration.minus(by));
            }
        }
        throw unfit("-", left, right);
    }

    private static Object multiply(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            long high = Math.multiplyHigh(a, b);
            long low = a * b;
            return high == low >> 63 ? low : overflow();
        }
        if (left instanceof Number a && right instanceof Number b) {
            return Numbers.checked(a.doubleValue() * b.doubleValue());
        }
        throw unfit("*", left, right);
    }

    private static Object divide(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            refuseZero(b);
            if (left instanceof Long x && right instanceof Long y) {
                return x == Long.MIN_VALUE && y == -1 ? overflow() : x / y;
            }
            return Numbers.checked(a.doubleValue() / b.doubleValue());
        }
        throw unfit("/", left, right);
    }

    private static Object remainder(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            refuseZero(b);
            if (left instanceof Long x && right instanceof Long y) {
                return x % y;
            }
            return Numbers.checked(a.doubleValue() % b.doubleValue());
        }
        throw unfit("%", left, right);
    }

    static Object negate(@Nullable Object value) {
        if (value instanceof Long whole) {
            return whole == Long.MIN_VALUE ? overflow() : -whole;
        }
        if (value instanceof Double real) {
            return -real;
        }
        throw new ExpressionException("'-' needs a number, not " + Values.kind(value));
    }

    private static List<@Nullable Object> concatenate(List<?> left, List<?> right) {
        if (left.size() + right.size() > MAX_ELEMENTS) {
            throw new ExpressionException("a list has at most 10,000 elements");
        }
        List<@Nullable Object> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private static void refuseZero(Number divisor) {
        if (divisor.doubleValue() == 0) {
            throw new ExpressionException("division by zero");
        }
    }

    private static Object overflow() {
        throw new ExpressionException("a whole number does not fit 64 bits");
    }

    private static ExpressionException unfit(String symbol, @Nullable Object left, @Nullable Object right) {
        String hint = left == null || right == null ? "; default(x, y) replaces a missing value" : "";
        return new ExpressionException(
                "'" + symbol + "' does not take " + Values.kind(left) + " and " + Values.kind(right) + hint);
    }
}

package dev.flowruntime.expression;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the language by name; each may be called {@code f(x, y)} or {@code x.f(y)}.
 *
 * <p>CEL's own functions refuse a missing value. The ones added for texts give nothing for nothing, so that a template with
 * a missing value shows the rest.
 */
final class Functions {
    private static final int MAX_PATTERN = 100;
    private static final Map<String, Definition> ALL = all();

    private Functions() {}

    @FunctionalInterface
    interface Function {
        @Nullable
        Object apply(@Nullable Object[] arguments);
    }

    /** Makes the function for one call; arguments that are constant are looked at here, once. */
    @FunctionalInterface
    private interface Binder {
        Function bind(List<Node> arguments);
    }

    private record Definition(int fewest, int most, Binder binder) {
        static Definition of(int arguments, Function function) {
            return new Definition(arguments, arguments, nodes -> function);
        }

        String arguments() {
            return fewest == most
                    ? fewest + (most == 1 ? " argument" : " arguments")
                    : fewest + " to " + most + " arguments";
        }
    }

    private static Map<String, Definition> all() {
        Map<String, Definition> all = new HashMap<>();
        all.put("size", Definition.of(1, a -> TextFunctions.size(a[0])));
        all.put(
                "contains",
                Definition.of(2, a -> TextFunctions.contains(text("contains", a[0]), text("contains", a[1]))));
        all.put("startsWith", Definition.of(2, a -> text("startsWith", a[0]).startsWith(text("startsWith", a[1]))));
        all.put("endsWith", Definition.of(2, a -> text("endsWith", a[0]).endsWith(text("endsWith", a[1]))));
        all.put("matches", new Definition(2, 2, Functions::matches));
        all.put("int", Definition.of(1, a -> Conversions.toInt(a[0])));
        all.put("double", Definition.of(1, a -> Conversions.toDouble(a[0])));
        all.put("string", Definition.of(1, a -> Conversions.toText(a[0])));
        all.put("bool", Definition.of(1, a -> Conversions.toBoolean(a[0])));
        all.put("dyn", Definition.of(1, a -> a[0]));
        all.put("timestamp", Definition.of(1, a -> Times.instant(a[0], ZoneOffset.UTC)));
        all.put("duration", Definition.of(1, a -> Times.duration(a[0])));
        for (Map.Entry<String, TimeParts.Part> part : TimeParts.ALL.entrySet()) {
            all.put(part.getKey(), new Definition(1, 2, nodes -> timePart(part.getValue(), nodes)));
        }
        all.put("upper", ofText("upper", TextFunctions::upper));
        all.put("lower", ofText("lower", TextFunctions::lower));
        all.put("trim", ofText("trim", String::strip));
        all.put("join", Definition.of(2, a -> TextFunctions.join(a[0], text("join", a[1]))));
        all.put("mask", Definition.of(2, a -> a[0] == null ? null : TextFunctions.mask(scalar("mask", a[0]), a[1])));
        all.put("format_date", new Definition(2, 3, Functions::formatDate));
        all.put("format_number", new Definition(2, 2, Functions::formatNumber));
        return Map.copyOf(all);
    }

    static Node call(Token name, List<Node> arguments) {
        Definition definition = ALL.get(name.text());
        if (definition == null) {
            throw new ExpressionException(
                    "unknown function '" + name.text() + "', there are has, default, "
                            + String.join(", ", new TreeSet<>(ALL.keySet())),
                    name.column());
        }
        if (arguments.size() < definition.fewest || arguments.size() > definition.most) {
            throw new ExpressionException(
                    name.text() + " takes " + definition.arguments() + ", not " + arguments.size() + " (the x of x."
                            + name.text() + "(…) is one)",
                    name.column());
        }
        return new Node.Call(name.column(), definition.binder.bind(arguments), arguments);
    }

    private static Definition ofText(String name, UnaryOperator<String> change) {
        return Definition.of(1, a -> a[0] == null ? null : Text.bounded(change.apply(scalar(name, a[0]))));
    }

    /** Patterns are constant, so that they are compiled, and refused, when the flow is published. */
    private static Function matches(List<Node> nodes) {
        Node node = nodes.get(1);
        if (!(node instanceof Node.Literal literal && literal.value instanceof String source)) {
            throw new ExpressionException("the pattern of matches is a string written out", node.column);
        }
        Pattern pattern = atColumn(node, () -> LinearPattern.compile(source));
        return a -> pattern.matcher(text("matches", a[0])).find();
    }

    private static Function timePart(TimeParts.Part part, List<Node> nodes) {
        Argument<ZoneId> zone = nodes.size() > 1 ? Argument.of(nodes.get(1), Times::zone) : value -> ZoneOffset.UTC;
        return a -> part.of(a[0], zone.read(a.length > 1 ? a[1] : null));
    }

    private static Function formatDate(List<Node> nodes) {
        Argument<DateTimeFormatter> pattern = Argument.of(nodes.get(1), Times::pattern);
        Argument<ZoneId> zone = nodes.size() > 2 ? Argument.of(nodes.get(2), Times::zone) : value -> ZoneOffset.UTC;
        return a -> {
            if (a[0] == null) {
                return null;
            }
            ZoneId in = zone.read(a.length > 2 ? a[2] : null);
            return Times.format(Times.instant(a[0], in), pattern.read(a[1]), in);
        };
    }

    private static Function formatNumber(List<Node> nodes) {
        Argument<DecimalFormat> pattern = Argument.of(nodes.get(1), Functions::decimalFormat);
        return a -> {
            if (a[0] == null) {
                return null;
            }
            Number number = Conversions.number("format_number", a[0]);
            // A DecimalFormat is not safe for threads, so each call takes its own.
            DecimalFormat format = (DecimalFormat) pattern.read(a[1]).clone();
            return format.format(new BigDecimal(number.toString()));
        };
    }

    private static DecimalFormat decimalFormat(String pattern) {
        if (pattern.length() > MAX_PATTERN) {
            throw new ExpressionException("a number pattern has at most 100 characters");
        }
        try {
            DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
            format.setRoundingMode(RoundingMode.HALF_UP);
            return format;
        } catch (IllegalArgumentException e) {
            throw new ExpressionException("not a number pattern such as #,##0.00");
        }
    }

    static String text(String function, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new ExpressionException(function + " needs text, not " + Values.kind(value));
    }

    /** The text of a single value, as a template shows it. */
    private static String scalar(String function, Object value) {
        if (value instanceof List || value instanceof Map) {
            throw new ExpressionException(function + " needs a single value, not " + Values.kind(value));
        }
        return Text.of(value);
    }

    private static <T> T atColumn(Node node, Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (ExpressionException e) {
            throw e.at(node.column);
        }
    }

    /** An argument with a text form that is worth preparing: once when it is constant, else at each call. */
    @FunctionalInterface
    private interface Argument<T> {
        T read(@Nullable Object value);

        static <T> Argument<T> of(Node node, java.util.function.Function<String, T> preparation) {
            if (node instanceof Node.Literal literal && literal.value instanceof String text) {
                T prepared = atColumn(node, () -> preparation.apply(text));
                return value -> prepared;
            }
            return value -> {
                if (value instanceof String text) {
                    return preparation.apply(text);
                }
                throw new ExpressionException("a pattern or zone is text, not " + Values.kind(value));
            };
        }
    }
}

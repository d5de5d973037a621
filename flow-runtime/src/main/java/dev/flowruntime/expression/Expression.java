package dev.flowruntime.expression;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression of a flow: CEL without loops.
 *
 * <p>It differs from CEL's specification where documents say so. Whole numbers and others compare and calculate with each other by
 * value. A missing member reads as null, through any number of levels; null is unequal to everything else and {@code
 * default(x, y)} replaces it; an operator or a function of CEL that needs a value refuses null. Nothing has bytes, unsigned numbers, types as
 * values or messages, keys of maps are text, and of the macros only {@code has} exists.
 *
 * <p>Functions besides CEL's own: {@code default}, {@code join}, {@code upper}, {@code lower}, {@code trim}, {@code
 * format_date}, {@code format_number}, {@code mask}. Limits: 4,000 characters, 32 levels of nesting, results of 64 KiB and 64 levels, patterns
 * of {@code matches} written out and at most 500 characters, finite numbers with exponents from -99 to 99.
 *
 * <p>Immutable, safe for any number of threads.
 */
public final class Expression {
    private final String source;
    private final Node node;
    private final Set<Reference> references;

    private Expression(String source, Parser.Part part) {
        this.source = source;
        this.node = part.node();
        this.references = Collections.unmodifiableSet(part.references());
    }

    /**
     * Compiles an expression that stands anywhere in a flow.
     *
     * @throws ExpressionException when it is not one, or reads an unknown root
     */
    public static Expression compile(String source) {
        return compile(source, Roots.FLOW);
    }

    /**
     * Compiles an expression for the place where it stands.
     *
     * @throws ExpressionException when it is not one, or reads a root that does not exist there
     */
    public static Expression compile(String source, Roots roots) {
        return new Expression(source, Parser.whole(source, roots));
    }

    /**
     * The value as a plain tree that shares nothing mutable with the scope: null, Boolean, Long, Double, String, {@link Instant}, unmodifiable
     * lists and maps. A duration becomes its ISO 8601 text.
     *
     * @throws ExpressionException when the values do not fit the expression, or the result is over 64 KiB: UTF-8 bytes
     *     of its texts and keys, 8 for any other value
     */
    public @Nullable Object evaluate(Scope scope) {
        return PlainTree.of(node.evaluate(scope));
    }

    /**
     * The value of a condition.
     *
     * @throws ExpressionException when the values do not fit the expression, or the result is not a boolean
     */
    public boolean test(Scope scope) {
        return node.test(scope, "a condition");
    }

    public String source() {
        return source;
    }

    /** Every path off a root that it may read, in the order of the text. */
    public Set<Reference> references() {
        return references;
    }

    @Override
    public String toString() {
        return source;
    }
}

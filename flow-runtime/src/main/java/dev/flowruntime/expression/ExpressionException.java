package dev.flowruntime.expression;

import java.util.OptionalInt;

/**
 * An expression or template does not compile, or erred on the values it was given.
 *
 * <p>The message is for the flow's author and names kinds of values, never a visitor's values. There is no stack trace:
 * the place that matters is the column in the flow's text.
 */
public final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = 0;

    private final String problem;
    private final int column;

    ExpressionException(String problem) {
        this(problem, UNKNOWN);
    }

    ExpressionException(String problem, int column) {
        super(problem, null, false, false);
        this.problem = problem;
        this.column = column;
    }

    @Override
    public String getMessage() {
        return column == UNKNOWN ? problem : "column " + column + ": " + problem;
    }

    /** Where in the source text, in characters from 1, line ends included; empty when no single place is to blame. */
    public OptionalInt column() {
        return column == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(column);
    }

    /** The same problem, placed at a column unless a more exact one is known. */
    ExpressionException at(int place) {
        return column == UNKNOWN ? new ExpressionException(problem, place) : this;
    }

    /** The same problem of one member of a larger value. */
    ExpressionException in(String member) {
        return new ExpressionException(member + ": " + getMessage());
    }
}

package dev.flowruntime.expression;

/**
 * One word of an expression.
 *
 * @param text the word as written; of a string the characters that it stands for
 * @param start where it starts in the source, from 0
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        NAME,
        INTEGER,
        FLOAT,
        STRING,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    int column() {
        return start + 1;
    }

    /** The word as a complaint quotes it. */
    String quoted() {
        return switch (kind) {
            case END -> "the end";
            case STRING -> "a string";
            default -> "'" + text + "'";
        };
    }
}

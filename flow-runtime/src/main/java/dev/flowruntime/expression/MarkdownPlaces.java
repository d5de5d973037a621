package dev.flowruntime.expression;

/**
 * Tells what an insertion is part of, from the author's text before it, read once from left to right.
 *
 * <p>In doubt it is a tag or an address: there values are encoded more strictly.
 */
final class MarkdownPlaces {
    /** Stands for any value: no author's syntax may depend on what a value is. */
    private static final char VALUE = 'v';

    private Address address = Address.NONE;
    private boolean inTag;
    private char quote;
    private boolean lineIsEmpty = true;
    private boolean lineIsLabel;
    private char before = '\n';

    /** Where in the author's text a value stands. */
    enum Place {
        TEXT,
        /** At the start of a link's address: the value says where it leads. */
        ADDRESS,
        INSIDE_ADDRESS,
        /** Between the angle brackets of a tag or an autolink. */
        TAG
    }

    private enum Address {
        NONE,
        STARTS,
        INSIDE
    }

    /** The place behind the next piece of the author's text. */
    Place after(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            read(literal.charAt(i), i + 1 < literal.length() ? literal.charAt(i + 1) : VALUE);
        }
        Place place = switch (address) {
            case NONE -> inTag ? Place.TAG : Place.TEXT;
            case STARTS -> Place.ADDRESS;
            case INSIDE -> Place.INSIDE_ADDRESS;
        };
        read(VALUE, VALUE);
        return place;
    }

    private void read(char c, char next) {
        readLine(c);
        readAddress(c);
        if (address == Address.NONE) {
            readTag(c, next);
        }
        before = c;
    }

    private void readLine(char c) {
        if (c == '\n' || c == '\r') {
            lineIsEmpty = true;
            lineIsLabel = false;
        } else if (lineIsEmpty && c != ' ' && c != '>') {
            lineIsEmpty = false;
            lineIsLabel = c == '[';
        }
    }

    private void readAddress(char c) {
        if (before == ']' && (c == '(' || (c == ':' && lineIsLabel))) {
            address = Address.STARTS;
        } else if (c == ')' || c == '>') {
            address = Address.NONE;
        } else if (address == Address.STARTS) {
            address = Character.isWhitespace(c) || c == '<' ? Address.STARTS : Address.INSIDE;
        } else if (Character.isWhitespace(c)) {
            address = Address.NONE;
        }
    }

    private void readTag(char c, char next) {
        if (!inTag) {
            inTag = c == '<' && (Lexer.isNameStart(next) || next == '/');
        } else if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else {
            inTag = c != '>';
        }
    }
}

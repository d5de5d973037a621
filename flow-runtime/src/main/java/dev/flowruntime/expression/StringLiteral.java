package dev.flowruntime.expression;

/**
 * A string of CEL: single or double quotes, three of them for text over several lines, escapes unless raw.
 *
 * @param end the place in the source behind its closing quote
 */
record StringLiteral(String value, int end) {
    static StringLiteral read(String source, int start, boolean raw) {
        return new Reader(source, start, raw).read();
    }

    private static final class Reader {
        private final String source;
        private final int start;
        private final boolean raw;
        private final String quote;
        private final StringBuilder value = new StringBuilder();
        private int position;

        Reader(String source, int start, boolean raw) {
            this.source = source;
            this.start = start;
            this.raw = raw;
            String one = source.substring(start, start + 1);
            this.quote = source.startsWith(one.repeat(3), start) ? one.repeat(3) : one;
            this.position = start + quote.length();
        }

        StringLiteral read() {
            while (!source.startsWith(quote, position)) {
                if (position >= source.length() || (quote.length() == 1 && isLineEnd(source.charAt(position)))) {
                    throw new ExpressionException("the string is not closed by " + quote, start + 1);
                }
                char c = source.charAt(position++);
                if (c != '\\') {
                    value.append(c);
                } else if (raw) {
                    value.append(c);
                } else {
                    escape();
                }
            }
            return new StringLiteral(value.toString(), position + quote.length());
        }

        private void escape() {
            int column = position;
            char c = position < source.length() ? source.charAt(position++) : '\0';
            switch (c) {
                case 'a' -> value.append('\u0007');
                case 'b' -> value.append('\b');
                case 'f' -> value.append('\f');
                case 'n' -> value.append('\n');
                case 'r' -> value.append('\r');
                case 't' -> value.append('\t');
                case 'v' -> value.append('\u000b');
                case '\\', '?', '"', '\'', '`' -> value.append(c);
                case 'x', 'X' -> codePoint(2, 16);
                case 'u' -> codePoint(4, 16);
                case 'U' -> codePoint(8, 16);
                case '0', '1', '2', '3' -> {
                    position--;
                    codePoint(3, 8);
                }
                default ->
                    throw new ExpressionException(
                            "unknown escape in a string, a backslash itself is written \\\\", column);
            }
        }

        private void codePoint(int digits, int radix) {
            long code = 0;
            for (int i = 0; i < digits; i++) {
                char c = position < source.length() ? source.charAt(position) : '\0';
                int digit = c < 0x7f ? Character.digit(c, radix) : -1;
                if (digit < 0) {
                    throw new ExpressionException("this escape has " + digits + " digits", position + 1);
                }
                code = code * radix + digit;
                position++;
            }
            if (code > Character.MAX_CODE_POINT
                    || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
                throw new ExpressionException("no character has this number", position);
            }
            value.appendCodePoint((int) code);
        }

        private static boolean isLineEnd(char c) {
            return c == '\n' || c == '\r';
        }
    }
}

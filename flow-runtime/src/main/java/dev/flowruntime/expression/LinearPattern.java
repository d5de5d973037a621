package dev.flowruntime.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles a pattern for the linear-time engine, after a look at how large it would get.
 *
 * <p>The engine unrolls counted repeats without a bound on what nested ones come to: 40 characters can ask for gigabytes,
 * {@code ((a{30}){30}){30}} takes 3 s on 128 KiB of text.
 */
final class LinearPattern {
    private static final int MAX_LENGTH = 500;
    private static final int MAX_STEPS = 2_000;

    private LinearPattern() {}

    static Pattern compile(String source) {
        if (source.length() > MAX_LENGTH) {
            throw new ExpressionException("a pattern has at most " + MAX_LENGTH + " characters");
        }
        if (new Size(source).steps() > MAX_STEPS) {
            throw new ExpressionException(
                    "the pattern repeats too much: its repeats come to over " + MAX_STEPS + " steps");
        }
        try {
            return Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw new ExpressionException("not a pattern of the linear-time engine (RE2): " + e.getDescription());
        }
    }

    /** An upper bound of the unrolled pattern: one step a character, class or sign, counted repeats multiplied out. */
    private static final class Size {
        private static final long ENOUGH = Integer.MAX_VALUE;

        private final String source;
        private int position;

        Size(String source) {
            this.source = source;
        }

        /** Nested groups are at most as deep as the pattern is long, 500. */
        long steps() {
            long total = 0;
            while (position < source.length()) {
                total += sequence();
                position++;
            }
            return total;
        }

        /** Up to the bracket that closes the group, or the end. */
        private long sequence() {
            long total = 0;
            long last = 0;
            while (position < source.length() && source.charAt(position) != ')') {
                long repeats = repeats();
                if (repeats >= 0) {
                    total = Math.min(ENOUGH, total + last * repeats);
                    last = Math.min(ENOUGH, last + last * repeats);
                } else if ("*+?".indexOf(source.charAt(position)) >= 0) {
                    position++;
                    last++;
                    total++;
                } else {
                    last = atom();
                    total = Math.min(ENOUGH, total + last);
                }
            }
            return total;
        }

        private long atom() {
            char c = source.charAt(position++);
            if (c == '(') {
                long inner = sequence();
                position++;
                return inner + 2;
            }
            if (c == '[') {
                skipClass();
            } else if (source.startsWith("Q", position) && c == '\\') {
                return quoted();
            } else if (c == '\\') {
                skipEscape();
            }
            return 1;
        }

        private long quoted() {
            int end = source.indexOf("\\E", position);
            int length = (end < 0 ? source.length() : end) - position;
            position += end < 0 ? length : length + 2;
            return length;
        }

        private void skipEscape() {
            char c = position < source.length() ? source.charAt(position++) : '\0';
            boolean braced =
                    (c == 'p' || c == 'P' || c == 'x') && position < source.length() && source.charAt(position) == '{';
            if (braced) {
                int end = source.indexOf('}', position);
                position = end < 0 ? source.length() : end + 1;
            }
        }

        private void skipClass() {
            if (source.startsWith("^", position)) {
                position++;
            }
            if (source.startsWith("]", position)) {
                position++;
            }
            while (position < source.length() && source.charAt(position) != ']') {
                if (source.startsWith("[:", position) && source.indexOf(":]", position) > 0) {
                    position = source.indexOf(":]", position) + 1;
                } else if (source.charAt(position) == '\\') {
                    position++;
                }
                position++;
            }
            position++;
        }

        /** The greatest count of a repeat {@code {n}}, {@code {n,}} or {@code {n,m}} that starts here, else -1. */
        private long repeats() {
            if (source.charAt(position) != '{') {
                return -1;
            }
            int end = source.indexOf('}', position);
            String[] counts = end < 0
                    ? new String[0]
                    : source.substring(position + 1, end).split(",", 2);
            if (counts.length == 0
                    || !isCount(counts[0])
                    || (counts.length == 2 && !counts[1].isEmpty() && !isCount(counts[1]))) {
                return -1;
            }
            position = end + 1;
            long count = Long.parseLong(counts[0]);
            return counts.length == 2 && !counts[1].isEmpty() ? Math.max(count, Long.parseLong(counts[1])) : count;
        }

        private static boolean isCount(String text) {
            return !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }
    }
}

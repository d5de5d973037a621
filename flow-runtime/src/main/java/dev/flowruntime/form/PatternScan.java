package dev.flowruntime.form;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a pattern in RE2 syntax, before it is compiled: how many states it comes to, since compiling a few nested
 * repeats is enough to exhaust the heap, and the same pattern in ECMAScript with the {@code u} flag, the language of JSON
 * Schema. What is not sure to mean the same in both has no portable form. Judges no syntax: the engine does.
 */
final class PatternScan {
    /** Saturates here, far above any bound. */
    private static final long HUGE = 1_000_000_000L;

    private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(?:(,)(\\d{0,9}))?\\}");
    private static final Pattern CATEGORY = Pattern.compile("\\\\([pP])(?:([LMNPSZC])|\\{(\\p{Upper}\\p{Lower}?)\\})");
    private static final Pattern CODE = Pattern.compile("\\\\x\\p{XDigit}{2}");
    private static final String SYNTAX = "^$\\.*+?()[]{}|/";
    private static final String RE2_SPACES = "\\t\\n\\f\\r ";

    private final String pattern;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    private boolean portable = true;
    /** States of the group that is open, and of the atom before the cursor, which is in them. */
    private long states;

    private long atom;
    private boolean atomRepeats;

    private PatternScan(String pattern) {
        this.pattern = pattern;
    }

    static PatternScan of(String pattern) {
        PatternScan scan = new PatternScan(pattern);
        while (scan.at < pattern.length()) {
            scan.next();
        }
        return scan;
    }

    /** At least as many as its characters match, with every repeat written out. */
    long states() {
        long all = states;
        for (long group : outer) {
            all += group;
        }
        return all;
    }

    /** The pattern in ECMAScript; null when there is no form that surely means the same. */
    @Nullable
    String portable() {
        return portable ? out.toString() : null;
    }

    private void next() {
        char c = pattern.charAt(at);
        switch (c) {
            case '(' -> open();
            case ')' -> close();
            case '[' -> new PatternClass().read();
            case '\\' -> escape();
            case '{' -> brace();
            case '*', '+', '?' -> repeat(String.valueOf(c), 1);
            case '|' -> assertion("|", 1);
            case '^', '$' -> assertion(String.valueOf(c), 1);
            case '.' -> atom("[^\\n]", 1);
            case ']', '}' -> atom("\\" + c, 1);
            default -> literal();
        }
    }

    private void literal() {
        int c = pattern.codePointAt(at);
        atom(Character.toString(c), Character.charCount(c));
    }

    private void open() {
        outer.push(states);
        states = 0;
        atomRepeats = false;
        if (pattern.startsWith("(?:", at)) {
            out.append("(?:");
            at += 3;
        } else {
            portable &= !pattern.startsWith("(?", at); // flags and names
            out.append('(');
            at++;
        }
    }

    private void close() {
        long group = states + 1;
        states = outer.isEmpty() ? 0 : outer.pop();
        add(group);
        out.append(')');
        at++;
    }

    private void brace() {
        Matcher repeat = REPEAT.matcher(pattern).region(at, pattern.length());
        if (!repeat.lookingAt()) {
            atom("\\{", 1);
            return;
        }
        long least = Long.parseLong(repeat.group(1));
        boolean open = repeat.group(2) != null && repeat.group(3).isEmpty();
        long most = open ? least + 1 : repeat.group(2) == null ? least : Long.parseLong(repeat.group(3));
        repeat(repeat.group(), Math.max(1, most));
    }

    /** @param times how often the atom is written out at the most */
    private void repeat(String text, long times) {
        portable &= atomRepeats || (atom == 0 && text.equals("?"));
        states = Math.min(HUGE, states + atom * (times - 1));
        atom = 0; // what follows can only make it lazy
        atomRepeats = false;
        out.append(text);
        at += text.length();
    }

    private void escape() {
        char c = at + 1 < pattern.length() ? pattern.charAt(at + 1) : '\\';
        switch (c) {
            case 'd', 'D', 'w', 'W', 't', 'n', 'f', 'r', 'v' -> atom("\\" + c, 2);
            case 's' -> atom("[" + RE2_SPACES + "]", 2);
            case 'S' -> atom("[^" + RE2_SPACES + "]", 2);
            case 'A' -> assertion("^", 2);
            case 'z' -> assertion("$", 2);
            case 'b', 'B' -> assertion("\\" + c, 2);
            default -> {
                String same = escapedCharacter();
                if (same.isEmpty()) {
                    portable = false;
                    at += 2;
                    add(1);
                } else {
                    out.append(same);
                    add(1);
                }
            }
        }
    }

    /** Reads an escape of one character or category; empty, with the cursor where it was, for what only RE2 knows. */
    private String escapedCharacter() {
        Matcher category = CATEGORY.matcher(pattern).region(at, pattern.length());
        if (category.lookingAt()) {
            at = category.end();
            String name = category.group(2) == null ? category.group(3) : category.group(2);
            return "\\" + category.group(1) + "{" + name + "}";
        }
        Matcher code = CODE.matcher(pattern).region(at, pattern.length());
        if (code.lookingAt()) {
            at = code.end();
            return code.group();
        }
        int c = at + 1 < pattern.length() ? pattern.codePointAt(at + 1) : 'Q';
        if (Character.isLetterOrDigit(c)) {
            return "";
        }
        at += 1 + Character.charCount(c);
        return SYNTAX.indexOf(c) >= 0 ? "\\" + (char) c : Character.toString(c);
    }

    private void assertion(String text, int length) {
        out.append(text);
        at += length;
        states++;
        atom = 1;
        atomRepeats = false;
    }

    private void atom(String text, int length) {
        out.append(text);
        at += length;
        add(1);
    }

    private void add(long size) {
        atom = size;
        atomRepeats = true;
        states = Math.min(HUGE, states + size);
    }

    /** A character class; hyphens, brackets and ampersands in it are written so that every dialect agrees on them. */
    private final class PatternClass {
        private boolean canStartRange;

        void read() {
            out.append('[');
            at++;
            if (at < pattern.length() && pattern.charAt(at) == '^') {
                out.append('^');
                at++;
            }
            int first = at;
            while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
                item();
            }
            out.append(']');
            at++;
            add(1);
        }

        private void item() {
            char c = pattern.charAt(at);
            if (c == '\\') {
                escapeInClass();
            } else if (c == '-' && canStartRange && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
                out.append('-');
                at++;
                canStartRange = false;
                rangeEnd();
            } else {
                portable &= !pattern.startsWith("[:", at);
                character(c);
            }
        }

        private void rangeEnd() {
            if (pattern.charAt(at) == '\\') {
                escapeInClass();
            } else {
                character(pattern.charAt(at));
            }
            canStartRange = false;
        }

        private void character(char c) {
            switch (c) {
                case '[', ']', '^', '-' -> out.append('\\').append(c);
                case '&' -> out.append("\\x26");
                default -> out.append(c);
            }
            at++;
            canStartRange = true;
        }

        private void escapeInClass() {
            char c = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 'Q';
            switch (c) {
                case 'd', 'D', 'w', 'W' -> take("\\" + c, false);
                case 's' -> take(RE2_SPACES, false);
                case 't', 'n', 'f', 'r', 'v' -> take("\\" + c, true);
                case '-', '&' -> {
                    at++;
                    character(c);
                }
                default -> {
                    boolean category = c == 'p' || c == 'P';
                    String same = escapedCharacter();
                    portable &= !same.isEmpty();
                    out.append(same);
                    at += same.isEmpty() ? 2 : 0;
                    canStartRange = !category;
                }
            }
        }

        private void take(String text, boolean startsRange) {
            out.append(text);
            at += 2;
            canStartRange = startsRange;
        }
    }
}

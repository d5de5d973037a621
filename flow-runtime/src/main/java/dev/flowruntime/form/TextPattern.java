package dev.flowruntime.form;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An author's pattern that a whole text must match, on an engine whose time is linear in the text. */
final class TextPattern {
    private static final int MAX_CHARACTERS = 500;

    private static final int MAX_STATES = 1_000;

    /**
     * Linear time is states times characters. Past this, some 0.2 s, a text does not match: only one of tens of thousands
     * of characters, against a pattern of many states, gets there.
     */
    private static final long MAX_WORK = 10_000_000;

    private final Pattern pattern;
    private final @Nullable String portable;

    private TextPattern(Pattern pattern, @Nullable String portable) {
        this.pattern = pattern;
        this.portable = portable;
    }

    /** @throws IllegalArgumentException with what is wrong with the pattern, for its author */
    static TextPattern compile(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("must have at most " + MAX_CHARACTERS + " characters");
        }
        PatternScan scan = PatternScan.of(text);
        if (scan.states() > MAX_STATES) {
            throw new IllegalArgumentException("repeats too much: at most " + MAX_STATES + " characters in all");
        }
        try {
            return new TextPattern(Pattern.compile(text), scan.portable());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is not a pattern that the linear-time engine takes: " + e.getDescription() + " `" + e.getPattern()
                            + "`",
                    e);
        }
    }

    boolean matches(String text) {
        return (long) pattern.programSize() * text.length() <= MAX_WORK && pattern.matches(text);
    }

    /** Its keyword in JSON Schema; none when it means something else in ECMAScript, or nothing. */
    Map<String, Object> says() {
        return portable == null ? Map.of() : Map.of("pattern", "^(?:" + portable + ")$");
    }
}

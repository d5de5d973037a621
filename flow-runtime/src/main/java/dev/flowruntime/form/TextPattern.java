package dev.flowruntime.form;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An author's pattern that a whole text must match, on an engine whose time is linear in the text. */
final class TextPattern {
    private static final int MAX_CHARACTERS = 500;

    /** Linear time is states times characters, so the states are bounded, too. */
    private static final int MAX_STATES = 1_000;

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
        return pattern.matches(text);
    }

    /** Its keyword in JSON Schema; none when it means something else in ECMAScript, or nothing. */
    Map<String, Object> says() {
        return portable == null ? Map.of() : Map.of("pattern", "^(?:" + portable + ")$");
    }
}

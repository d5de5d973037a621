package dev.flowruntime.servlet.wire;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a text must be beside a text. */
@FunctionalInterface
interface TextRule {
    TextRule ANY = text -> null;

    /** What somebody wrote. */
    TextRule MESSAGE = length(1, 4000);

    /** A well-formed BCP 47 tag of at most 16 characters. */
    TextRule LANGUAGE_TAG = text -> isLanguageTag(text) ? null : "must be a BCP 47 tag of at most 16 characters";

    /** @return what is wrong with the text; null when nothing is */
    @Nullable
    String complaint(String text);

    /** Counts code points. */
    static TextRule length(int min, int max) {
        return text -> {
            int length = text.codePointCount(0, text.length());
            return length < min || length > max ? "must have " + min + " to " + max + " characters" : null;
        };
    }

    static TextRule pattern(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text -> pattern.matcher(text).matches() ? null : "must match " + regex;
    }

    private static boolean isLanguageTag(String text) {
        if (text.isEmpty() || text.length() > 16) {
            return false;
        }
        try {
            new Locale.Builder().setLanguageTag(text);
            return true;
        } catch (IllformedLocaleException e) {
            return false;
        }
    }
}

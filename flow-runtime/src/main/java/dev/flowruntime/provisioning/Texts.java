package dev.flowruntime.provisioning;

import com.google.re2j.Pattern;
import dev.flowruntime.document.Members;
import org.jspecify.annotations.Nullable;

/** Reads texts that have bounds. */
final class Texts {
    /** How codes of flows, forms and goals look, and names of events. */
    static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private Texts() {}

    /** The text, or an empty one and a complaint when it is missing, blank or too long. */
    static String required(Members members, String name, int max) {
        String text = members.requiredText(name);
        if (members.value(name) instanceof String && text.isBlank()) {
            members.error(name, "must not be blank");
        }
        return bounded(members, name, text, max);
    }

    static @Nullable String optional(Members members, String name, int max) {
        return members.value(name) == null ? null : required(members, name, max);
    }

    /** @param shape tells people what the pattern asks for */
    static String matching(Members members, String name, Pattern pattern, String shape) {
        String text = members.requiredText(name);
        if (members.value(name) instanceof String && !pattern.matches(text)) {
            members.error(name, "must be " + shape);
            return "";
        }
        return text;
    }

    static String code(Members members, String name) {
        return matching(members, name, CODE, "a letter from a to z, then at most 63 letters, digits and underscores");
    }

    private static String bounded(Members members, String name, String text, int max) {
        if (text.codePointCount(0, text.length()) > max) {
            members.error(name, "is longer than " + max + " characters");
            return "";
        }
        return text;
    }
}

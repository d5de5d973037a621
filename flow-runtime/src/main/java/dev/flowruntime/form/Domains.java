package dev.flowruntime.form;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Host names that are allowed: exactly, or by {@code *.example.com}, which stands for one or more labels before the rest
 * and never for none.
 */
final class Domains {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private final List<String> patterns;
    private final Set<String> names;
    private final List<String> suffixes;

    private Domains(List<String> patterns, Set<String> names, List<String> suffixes) {
        this.patterns = patterns;
        this.names = names;
        this.suffixes = suffixes;
    }

    /** @param patterns each of which is a {@link #isPattern pattern} */
    static Domains of(List<String> patterns) {
        List<String> lower = patterns.stream()
                .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                .toList();
        return new Domains(
                patterns,
                lower.stream().filter(pattern -> !isWildcard(pattern)).collect(Collectors.toUnmodifiableSet()),
                lower.stream()
                        .filter(Domains::isWildcard)
                        .map(pattern -> pattern.substring(1))
                        .toList());
    }

    static boolean isPattern(String text) {
        return isHostName(isWildcard(text) ? text.substring(2) : text);
    }

    boolean allow(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return names.contains(lower)
                || suffixes.stream().anyMatch(suffix -> lower.length() > suffix.length() && lower.endsWith(suffix));
    }

    /** Labels of letters, digits and inner hyphens with dots between them, in ASCII. */
    static boolean isHostName(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (!isLabel(text, start, i)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static boolean isLabel(String text, int from, int to) {
        if (from == to || to - from > MAX_LABEL || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!Ascii.isAlphanumeric(text.charAt(i)) && text.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return String.join(" or ", patterns);
    }

    private static boolean isWildcard(String pattern) {
        return pattern.startsWith("*.");
    }
}

package dev.flowruntime.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what the author of a misspelt word probably meant. */
public final class Spelling {
    private Spelling() {}

    /** The known word nearest to a given one, if one is near: a third of its characters may differ, two at the most. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        int tolerance = Math.min(2, Math.max(1, word.length() / 3));
        return known.stream()
                .filter(candidate -> !candidate.isEmpty() && distance(word, candidate) <= tolerance)
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code " (did you mean text?)"}, or nothing where no known word is near. */
    public static String hint(String word, Collection<String> known) {
        return nearest(word, known)
                .map(nearest -> " (did you mean " + nearest + "?)")
                .orElse("");
    }

    /** Characters to add, leave out, change or swap with their neighbour. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                cost[i][j] =
                        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}

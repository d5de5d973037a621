package dev.flowruntime.token;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The allowed origins of one widget key, or of many together. Answering takes one look-up per label of the host, however
 * many rules there are. Immutable and thread-safe.
 */
public final class AllowedOrigins {
    private final Set<String> exact;
    private final Set<String> wildcards;

    private AllowedOrigins(Collection<AllowedOrigin> origins) {
        exact = texts(origins, false);
        wildcards = texts(origins, true);
    }

    /** An empty collection allows no origin. */
    public static AllowedOrigins of(Collection<AllowedOrigin> origins) {
        return new AllowedOrigins(origins);
    }

    /** @throws IllegalArgumentException with a message for people, at the first text that is no allowed origin */
    public static AllowedOrigins parse(List<String> origins) {
        return of(origins.stream().map(AllowedOrigin::parse).toList());
    }

    /** @param header the value of an {@code Origin} header, unchanged; what is no origin is not allowed */
    public boolean allows(String header) {
        // The rules are canonical texts, so a header that equals one is canonical as well.
        return exact.contains(header) || !wildcards.isEmpty() && isBelowWildcard(header);
    }

    private boolean isBelowWildcard(String header) {
        if (Origin.parse(header).isEmpty()) {
            return false;
        }
        String prefix = header.substring(0, header.indexOf("://")) + "://*";
        for (int dot = header.indexOf('.'); dot >= 0; dot = header.indexOf('.', dot + 1)) {
            if (wildcards.contains(prefix + header.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> texts(Collection<AllowedOrigin> origins, boolean wildcard) {
        return origins.stream()
                .filter(origin -> origin.isWildcard() == wildcard)
                .map(AllowedOrigin::toString)
                .collect(toUnmodifiableSet());
    }

    @Override
    public String toString() {
        return "AllowedOrigins" + exact + wildcards;
    }
}

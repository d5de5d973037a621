package dev.flowruntime;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the public may read of a section of a tenant's configuration.
 *
 * @param values plain values by {@code section/field}
 * @param publishedAt when they were published; null when they were made up for this read
 */
public record PublicConfig(
        String section,
        Map<String, @Nullable Object> values,
        @Nullable Instant publishedAt) {
    public PublicConfig {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}

package dev.flowruntime.expression;

import java.util.Set;
import org.jspecify.annotations.Nullable;

public final class ValueTemplate {
    public static ValueTemplate compile(@Nullable Object s) {
        return new ValueTemplate();
    }

    public @Nullable Object evaluate(Scope s) {
        return null;
    }

    public Set<Reference> references() {
        return Set.of();
    }
}

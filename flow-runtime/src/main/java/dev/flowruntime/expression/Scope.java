package dev.flowruntime.expression;

import org.jspecify.annotations.Nullable;

/**
 * The values that an expression reads, by root name.
 *
 * <p>A value is a plain tree: null, Boolean, Integer or Long, Double, String, List, Map with text keys, and {@link
 * java.time.Instant}. Trees are read in place and must not change while an expression is being evaluated.
 */
@FunctionalInterface
public interface Scope {
    /**
     * The value of a root, or null when there is none.
     *
     * @param name without a leading dollar sign, one of the {@link Roots#names() names} that the expression was compiled for
     */
    @Nullable
    Object root(String name);
}

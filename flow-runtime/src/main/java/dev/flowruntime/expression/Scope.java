package dev.flowruntime.expression;

import org.jspecify.annotations.Nullable;

public interface Scope {
    @Nullable
    Object root(String name);
}

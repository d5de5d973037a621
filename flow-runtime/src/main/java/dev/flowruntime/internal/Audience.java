package dev.flowruntime.internal;

import org.jspecify.annotations.Nullable;

/**
 * Who moves an execution from outside, as the audit names it.
 *
 * @param actor such as {@code widget_key:019e…}
 * @param action such as {@code widget.message.send}
 */
public record Audience(
        String actor, String action, @Nullable String requestId) {}

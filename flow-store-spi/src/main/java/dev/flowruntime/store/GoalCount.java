package dev.flowruntime.store;

import org.jspecify.annotations.Nullable;

/**
 * How often a goal was completed.
 *
 * @param currency of these completions; null for those without one
 * @param valueMicros the sum of their values, in millionths of the currency
 */
public record GoalCount(String goal, @Nullable String currency, long completions, long valueMicros) {}

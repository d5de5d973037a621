package dev.flowruntime;

import org.jspecify.annotations.Nullable;

/**
 * What model calls used.
 *
 * @param model the one with most tokens
 * @param costMicros in millionths of a dollar; null when the price of a model is not known
 */
public record TokenUsage(
        long promptTokens,
        long completionTokens,
        String model,
        @Nullable Long costMicros) {
    public long totalTokens() {
        return promptTokens + completionTokens;
    }
}

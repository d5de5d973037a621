package dev.flowruntime;

import java.math.BigDecimal;
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

    /** The cost in dollars, without zeros at its end; null when it is not known. */
    public @Nullable BigDecimal costUsd() {
        if (costMicros == null) {
            return null;
        }
        BigDecimal usd = BigDecimal.valueOf(costMicros, 6).stripTrailingZeros();
        return usd.scale() < 0 ? usd.setScale(0) : usd;
    }
}

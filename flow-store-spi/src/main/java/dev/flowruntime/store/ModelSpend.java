package dev.flowruntime.store;

/**
 * What the calls of a model used and cost.
 *
 * @param costMicros in millionths of a dollar, of the calls that had a price
 * @param unpricedTokens those of calls that had none
 */
public record ModelSpend(
        String model, long promptTokens, long completionTokens, long costMicros, long unpricedTokens) {}

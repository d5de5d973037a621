package dev.flowruntime.llm;

import java.math.BigInteger;

/**
 * What the tokens of a model cost.
 *
 * @param promptMicros millionths of a dollar for a million prompt tokens, up to 10<sup>12</sup>
 * @param completionMicros the same for completion tokens
 */
public record ModelPrice(String model, long promptMicros, long completionMicros) {
    /** A million dollars for a million tokens: beyond it sums could overflow. */
    public static final long MAX_MICROS = 1_000_000_000_000L;

    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger HALF = BigInteger.valueOf(500_000);

    /** @throws IllegalArgumentException when the model has no name or one that is too long, or a price is out of its range */
    public ModelPrice {
        if (model.isEmpty() || model.codePointCount(0, model.length()) > ModelCall.MAX_MODEL) {
            throw new IllegalArgumentException("a model has a name of 1 to " + ModelCall.MAX_MODEL + " characters");
        }
        if (Math.min(promptMicros, completionMicros) < 0 || Math.max(promptMicros, completionMicros) > MAX_MICROS) {
            throw new IllegalArgumentException("a price is from 0 to " + MAX_MICROS + " millionths of a dollar");
        }
    }

    /** What a call cost in millionths of a dollar, rounded half up, once. */
    public long costMicros(ModelCall call) {
        BigInteger prompt = BigInteger.valueOf(call.promptTokens()).multiply(BigInteger.valueOf(promptMicros));
        BigInteger completion =
                BigInteger.valueOf(call.completionTokens()).multiply(BigInteger.valueOf(completionMicros));
        return prompt.add(completion).add(HALF).divide(MILLION).longValueExact();
    }
}

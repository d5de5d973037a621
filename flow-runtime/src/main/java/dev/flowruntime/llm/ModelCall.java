package dev.flowruntime.llm;

/**
 * One call of a language model.
 *
 * @param model as the price table names it, 1 to 128 characters
 */
public record ModelCall(String model, long promptTokens, long completionTokens) {
    /** How long the name of a model may be. */
    public static final int MAX_MODEL = 128;

    /** @throws IllegalArgumentException when the model has no name or one that is too long, or a count is negative */
    public ModelCall {
        if (model.isEmpty() || model.codePointCount(0, model.length()) > MAX_MODEL) {
            throw new IllegalArgumentException("a model has a name of 1 to " + MAX_MODEL + " characters");
        }
        if (promptTokens < 0 || completionTokens < 0) {
            throw new IllegalArgumentException("tokens are not negative");
        }
    }
}

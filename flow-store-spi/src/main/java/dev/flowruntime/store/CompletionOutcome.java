package dev.flowruntime.store;

import dev.flowruntime.model.Completion;

/** What came of saying that a goal was achieved. */
public sealed interface CompletionOutcome {
    /** It is recorded. */
    record Recorded() implements CompletionOutcome {}

    /** It was said before. */
    record Known(Completion first) implements CompletionOutcome {}
}

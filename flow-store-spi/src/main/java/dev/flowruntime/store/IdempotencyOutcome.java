package dev.flowruntime.store;

import dev.flowruntime.model.KeptReply;

/** What came of an {@link IdempotencyAttempt}. */
public sealed interface IdempotencyOutcome {
    /** The attempt holds the key: it is new, its life is over, or the attempt before lost it. */
    record Begun() implements IdempotencyOutcome {}

    /** Another attempt at the same request holds the key. */
    record Running() implements IdempotencyOutcome {}

    /** The same request was answered before. */
    record Answered(KeptReply reply) implements IdempotencyOutcome {}

    /** The key is another request's. */
    record Conflict() implements IdempotencyOutcome {}
}

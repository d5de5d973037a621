package dev.flowruntime.store;

import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import java.util.UUID;

/**
 * What a turn's commit records for the attempt that makes the turn.
 *
 * @param last whether this is the answer; else the attempt still holds the key and will {@link IdempotencyStore#finish}, and this is
 *     the answer only if it does not live to
 */
public record AttemptReply(IdempotencyKey key, UUID attempt, KeptReply reply, boolean last) {}

package dev.flowruntime.internal;

import dev.flowruntime.Reply;
import dev.flowruntime.ReplyFormat;
import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.store.AttemptReply;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An attempt at a request with a key, which it holds, and what its turn has recorded; for the thread that serves the request. */
public final class Attempt {
    final IdempotencyKey key;
    final UUID id;
    final ReplyFormat format;
    private @Nullable AttemptReply recorded;

    Attempt(IdempotencyKey key, UUID id, ReplyFormat format) {
        this.key = key;
        this.id = id;
        this.format = format;
    }

    /** What a turn's commit is to record. */
    AttemptReply record(Reply reply, boolean last) {
        return new AttemptReply(key, id, format.reply(reply), last);
    }

    /** Remembers what a commit has recorded. */
    void recorded(AttemptReply reply) {
        recorded = reply;
    }

    /** The answer, if a commit has recorded it. */
    @Nullable
    KeptReply answer() {
        return recorded != null && recorded.last() ? recorded.reply() : null;
    }
}

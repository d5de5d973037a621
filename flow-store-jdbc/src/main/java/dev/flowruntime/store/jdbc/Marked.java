package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.TurnCommit;
import java.util.UUID;

/** A turn, and the number that tells its commit from others. */
record Marked(TurnCommit turn, long nonce) {
    /** Tells it from the other turns of a group. */
    UUID key() {
        return turn.execution().conversation().value();
    }
}

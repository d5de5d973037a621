package dev.flowruntime.store.jdbc.crash;

/**
 * A message of PostgreSQL's protocol.
 *
 * @param type its first byte
 * @param label of a request to execute, the statement; of an answer to one, its tag
 */
record Message(char type, String label) {
    /** A driver's {@code Execute}. */
    boolean isExecute() {
        return type == 'E';
    }

    /** A driver's {@code Sync}, after which the server answers. */
    boolean isSync() {
        return type == 'S';
    }

    /** A server's {@code CommandComplete}. */
    boolean isCompletion() {
        return type == 'C';
    }

    /** A server's {@code ReadyForQuery}. */
    boolean isReady() {
        return type == 'Z';
    }
}

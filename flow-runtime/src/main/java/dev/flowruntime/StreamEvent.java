package dev.flowruntime;

/**
 * Something that whoever follows a conversation is told.
 *
 * @see ConversationStream
 */
public sealed interface StreamEvent {
    /** The place behind it, to go on from. */
    String cursor();

    /**
     * An execution had a turn.
     *
     * @param reply where it stood after it; the same each time that it is told
     */
    record Updated(String cursor, Reply reply) implements StreamEvent {}

    /** What happened before cannot be told any more, or the cursor was none of this conversation: read the transcript. */
    record Reset(String cursor) implements StreamEvent {}
}

package dev.flowruntime;

import dev.flowruntime.model.ChatMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of what was said in a conversation.
 *
 * @param messages in order
 * @param next the cursor with which the next page begins; null when this is the last one
 * @param pending where the newest execution of the conversation that waits for input stands; null when none does
 */
public record Transcript(
        List<ChatMessage> messages,
        @Nullable String next,
        @Nullable Reply pending) {
    public Transcript {
        messages = List.copyOf(messages);
    }

    /** The cursor behind a message. */
    public static String cursor(ChatMessage message) {
        return Long.toString(message.seq());
    }
}

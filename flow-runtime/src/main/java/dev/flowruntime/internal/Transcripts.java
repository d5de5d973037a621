package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.Transcript;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.MessageRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what was said in a conversation. */
public final class Transcripts {
    private static final int MAX_LIMIT = 100;

    /** A sequence number, as {@link Transcript#cursor} writes it; all of these fit a long. */
    private static final Pattern CURSOR = Pattern.compile("[1-9][0-9]{0,17}");

    private final FlowStore store;
    private final Replies replies;

    Transcripts(FlowStore store, Replies replies) {
        this.store = store;
        this.replies = replies;
    }

    /**
     * A page of the transcript, and what the conversation waits for.
     *
     * @param since whoever may read nothing older: no message from before, and no execution that was started before
     * @param cursor where the page begins; null for the beginning
     */
    public Transcript read(Conversation conversation, @Nullable Instant since, @Nullable String cursor, int limit) {
        check(cursor, limit);
        long after = cursor == null ? 0 : Long.parseLong(cursor);
        List<ChatMessage> found = store.conversations()
                .listMessages(conversation.tenant(), conversation.id(), new MessageRange(after, since, limit + 1));
        boolean more = found.size() > limit;
        List<ChatMessage> page = more ? found.subList(0, limit) : found;
        Execution asking = store.executions()
                .findAsking(conversation.tenant(), conversation.id())
                .filter(execution -> since == null || !execution.startedAt().isBefore(since))
                .orElse(null);
        return new Transcript(
                page, more ? Transcript.cursor(page.get(limit - 1)) : null, asking == null ? null : replies.of(asking));
    }

    private static void check(@Nullable String cursor, int limit) {
        if (cursor != null && !CURSOR.matcher(cursor).matches()) {
            refuse("after", "must be a cursor of this transcript");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            refuse("limit", "must be from 1 to " + MAX_LIMIT);
        }
    }

    private static void refuse(String parameter, String reason) {
        throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, Map.of(parameter, List.of(reason)));
    }
}

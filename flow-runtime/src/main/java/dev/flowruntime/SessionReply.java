package dev.flowruntime;

import dev.flowruntime.model.ConversationId;
import java.time.Instant;
import java.util.List;

/**
 * An open session.
 *
 * @param widgetLabel the label of the widget key
 * @param intents what the visitor may start, the pinned first, then by priority
 */
public record SessionReply(
        String sessionToken,
        ConversationId conversationId,
        Instant expiresAt,
        String widgetLabel,
        List<Intent> intents,
        List<QuickQuestion> quickQuestions) {
    public SessionReply {
        intents = List.copyOf(intents);
        quickQuestions = List.copyOf(quickQuestions);
    }
}

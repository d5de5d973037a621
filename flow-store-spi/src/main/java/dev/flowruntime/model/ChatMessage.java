package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a conversation's transcript.
 *
 * @param seq its place in the conversation, from 1; the store sets it at commit, in the order of commits
 * @param blocks a JSON array of blocks; empty for what the visitor wrote
 */
public record ChatMessage(
        TenantId tenant,
        ConversationId conversation,
        MessageId id,
        long seq,
        Role role,
        @Nullable ExecutionId execution,
        @Nullable String text,
        Json blocks,
        Instant createdAt) {
    /** Who speaks. */
    public enum Role {
        USER,
        AGENT,
        SYSTEM
    }

    public ChatMessage withSeq(long next) {
        return new ChatMessage(tenant, conversation, id, next, role, execution, text, blocks, createdAt);
    }
}

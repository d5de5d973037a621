package dev.flowruntime.store;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.OutboxEntry;
import java.util.List;

/**
 * Everything that opening or changing a conversation writes, all of it or nothing.
 *
 * @param outbox in the order in which they are to leave; of this conversation or of none
 * @param audit of this conversation's tenant
 */
public record ConversationCommit(ConversationChange change, List<OutboxEntry> outbox, List<AuditRecord> audit) {
    public ConversationCommit {
        outbox = List.copyOf(outbox);
        audit = List.copyOf(audit);
        Conversation conversation = change.conversation();
        for (OutboxEntry entry : outbox) {
            check(
                    entry.tenant().equals(conversation.tenant())
                            && (entry.conversation() == null
                                    || entry.conversation().equals(conversation.id())),
                    "outbox entries of its own conversation");
        }
        for (AuditRecord record : audit) {
            check(record.tenant().equals(conversation.tenant()), "audit records of its own tenant");
        }
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException("a conversation's commit has " + rule);
        }
    }
}

package dev.flowruntime.store;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.OutboxEntry;
import java.util.List;

/** Everything that opening or changing a conversation writes, all of it or nothing. */
public record ConversationCommit(ConversationChange change, List<OutboxEntry> outbox, List<AuditRecord> audit) {
    public ConversationCommit {
        outbox = List.copyOf(outbox);
        audit = List.copyOf(audit);
    }
}

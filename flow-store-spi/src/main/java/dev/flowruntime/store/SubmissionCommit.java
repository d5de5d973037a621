package dev.flowruntime.store;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.UploadId;
import java.util.List;
import java.util.Set;

/**
 * Everything that one submission writes, all of it or nothing.
 *
 * @param uploads files in it, which it uses ({@link UploadStore#use}) by the name {@link #use()}
 * @param event put into the inbox, due when its lease has ended; it names no execution, settles no task and has no
 *     idempotency key
 * @param outbox of no conversation, so that they wait for no other
 */
public record SubmissionCommit(
        Submission submission,
        Set<UploadId> uploads,
        EventAcceptance event,
        List<OutboxEntry> outbox,
        List<AuditRecord> audit) {
    public SubmissionCommit {
        uploads = Set.copyOf(uploads);
        outbox = List.copyOf(outbox);
        audit = List.copyOf(audit);
        check(
                event.event().tenant().equals(submission.tenant())
                        && event.event().execution() == null
                        && event.event().idempotencyKey() == null,
                "an event of its own tenant, for whoever waits for its name");
        for (OutboxEntry entry : outbox) {
            check(
                    entry.tenant().equals(submission.tenant()) && entry.conversation() == null,
                    "outbox entries of its own tenant and of no conversation");
        }
        for (AuditRecord record : audit) {
            check(record.tenant().equals(submission.tenant()), "audit records of its own tenant");
        }
    }

    /** By what name it uses its files. */
    public String use() {
        return "submission/" + submission.id();
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException("a submission's commit has " + rule);
        }
    }
}

package dev.flowruntime.store;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.ModelUse;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one turn writes, all of it or nothing.
 *
 * <p>Making one checks what must always hold, so that a fault of the engine is refused before it is stored.
 *
 * @param from the status that the turn started from; null for a new execution
 * @param execution the next state; its revision is one more than the one that the turn was made from
 * @param messages in order; the store gives them their sequence numbers
 * @param tasks new ones, pending and never claimed
 * @param withdrawn tasks of this execution that nobody waits for any longer; those already closed stay as they are
 * @param consumed the event that the turn answers, whether or not the inbox still has it; an execution consumes an event
 *     at most once
 * @param outbox in the order in which they are to leave; of the turn's conversation or of none
 * @param uses what models used in the turn, no model twice
 * @param reply what is recorded under the idempotency key of the request that the turn serves; the attempt that it names must
 *     hold the key. Null when the request has none, or nobody asked
 */
public record TurnCommit(
        @Nullable ExecutionStatus from,
        Execution execution,
        ConversationChange conversation,
        HistoryEvent history,
        List<ChatMessage> messages,
        List<TaskRecord> tasks,
        List<TaskId> withdrawn,
        @Nullable EventId consumed,
        List<OutboxEntry> outbox,
        List<AuditRecord> audit,
        List<ModelUse> uses,
        @Nullable AttemptReply reply) {
    public TurnCommit {
        messages = List.copyOf(messages);
        tasks = List.copyOf(tasks);
        withdrawn = List.copyOf(withdrawn);
        outbox = List.copyOf(outbox);
        audit = List.copyOf(audit);
        uses = List.copyOf(uses);
        checkStatus(from, execution);
        checkHistory(execution, history);
        check(
                belongs(
                        execution,
                        conversation.conversation().tenant(),
                        conversation.conversation().id()),
                "the conversation of its execution");
        for (ChatMessage message : messages) {
            check(belongs(execution, message.tenant(), message.conversation()), "messages of its own conversation");
        }
        for (TaskRecord task : tasks) {
            check(
                    belongs(execution, task.tenant(), task.conversation())
                            && task.execution().equals(execution.id()),
                    "tasks of its own execution");
            check(
                    task.state() == TaskState.PENDING && task.attempts() == 0 && task.generation() == 0,
                    "tasks that are new");
        }
        for (OutboxEntry entry : outbox) {
            check(
                    entry.conversation() == null
                            ? entry.tenant().equals(execution.tenant())
                            : belongs(execution, entry.tenant(), entry.conversation()),
                    "outbox entries of its own conversation");
        }
        for (AuditRecord record : audit) {
            check(record.tenant().equals(execution.tenant()), "audit records of its own tenant");
        }
        for (ModelUse use : uses) {
            check(
                    belongs(execution, use.tenant(), use.conversation())
                            && use.execution().equals(execution.id())
                            && use.revision() == execution.revision(),
                    "the use of models of its own revision");
        }
        check(reply == null || reply.key().tenant().equals(execution.tenant()), "an idempotency key of its own tenant");
    }

    /** A turn that used no model, and whose request has no idempotency key. */
    public TurnCommit(
            @Nullable ExecutionStatus from,
            Execution execution,
            ConversationChange conversation,
            HistoryEvent history,
            List<ChatMessage> messages,
            List<TaskRecord> tasks,
            List<TaskId> withdrawn,
            @Nullable EventId consumed,
            List<OutboxEntry> outbox,
            List<AuditRecord> audit) {
        this(
                from,
                execution,
                conversation,
                history,
                messages,
                tasks,
                withdrawn,
                consumed,
                outbox,
                audit,
                List.of(),
                null);
    }

    /** The same turn, with a reply for the attempt that makes it. */
    public TurnCommit with(AttemptReply recorded) {
        return new TurnCommit(
                from,
                execution,
                conversation,
                history,
                messages,
                tasks,
                withdrawn,
                consumed,
                outbox,
                audit,
                uses,
                recorded);
    }

    /** Whether the execution is new. */
    public boolean isFirst() {
        return execution.revision() == 1;
    }

    private static void checkStatus(@Nullable ExecutionStatus from, Execution execution) {
        ExecutionStatus to = execution.status();
        check((from == null) == (execution.revision() == 1), "a status to start from unless it is the first");
        check(from == null || !from.isFinal(), "nothing after a final status");
        check(to.isWaiting() == (execution.openWait() != null), "a wait exactly while it waits");
        check(execution.openWait() == null || execution.openWait().status() == to, "the status of its wait");
        check(!to.isFinal() || execution.wakeAt() == null, "no wake-up after a final status");
        check(to != ExecutionStatus.RUNNING || execution.wakeAt() != null, "a lease while it runs");
    }

    private static void checkHistory(Execution execution, HistoryEvent history) {
        check(
                history.revision() == execution.revision()
                        && history.status() == execution.status()
                        && history.execution().equals(execution.id())
                        && history.tenant().equals(execution.tenant()),
                "the history event of its own revision");
    }

    private static boolean belongs(Execution execution, TenantId tenant, ConversationId conversation) {
        return tenant.equals(execution.tenant()) && conversation.equals(execution.conversation());
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException("a turn has " + rule);
        }
    }
}

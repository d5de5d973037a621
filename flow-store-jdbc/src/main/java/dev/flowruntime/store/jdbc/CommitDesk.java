package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import dev.flowruntime.store.jdbc.Commits.Outcome;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores commits, tells why one was refused, and finds out what became of one whose answer was lost.
 *
 * <p>Each turn's commit marks its history event with a number of its own. After a lost connection that number tells
 * whether the commit took place; when it did not, the same commit is tried again. Should the lost one be under way still, one of the two is
 * refused, and the number tells which was.
 */
final class CommitDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CommitDesk.class);
    private static final int TRIES = 3;

    private static final String TURN_NONCE = "select nonce from flow_history_event"
            + " where tenant_id = ? and conversation_id = ? and execution_id = ? and revision = ?";

    private static final String WOKEN =
            "select 1 from flow_execution where tenant_id = ? and id = ? and revision = ? and wake_at = updated_at";

    private static final String EXECUTION = "select 1 from flow_execution where tenant_id = ? and id = ?";

    private static final String CONSUMED =
            "select 1 from flow_consumed_event where tenant_id = ? and execution_id = ? and event_id = ?";

    private static final String HELD = "select 1 from flow_idempotency_key" + IdempotencyTable.HELD;

    private static final String OUTBOX_ENTRY = "select 1 from flow_outbox_entry where tenant_id = ? and id = ?";

    private final Database database;
    private final Commits commits;
    private final LongSupplier nonces;

    /** @param nonces another number each time, on every node */
    CommitDesk(Database database, Commits commits, LongSupplier nonces) {
        this.database = database;
        this.commits = commits;
        this.nonces = nonces;
    }

    TurnOutcome commit(TurnCommit turn) {
        long nonce = nonces.getAsLong();
        Outcome outcome = settle(() -> commits.store(turn, nonce), () -> isStored(turn, nonce));
        if (outcome == null) {
            return new TurnOutcome.Committed(PendingEvents.concern(turn) && isWoken(turn.execution()));
        }
        return switch (outcome) {
            case COMMITTED -> new TurnOutcome.Committed(false);
            case EVENT_PENDING -> new TurnOutcome.Committed(true);
            case REFUSED -> refusal(turn);
        };
    }

    private TurnOutcome refusal(TurnCommit turn) {
        if (isRepeated(turn)) {
            return new TurnOutcome.Repeated();
        }
        AttemptReply reply = turn.reply();
        return reply == null || isHeld(reply) ? new TurnOutcome.Stale() : new TurnOutcome.AttemptLost();
    }

    private boolean isHeld(AttemptReply reply) {
        return database.find(
                        Scope.of(reply.key().tenant()),
                        HELD,
                        params -> IdempotencyTable.bindHeld(params, reply.key(), reply.attempt()),
                        Row::integer)
                .isPresent();
    }

    ConversationOutcome commit(ConversationCommit commit) {
        Outcome outcome = settle(() -> commits.store(commit), () -> isStored(commit));
        if (outcome != Outcome.REFUSED) {
            return new ConversationOutcome.Committed();
        }
        Optional<Conversation> taken = commit.change() instanceof ConversationChange.Open open
                ? ofCustomer(open.conversation())
                : Optional.empty();
        return taken.<ConversationOutcome>map(ConversationOutcome.Taken::new).orElseGet(ConversationOutcome.Stale::new);
    }

    /** One try to store a commit. */
    private interface Try {
        Outcome run() throws SQLException;
    }

    /** Asks whether the rows of a commit are there. */
    private interface Inquiry {
        boolean isStored();
    }

    /** @return null when it was stored by a try whose answer was lost */
    private @Nullable Outcome settle(Try store, Inquiry inquiry) {
        boolean lost = false;
        for (int i = 1; ; i++) {
            try {
                Outcome outcome = store.run();
                return lost && outcome == Outcome.REFUSED && inquiry.isStored() ? null : outcome;
            } catch (LostCommitException e) {
                lost = true;
                LOG.info("the answer to a commit was lost; finding out what became of it");
                if (inquiry.isStored()) {
                    return null;
                }
                if (i == TRIES) {
                    throw Failures.toStoreException(e);
                }
            } catch (SQLException e) {
                throw Database.refusal(e);
            }
        }
    }

    private boolean isStored(TurnCommit turn, long nonce) {
        Execution execution = turn.execution();
        return database.find(
                        Scope.of(execution.tenant()),
                        TURN_NONCE,
                        params -> params.uuid(execution.tenant().value())
                                .uuid(execution.conversation().value())
                                .uuid(execution.id().value())
                                .number(execution.revision()),
                        Row::number)
                .filter(found -> found == nonce)
                .isPresent();
    }

    /** By the ids of what goes with it, or else by what it made of the conversation. */
    private boolean isStored(ConversationCommit commit) {
        Conversation conversation = commit.change().conversation();
        Scope scope = Scope.of(conversation.tenant());
        if (!commit.audit().isEmpty()) {
            return AuditRecordTable.isStored(database, commit.audit().get(0));
        }
        if (!commit.outbox().isEmpty()) {
            OutboxEntry first = commit.outbox().get(0);
            return database.find(
                            scope,
                            OUTBOX_ENTRY,
                            params -> params.uuid(first.tenant().value())
                                    .uuid(first.id().value()),
                            Row::integer)
                    .isPresent();
        }
        return database.find(
                        scope,
                        ConversationTable.FIND,
                        params -> params.uuid(conversation.tenant().value())
                                .uuid(conversation.id().value()),
                        ConversationTable::read)
                .filter(conversation::equals)
                .isPresent();
    }

    private boolean isWoken(Execution execution) {
        return database.find(
                        Scope.of(execution.tenant()),
                        WOKEN,
                        params -> params.uuid(execution.tenant().value())
                                .uuid(execution.id().value())
                                .number(execution.revision()),
                        Row::integer)
                .isPresent();
    }

    private boolean isRepeated(TurnCommit turn) {
        Execution execution = turn.execution();
        Scope scope = Scope.of(execution.tenant());
        if (turn.isFirst()) {
            return database.find(
                            scope,
                            EXECUTION,
                            params -> params.uuid(execution.tenant().value())
                                    .uuid(execution.id().value()),
                            Row::integer)
                    .isPresent();
        }
        return turn.consumed() != null
                && database.find(scope, CONSUMED, params -> TurnRows.bindConsumed(params, turn), Row::integer)
                        .isPresent();
    }

    private Optional<Conversation> ofCustomer(Conversation conversation) {
        WidgetKeyId widgetKey = conversation.widgetKey();
        if (widgetKey == null || conversation.customerId() == null) {
            return Optional.empty();
        }
        return database.find(
                Scope.of(conversation.tenant()),
                JdbcConversationStore.FIND_BY_CUSTOMER,
                params -> params.uuid(conversation.tenant().value())
                        .uuid(widgetKey.value())
                        .text(conversation.customerId()),
                ConversationTable::read);
    }
}

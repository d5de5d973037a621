package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.FormId;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.Submission.Visitor;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.SubmissionOutcome;
import dev.flowruntime.store.SubmissionStore;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Submissions in {@code flow_form_submission}. Of many with one client submission id at the same moment the unique index lets
 * one in; the others look again, and find it.
 */
final class JdbcSubmissionStore implements SubmissionStore {
    private static final String COLUMNS = "tenant_id, id, form_id, form_version, widget_key_id, submitted_values,"
            + " visitor_id, conversation_id, channel, locale, client_submission_id, submitted_at";

    private static final Insert INSERT = Insert.into("flow_form_submission", COLUMNS.split(", ?", -1));

    private static final String FIND =
            "select " + COLUMNS + " from flow_form_submission where tenant_id = ? and id = ?";

    private static final String SAME = """
            select id from flow_form_submission where tenant_id = ? and form_id = ? and client_submission_id = ?
            """;

    private static final String LIST =
            "select " + COLUMNS + " from flow_form_submission where tenant_id = ? and form_id = ?";

    private static final String AFTER = " and (submitted_at > ? or submitted_at = ? and id > ?)";

    private static final String IN_ORDER = " order by submitted_at, id limit ?";

    private final Database database;
    private final Upsert upsert;
    private final JdbcUploadStore uploads;
    private final String insertEvent;

    JdbcSubmissionStore(Database database, JdbcUploadStore uploads) {
        this.database = database;
        this.uploads = uploads;
        this.upsert = new Upsert(database);
        this.insertEvent = InboxEventTable.insert(database.dialect().later());
    }

    /** A file that cannot be used: what was written so far is taken back. */
    private static final class UploadsTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UploadsTakenException() {
            super("a file was used before", null, false, false);
        }
    }

    @Override
    public SubmissionOutcome commit(SubmissionCommit commit) {
        Submission submission = commit.submission();
        try {
            return run(commit);
        } catch (UploadsTakenException e) {
            return new SubmissionOutcome.UploadsTaken();
        } catch (LostCommitException lost) {
            return find(submission.tenant(), submission.id())
                    .<SubmissionOutcome>map(stored -> new SubmissionOutcome.Recorded())
                    .orElseGet(() -> runAgain(commit));
        }
    }

    private SubmissionOutcome runAgain(SubmissionCommit commit) {
        try {
            SubmissionOutcome outcome = run(commit);
            boolean ownDoing = outcome instanceof SubmissionOutcome.Duplicate same
                    && same.id().equals(commit.submission().id());
            return ownDoing ? new SubmissionOutcome.Recorded() : outcome;
        } catch (UploadsTakenException e) {
            return new SubmissionOutcome.UploadsTaken();
        } catch (LostCommitException e) {
            throw Failures.toStoreException(e);
        }
    }

    private SubmissionOutcome run(SubmissionCommit commit) throws LostCommitException {
        return upsert.runOnce(
                Scope.of(commit.submission().tenant()),
                connection -> commit(connection, commit),
                () -> new StoreException(Retry.AT_ONCE, "others record the same submission"));
    }

    private SubmissionOutcome commit(Connection connection, SubmissionCommit commit) throws SQLException {
        Optional<SubmissionId> same = sameAs(connection, commit.submission());
        if (same.isPresent()) {
            return new SubmissionOutcome.Duplicate(same.get());
        }
        database.update(connection, INSERT.values(), params -> bind(params, commit.submission()));
        if (!uploads.use(connection, commit.submission().tenant(), commit.uploads(), commit.use())) {
            throw new UploadsTakenException();
        }
        database.update(connection, insertEvent, params -> {
            InboxEventTable.bind(params, commit.event(), null);
            params.number(commit.event().lease().toNanos() / 1000);
        });
        for (int i = 0; i < commit.outbox().size(); i++) {
            int index = i;
            database.update(
                    connection,
                    OutboxEntryTable.INSERT.values(),
                    params -> OutboxEntryTable.bind(params, commit.outbox(), index, 0));
        }
        database.updateAll(connection, AuditRecordTable.INSERT.values(), commit.audit(), AuditRecordTable::bind);
        return new SubmissionOutcome.Recorded();
    }

    private Optional<SubmissionId> sameAs(Connection connection, Submission submission) throws SQLException {
        Optional<SubmissionId> same = submission.clientSubmissionId() == null
                ? Optional.empty()
                : database.find(
                        connection,
                        SAME,
                        params -> params.uuid(submission.tenant().value())
                                .uuid(submission.form().value())
                                .text(submission.clientSubmissionId()),
                        row -> new SubmissionId(row.uuid()));
        return same.isPresent()
                ? same
                : database.find(connection, FIND, key(submission.tenant(), submission.id()), JdbcSubmissionStore::read)
                        .map(Submission::id);
    }

    @Override
    public Optional<Submission> find(TenantId tenant, SubmissionId id) {
        return database.find(Scope.of(tenant), FIND, key(tenant, id), JdbcSubmissionStore::read);
    }

    @Override
    public List<Submission> list(TenantId tenant, FormId form, @Nullable Submission after, int limit) {
        return database.list(
                Scope.of(tenant),
                LIST + (after == null ? "" : AFTER) + IN_ORDER,
                params -> {
                    params.uuid(tenant.value()).uuid(form.value());
                    if (after != null) {
                        params.instant(after.submittedAt())
                                .instant(after.submittedAt())
                                .uuid(after.id().value());
                    }
                    params.integer(limit);
                },
                JdbcSubmissionStore::read);
    }

    private static Binding key(TenantId tenant, SubmissionId id) {
        return params -> params.uuid(tenant.value()).uuid(id.value());
    }

    private static void bind(Params params, Submission submission) throws SQLException {
        Visitor visitor = submission.visitor();
        params.uuid(submission.tenant().value())
                .uuid(submission.id().value())
                .uuid(submission.form().value())
                .integer(submission.version())
                .uuid(submission.widgetKey().value())
                .json(submission.values())
                .text(visitor.id())
                .uuid(
                        visitor.conversation() == null
                                ? null
                                : visitor.conversation().value())
                .text(visitor.channel())
                .text(visitor.locale())
                .text(submission.clientSubmissionId())
                .instant(submission.submittedAt());
    }

    private static Submission read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        SubmissionId id = new SubmissionId(row.uuid());
        FormId form = new FormId(row.uuid());
        int version = row.integer();
        WidgetKeyId key = new WidgetKeyId(row.uuid());
        Json values = row.json();
        String visitor = row.textOrNull();
        UUID conversation = row.uuidOrNull();
        ConversationId conversationId = conversation == null ? null : new ConversationId(conversation);
        Visitor claimed = new Visitor(visitor, conversationId, row.textOrNull(), row.textOrNull());
        String clientSubmissionId = row.textOrNull();
        Instant submittedAt = row.instant();
        return new Submission(tenant, id, form, version, key, values, claimed, clientSubmissionId, submittedAt);
    }
}

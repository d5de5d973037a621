package dev.flowruntime.store.memory;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.SubmissionOutcome;
import dev.flowruntime.store.SubmissionStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The newest submissions of each form, all under one lock. */
final class InMemorySubmissionStore implements SubmissionStore {
    private static final Comparator<Submission> ORDER = Comparator.comparing(Submission::submittedAt)
            .thenComparing(submission -> submission.id().toString());

    private final Tables tables;
    private final InMemoryInboxEventStore inbox;
    private final InMemoryOutboxStore outbox;
    private final InMemoryAuditStore audit;
    private final InMemoryUploadStore uploads;
    private final int keep;
    private final Map<Key, Submission> byId = new HashMap<>();
    private final Map<ClientKey, SubmissionId> byClientId = new HashMap<>();
    private final Map<Key, NavigableSet<Submission>> byForm = new HashMap<>();

    private record ClientKey(TenantId tenant, FormId form, String clientSubmissionId) {}

    /** @param keep how many of each form */
    InMemorySubmissionStore(
            Tables tables,
            InMemoryInboxEventStore inbox,
            InMemoryOutboxStore outbox,
            InMemoryAuditStore audit,
            InMemoryUploadStore uploads,
            int keep) {
        this.tables = tables;
        this.inbox = inbox;
        this.outbox = outbox;
        this.audit = audit;
        this.uploads = uploads;
        this.keep = keep;
    }

    @Override
    public synchronized SubmissionOutcome commit(SubmissionCommit commit) {
        tables.requireOpen();
        Submission submission = commit.submission();
        SubmissionId same = sameAs(submission);
        if (same != null) {
            return new SubmissionOutcome.Duplicate(same);
        }
        if (!uploads.use(submission.tenant(), commit.uploads(), commit.use())) {
            return new SubmissionOutcome.UploadsTaken();
        }
        if (!(inbox.accept(commit.event()) instanceof EventOutcome.Accepted)) {
            throw new IllegalStateException("the event of a new submission has the id of another");
        }
        outbox.addLoose(commit.outbox());
        audit.addAll(submission.tenant(), commit.audit());
        add(submission);
        return new SubmissionOutcome.Recorded();
    }

    private @Nullable SubmissionId sameAs(Submission submission) {
        ClientKey key = clientKey(submission);
        SubmissionId same = key == null ? null : byClientId.get(key);
        if (same != null) {
            return same;
        }
        return byId.containsKey(key(submission)) ? submission.id() : null;
    }

    private void add(Submission submission) {
        byId.put(key(submission), submission);
        ClientKey clientKey = clientKey(submission);
        if (clientKey != null) {
            byClientId.put(clientKey, submission.id());
        }
        NavigableSet<Submission> ofForm = byForm.computeIfAbsent(
                new Key(submission.tenant(), submission.form().value()), form -> new TreeSet<>(ORDER));
        ofForm.add(submission);
        if (ofForm.size() > keep) {
            forget(ofForm.first(), ofForm);
        }
    }

    private void forget(Submission oldest, NavigableSet<Submission> ofForm) {
        ofForm.remove(oldest);
        byId.remove(key(oldest));
        ClientKey clientKey = clientKey(oldest);
        if (clientKey != null) {
            byClientId.remove(clientKey);
        }
    }

    @Override
    public synchronized Optional<Submission> find(TenantId tenant, SubmissionId id) {
        tables.requireOpen();
        return Optional.ofNullable(byId.get(new Key(tenant, id.value())));
    }

    @Override
    public synchronized List<Submission> list(TenantId tenant, FormId form, @Nullable Submission after, int limit) {
        tables.requireOpen();
        NavigableSet<Submission> ofForm = byForm.get(new Key(tenant, form.value()));
        if (ofForm == null) {
            return List.of();
        }
        return (after == null ? ofForm : ofForm.tailSet(after, false))
                .stream().limit(limit).toList();
    }

    private static Key key(Submission submission) {
        return new Key(submission.tenant(), submission.id().value());
    }

    private static @Nullable ClientKey clientKey(Submission submission) {
        return submission.clientSubmissionId() == null
                ? null
                : new ClientKey(submission.tenant(), submission.form(), submission.clientSubmissionId());
    }
}

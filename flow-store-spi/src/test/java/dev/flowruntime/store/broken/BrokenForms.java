package dev.flowruntime.store.broken;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.FormChange;
import dev.flowruntime.store.FormStore;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.SubmissionOutcome;
import dev.flowruntime.store.SubmissionStore;
import dev.flowruntime.store.UploadStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stores with one fault each in standalone forms or submissions. */
final class BrokenForms {
    private BrokenForms() {}

    /** Submissions that are kept as they should be. */
    private static class Submissions implements SubmissionStore {
        final SubmissionStore inner;

        Submissions(SubmissionStore inner) {
            this.inner = inner;
        }

        @Override
        public SubmissionOutcome commit(SubmissionCommit commit) {
            return inner.commit(commit);
        }

        @Override
        public Optional<Submission> find(TenantId tenant, SubmissionId id) {
            return inner.find(tenant, id);
        }

        @Override
        public List<Submission> list(TenantId tenant, FormId form, @Nullable Submission after, int limit) {
            return inner.list(tenant, form, after, limit);
        }
    }

    /** Looks whether a form has the client submission id, and then records. */
    static final class LooksThenRecords extends FaithfulStore {
        private final Map<String, SubmissionId> known = new ConcurrentHashMap<>();

        @Override
        public SubmissionStore submissions() {
            return new Submissions(inner.submissions()) {
                @Override
                public SubmissionOutcome commit(SubmissionCommit commit) {
                    String clientId = String.valueOf(commit.submission().clientSubmissionId());
                    SubmissionId same = known.get(clientId);
                    if (same != null) {
                        return new SubmissionOutcome.Duplicate(same);
                    }
                    BrokenTurns.pause();
                    known.put(clientId, commit.submission().id());
                    return new SubmissionOutcome.Recorded();
                }
            };
        }
    }

    /** Records a submission, and nobody is told by an event. */
    static final class ForgetsTheEvent extends FaithfulStore {
        private final FaithfulStore elsewhere = new FaithfulStore();

        @Override
        public SubmissionStore submissions() {
            return new Submissions(inner.submissions()) {
                @Override
                public SubmissionOutcome commit(SubmissionCommit commit) {
                    commit.audit().forEach(ForgetsTheEvent.this.inner.audit()::append);
                    return elsewhere.submissions().commit(commit);
                }
            };
        }
    }

    /** Audits what it does not record. */
    static final class TellsOfDuplicates extends FaithfulStore {
        @Override
        public SubmissionStore submissions() {
            return new Submissions(inner.submissions()) {
                @Override
                public SubmissionOutcome commit(SubmissionCommit commit) {
                    SubmissionOutcome outcome = inner.commit(commit);
                    if (outcome instanceof SubmissionOutcome.Duplicate) {
                        commit.audit().forEach(TellsOfDuplicates.this.inner.audit()::append);
                    }
                    return outcome;
                }
            };
        }
    }

    /** Lets a form have the code of another. */
    static final class SharesCodes extends FaithfulStore {
        @Override
        public FormStore forms() {
            FormStore inner = this.inner.forms();
            return new FormStore() {
                @Override
                public FormChange publish(FormVersion next) {
                    FormChange change = inner.publish(next);
                    return next.version() == 1 ? new FormChange.Changed(next.activated(true)) : change;
                }

                @Override
                public void archive(TenantId tenant, FormId form) {
                    inner.archive(tenant, form);
                }

                @Override
                public Optional<FormVersion> findActive(TenantId tenant, FormId form) {
                    return inner.findActive(tenant, form);
                }

                @Override
                public Optional<FormVersion> findActive(TenantId tenant, String code) {
                    return inner.findActive(tenant, code);
                }

                @Override
                public List<FormVersion> listVersions(TenantId tenant, String code) {
                    return inner.listVersions(tenant, code);
                }

                @Override
                public List<FormVersion> listActive(TenantId tenant) {
                    return inner.listActive(tenant);
                }
            };
        }
    }

    /** Uploads that are kept as they should be. */
    private static class Uploads implements UploadStore {
        final UploadStore inner;

        Uploads(UploadStore inner) {
            this.inner = inner;
        }

        @Override
        public boolean reserve(Upload upload, long quota) {
            return inner.reserve(upload, quota);
        }

        @Override
        public boolean complete(Upload arrived) {
            return inner.complete(arrived);
        }

        @Override
        public Optional<Upload> find(TenantId tenant, UploadId id) {
            return inner.find(tenant, id);
        }

        @Override
        public boolean use(TenantId tenant, Set<UploadId> ids, String usedBy) {
            return inner.use(tenant, ids, usedBy);
        }

        @Override
        public List<Upload> claimExpired(Claim claim) {
            return inner.claimExpired(claim);
        }

        @Override
        public void delete(TenantId tenant, UploadId id) {
            inner.delete(tenant, id);
        }
    }

    /** Looks whether a file was used, and then uses it. */
    static final class LooksThenUses extends FaithfulStore {
        private final Set<UploadId> used = ConcurrentHashMap.newKeySet();

        @Override
        public UploadStore uploads() {
            return new Uploads(inner.uploads()) {
                @Override
                public boolean use(TenantId tenant, Set<UploadId> ids, String usedBy) {
                    if (ids.stream().anyMatch(used::contains)) {
                        return false;
                    }
                    BrokenTurns.pause();
                    used.addAll(ids);
                    return true;
                }
            };
        }
    }

    /** Uses the files of a list one by one until one cannot be used. */
    static final class UsesSome extends FaithfulStore {
        @Override
        public UploadStore uploads() {
            return new Uploads(inner.uploads()) {
                @Override
                public boolean use(TenantId tenant, Set<UploadId> ids, String usedBy) {
                    boolean all = true;
                    for (UploadId id : ids) {
                        all &= inner.use(tenant, Set.of(id), usedBy);
                    }
                    return all;
                }
            };
        }
    }
}

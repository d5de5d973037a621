package dev.flowruntime.store.shard;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.SubmissionOutcome;
import dev.flowruntime.store.SubmissionStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submissions, each on its tenant's shard. */
final class RoutedSubmissionStore implements SubmissionStore {
    private final Shards shards;

    RoutedSubmissionStore(Shards shards) {
        this.shards = shards;
    }

    @Override
    public SubmissionOutcome commit(SubmissionCommit commit) {
        return shards.of(commit.submission().tenant()).submissions().commit(commit);
    }

    @Override
    public Optional<Submission> find(TenantId tenant, SubmissionId id) {
        return shards.of(tenant).submissions().find(tenant, id);
    }

    @Override
    public List<Submission> list(TenantId tenant, FormId form, @Nullable Submission after, int limit) {
        return shards.of(tenant).submissions().list(tenant, form, after, limit);
    }
}

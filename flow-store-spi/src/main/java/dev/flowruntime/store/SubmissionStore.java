package dev.flowruntime.store;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.TenantId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what visitors submitted with standalone forms. */
public interface SubmissionStore {
    /** Records a submission with everything that tells of it, or nothing at all. */
    SubmissionOutcome commit(SubmissionCommit commit);

    Optional<Submission> find(TenantId tenant, SubmissionId id);

    /**
     * Submissions of a form, oldest first, those of one instant in the order of their ids.
     *
     * @param after the last one that is known; null for the beginning
     */
    List<Submission> list(TenantId tenant, FormId form, @Nullable Submission after, int limit);
}

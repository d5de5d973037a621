package dev.flowruntime.store;

import dev.flowruntime.model.SubmissionId;

/** What came of a {@link SubmissionCommit}. */
public sealed interface SubmissionOutcome {
    /** All of it is stored. */
    record Recorded() implements SubmissionOutcome {}

    /**
     * Nothing is stored: the form has this submission, or one with this client submission id.
     *
     * @param id of that one
     */
    record Duplicate(SubmissionId id) implements SubmissionOutcome {}

    /** Nothing is stored: one of the uploads is unknown, did not arrive, or was used before. */
    record UploadsTaken() implements SubmissionOutcome {}
}

package dev.flowruntime;

import dev.flowruntime.model.SubmissionId;
import org.jspecify.annotations.Nullable;

/**
 * What came of a submission.
 *
 * @param id of the one that is recorded
 * @param duplicate whether that was recorded before, and this one was not
 * @param confirmation what the visitor is told, as the form has it
 */
public record SubmissionReply(
        SubmissionId id, boolean duplicate, @Nullable String confirmation) {}

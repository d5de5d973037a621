package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor submitted with a standalone form; it never changes.
 *
 * @param form the form, and {@code version} the version of it that the values were checked with
 * @param widgetKey the key through which it came
 * @param values a JSON object
 * @param visitor what the page says of who, where and how; nothing in it was verified
 * @param clientSubmissionId the page's own name for it, unique with tenant and form
 */
public record Submission(
        TenantId tenant,
        SubmissionId id,
        FormId form,
        int version,
        WidgetKeyId widgetKey,
        Json values,
        Visitor visitor,
        @Nullable String clientSubmissionId,
        Instant submittedAt) {
    /** What a page claims. */
    public record Visitor(
            @Nullable String id,
            @Nullable ConversationId conversation,
            @Nullable String channel,
            @Nullable String locale) {}
}

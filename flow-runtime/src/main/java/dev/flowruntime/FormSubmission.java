package dev.flowruntime;

import dev.flowruntime.model.ConversationId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page submits with a standalone form.
 *
 * @param values by the names of the fields
 * @param visitorId the page's name for its visitor
 * @param conversation the one that the page says it belongs to
 * @param clientSubmissionId names the submission, so that a repeat is recorded once
 * @param channel where it was filled in, such as {@code web}
 * @param locale BCP 47
 * @param honeypot of a field that people do not see; whoever fills it in is none
 */
public record FormSubmission(
        Map<String, @Nullable Object> values,
        @Nullable String visitorId,
        @Nullable ConversationId conversation,
        @Nullable String clientSubmissionId,
        @Nullable String channel,
        @Nullable String locale,
        @Nullable String honeypot) {
    public FormSubmission {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Values and nothing else. */
    public static FormSubmission of(Map<String, @Nullable Object> values) {
        return new FormSubmission(values, null, null, null, null, null, null);
    }

    public boolean isSpam() {
        return honeypot != null && !honeypot.isEmpty();
    }
}

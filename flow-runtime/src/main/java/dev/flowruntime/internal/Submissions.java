package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.FormSubmission;
import dev.flowruntime.SubmissionReply;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.form.Checked;
import dev.flowruntime.internal.FileReferences.Place;
import dev.flowruntime.internal.FileReferences.Resolved;
import dev.flowruntime.internal.FormCatalog.ActiveForm;
import dev.flowruntime.internal.UploadDesk.Target;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.SubmissionOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records what visitors submit with standalone forms: one submission, one commit. */
public final class Submissions {
    /** The event that starts flows. */
    public static final String EVENT = "form.submitted";

    private final Services services;
    private final Webhooks webhooks;
    private final UploadDesk uploads;
    private final Runnable onWork;

    Submissions(Services services, Webhooks webhooks, UploadDesk uploads, Runnable onWork) {
        this.services = services;
        this.webhooks = webhooks;
        this.uploads = uploads;
        this.onWork = onWork;
    }

    /**
     * Whom a submission comes from.
     *
     * @param conversation the one whose session the page has shown; null when it has shown none
     */
    public record Source(WidgetKey key, @Nullable ConversationId conversation, Audience audience) {}

    /** @throws FlowException {@code SPAM_REJECTED}, {@code VALIDATION_FAILED}, in this order */
    public SubmissionReply submit(ActiveForm form, FormSubmission request, Source source) {
        if (request.isSpam()) {
            throw new FlowException(ErrorCode.SPAM_REJECTED, "the submission was not recorded");
        }
        Checked checked = form.form().form().check(request.values());
        if (checked instanceof Checked.Refused refused) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, refused.fields());
        }
        Resolved resolved = FileReferences.resolve(
                services,
                uploads,
                new Place(form.version().tenant(), placeOf(form), form.form().form()),
                ((Checked.Accepted) checked).values());
        Submission submission = submission(form, resolved.values(), request, source);
        SubmissionOutcome outcome =
                services.store().submissions().commit(commit(form, submission, resolved.uploads(), source));
        if (outcome instanceof SubmissionOutcome.UploadsTaken) {
            throw FileReferences.usedBefore(form.form().form(), resolved.values());
        }
        String confirmation = form.form().confirmation();
        if (outcome instanceof SubmissionOutcome.Duplicate first) {
            return new SubmissionReply(first.id(), true, confirmation);
        }
        onWork.run();
        return new SubmissionReply(submission.id(), false, confirmation);
    }

    /** The place of files for a form, through all its versions. */
    private static String placeOf(ActiveForm form) {
        return "form/" + form.version().form();
    }

    /** What a file for a field of a form is for. */
    public Target target(ActiveForm form, String field) {
        return new Target(
                form.version().tenant(),
                placeOf(form),
                field,
                form.form().form().uploadRule(field),
                form.form().allowedUploadTypes());
    }

    private Submission submission(ActiveForm form, Map<String, Object> values, FormSubmission request, Source source) {
        ConversationId claimed = request.conversation() == null ? source.conversation() : request.conversation();
        return new Submission(
                form.version().tenant(),
                new SubmissionId(services.ids().get()),
                form.version().form(),
                form.version().version(),
                source.key().id(),
                JsonTree.write(values),
                new Submission.Visitor(request.visitorId(), claimed, request.channel(), request.locale()),
                request.clientSubmissionId(),
                services.now());
    }

    /** The event is due at once: whoever takes it starts the flows, and no visitor waits for them. */
    private SubmissionCommit commit(ActiveForm form, Submission submission, Set<UploadId> files, Source source) {
        Json data = JsonTree.write(eventData(form, submission, source.conversation()));
        InboxEvent event = new InboxEvent(
                submission.tenant(),
                new EventId(services.ids().get()),
                EVENT,
                data,
                null,
                null,
                null,
                submission.submittedAt());
        return new SubmissionCommit(
                submission,
                files,
                new EventAcceptance(event, Fingerprint.of(EVENT, data.text()), null, Duration.ZERO),
                webhooks.submissionRecorded(source.key(), form.version().code(), submission),
                List.of(audit(form, submission, source)));
    }

    /** @param shown flows run in this conversation; one that a page only claims is told of by another name */
    private static Map<String, @Nullable Object> eventData(
            ActiveForm form, Submission submission, @Nullable ConversationId shown) {
        Submission.Visitor visitor = submission.visitor();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("form_id", form.version().form().toString());
        data.put("form_code", form.version().code());
        data.put("submission_id", submission.id().toString());
        if (shown != null && shown.equals(visitor.conversation())) {
            data.put("conversation_id", shown.toString());
        }
        data.put("visitor_id", visitor.id());
        data.put("channel", visitor.channel());
        data.put("locale", visitor.locale());
        data.put("values", JsonTree.read(submission.values()));
        return data;
    }

    private AuditRecord audit(ActiveForm form, Submission submission, Source source) {
        return source.audience()
                .record(
                        services,
                        submission.tenant(),
                        submission.id().toString(),
                        JsonTree.write(Map.of(
                                "form",
                                form.version().code(),
                                "version",
                                form.version().version())));
    }
}

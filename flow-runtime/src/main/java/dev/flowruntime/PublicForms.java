package dev.flowruntime;

import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.FormCatalog.ActiveForm;
import dev.flowruntime.internal.KeyMeter;
import dev.flowruntime.internal.Submissions;
import dev.flowruntime.internal.UploadDesk.Target;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.token.SessionClaims;
import dev.flowruntime.token.Verdict;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Standalone forms, for pages with a widget key. A form is named by its code, or by its UUID in any case, and is at most 5 s old,
 * or new at once where it was published. Thread-safe.
 */
public final class PublicForms {
    private final Engine engine;

    PublicForms(Engine engine) {
        this.engine = engine;
    }

    /**
     * The form, for a page that shows it: counts as one mount of the widget key.
     *
     * @throws FlowException {@code WIDGET_DISABLED}, {@code ORIGIN_NOT_ALLOWED}, {@code FORM_NOT_FOUND}, {@code
     *     FORM_NOT_ALLOWED}, in this order
     */
    public FormView mount(String publicKey, Caller caller, String codeOrId) {
        WidgetKey key = ChatApi.admit(engine, publicKey, caller);
        ActiveForm form = find(key, codeOrId);
        engine.meter().count(key, KeyMeter.Use.MOUNT, 1);
        return form.view();
    }

    /**
     * The form, for caches and for those who only look: changes nothing.
     *
     * @throws FlowException as {@link #mount} does
     */
    public FormView read(String publicKey, Caller caller, String codeOrId) {
        return find(ChatApi.admit(engine, publicKey, caller), codeOrId).view();
    }

    /**
     * Records what a visitor filled in, once for each client submission id. The webhook of the widget key is told, and flows that
     * start with the event {@code form.submitted} do; a session token in the call proves the conversation that they run in.
     *
     * @throws FlowException as {@link #mount} does, then {@code SPAM_REJECTED}, {@code VALIDATION_FAILED}, in this order
     */
    public SubmissionReply submit(String publicKey, Caller caller, String codeOrId, FormSubmission submission) {
        WidgetKey key = ChatApi.admit(engine, publicKey, caller);
        ActiveForm form = find(key, codeOrId);
        Audience visitor = Audience.visitor(key, "form.submit", caller);
        return engine.submissions().submit(form, submission, new Submissions.Source(key, shown(key, caller), visitor));
    }

    /**
     * Takes a file in for a field of the form. It serves one submission, within 24 hours.
     *
     * @param request names the form and a field of it for files
     * @param file called once everything else is in order
     * @throws FlowException as {@link #mount} does, then {@code VALIDATION_FAILED} for a field or a file that is not as it must
     *     be, {@code PAYLOAD_TOO_LARGE}, {@code PLAN_LIMIT} when the tenant has no room for more files
     */
    public FileRef upload(UploadRequest request, Caller caller, Supplier<IncomingFile> file) {
        WidgetKey key = ChatApi.admit(engine, request.publicKey(), caller);
        Target target = engine.submissions().target(find(key, request.codeOrId()), request.field());
        engine.uploads().check(target);
        return engine.uploads().receive(target, file.get());
    }

    /** A field of a form, for which a page with a widget key sends a file. */
    public record UploadRequest(String publicKey, String codeOrId, String field) {}

    private ActiveForm find(WidgetKey key, String codeOrId) {
        ActiveForm form = engine.forms().find(key.tenant(), codeOrId);
        if (form == null) {
            throw new FlowException(ErrorCode.FORM_NOT_FOUND, "there is no such form");
        }
        if (!key.forms().permits(form.version().code())) {
            throw new FlowException(ErrorCode.FORM_NOT_ALLOWED, "the widget key does not allow this form");
        }
        return form;
    }

    /** The conversation of the session that came along; a token of another key, or one that is no longer good, shows none. */
    private @Nullable ConversationId shown(WidgetKey key, Caller caller) {
        if (caller.bearer() == null) {
            return null;
        }
        Verdict verdict =
                engine.sessionTokens().verify(caller.bearer(), engine.services().now());
        SessionClaims claims = verdict instanceof Verdict.Valid valid ? valid.claims() : null;
        return claims != null
                        && claims.tenant().equals(key.tenant())
                        && claims.widgetKey().equals(key.id())
                ? claims.conversation()
                : null;
    }
}

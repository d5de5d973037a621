package dev.flowruntime;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.document.Problem;
import dev.flowruntime.form.StandaloneForm;
import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.Services;
import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FormChange;
import dev.flowruntime.store.FormStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes standalone forms and reads what was submitted with them. What is changed here counts at once here, and within 5 s on
 * other nodes.
 */
public final class Forms {
    private static final int MAX_TRIES = 20;

    private final Engine engine;

    Forms(Engine engine) {
        this.engine = engine;
    }

    /** Everything that is wrong with a form document. */
    public List<Problem> lint(Document document) {
        return StandaloneForm.lint(document);
    }

    /**
     * Makes a document the active version of its form, unless it is that already; whether it says {@code published} is not looked
     * at.
     *
     * @throws dev.flowruntime.document.DocumentException when the document has errors
     */
    public PublishedForm publish(TenantId tenant, Document document) {
        StandaloneForm form = StandaloneForm.read(document);
        Json json = form.toJson();
        for (int i = 0; i < MAX_TRIES; i++) {
            List<FormVersion> versions = versions(tenant, form.code());
            FormVersion active =
                    versions.stream().filter(FormVersion::active).findFirst().orElse(null);
            if (active != null && active.document().equals(json)) {
                return new PublishedForm(active, false);
            }
            FormChange change = store().publish(next(tenant, form.code(), json, versions));
            if (change instanceof FormChange.Changed changed) {
                engine.forms().forget();
                audit(tenant, "form.publish", form.code(), changed.version().version());
                return new PublishedForm(changed.version(), true);
            }
        }
        throw new FlowException(ErrorCode.UNAVAILABLE, "too many versions of this form at once; try again");
    }

    private FormVersion next(TenantId tenant, String code, Json document, List<FormVersion> versions) {
        FormVersion newest = versions.isEmpty() ? null : versions.get(versions.size() - 1);
        Services services = engine.services();
        return new FormVersion(
                tenant,
                newest == null ? new FormId(services.ids().get()) : newest.form(),
                code,
                newest == null ? 1 : newest.version() + 1,
                document,
                true,
                services.now());
    }

    /**
     * Leaves a form without an active version: visitors get it no longer. What was submitted stays.
     *
     * @throws FlowException {@code FORM_NOT_FOUND}
     */
    public void archive(TenantId tenant, String code) {
        store().archive(tenant, form(tenant, code));
        engine.forms().forget();
        audit(tenant, "form.archive", code, null);
    }

    /** The versions of a form, oldest first; empty when there is no such form. */
    public List<FormVersion> versions(TenantId tenant, String code) {
        return store().listVersions(tenant, code);
    }

    /** The forms that visitors get, by code. */
    public List<FormVersion> list(TenantId tenant) {
        return store().listActive(tenant);
    }

    /**
     * What was submitted with a form, through all its versions, oldest first.
     *
     * @param after the last submission that is known; null for the beginning
     * @throws FlowException {@code FORM_NOT_FOUND}
     */
    public List<Submission> submissions(TenantId tenant, String code, @Nullable Submission after, int limit) {
        return engine.services().store().submissions().list(tenant, form(tenant, code), after, limit);
    }

    public Optional<Submission> submission(TenantId tenant, SubmissionId id) {
        return engine.services().store().submissions().find(tenant, id);
    }

    private FormId form(TenantId tenant, String code) {
        return versions(tenant, code).stream()
                .findFirst()
                .map(FormVersion::form)
                .orElseThrow(() -> new FlowException(ErrorCode.FORM_NOT_FOUND, "there is no form " + code));
    }

    private FormStore store() {
        return engine.services().store().forms();
    }

    private void audit(TenantId tenant, String action, String code, @Nullable Integer version) {
        Json details = version == null ? Json.EMPTY_OBJECT : JsonTree.write(Map.of("version", version));
        Audience.host(action).audit(engine.services(), tenant, code, details);
    }
}

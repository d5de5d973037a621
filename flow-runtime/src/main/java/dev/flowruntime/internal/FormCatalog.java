package dev.flowruntime.internal;

import dev.flowruntime.FormView;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.form.StandaloneForm;
import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FormStore;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The active versions of standalone forms, compiled, as this node knows them: at most five seconds old. */
public final class FormCatalog {
    /**
     * A form that visitors get.
     *
     * @param view what pages are given, always the same object while nothing was read anew
     */
    public record ActiveForm(FormVersion version, StandaloneForm form, FormView view) {}

    /** @param name a code, or a UUID in lower case: no code looks like one */
    private record Name(TenantId tenant, String name) {}

    private final FormStore store;
    private final FreshCache<Name, Optional<ActiveForm>> active;

    FormCatalog(FormStore store, LongSupplier nanoTime) {
        this.store = store;
        this.active = new FreshCache<>(10_000, nanoTime, this::load);
    }

    /**
     * The active version of a form.
     *
     * @param codeOrId its code to the letter, or its UUID in any case; what is neither is not looked for
     * @return null when there is none
     */
    public @Nullable ActiveForm find(TenantId tenant, String codeOrId) {
        boolean isId = Ids.isUuid(codeOrId);
        if (!isId && !StandaloneForm.isCode(codeOrId)) {
            return null;
        }
        String name = isId ? codeOrId.toLowerCase(Locale.ROOT) : codeOrId;
        return active.get(new Name(tenant, name)).orElse(null);
    }

    private Optional<ActiveForm> load(Name name) {
        Optional<FormVersion> found = Ids.isUuid(name.name())
                ? store.findActive(name.tenant(), FormId.of(name.name()))
                : store.findActive(name.tenant(), name.name());
        return found.map(FormCatalog::compile);
    }

    private static ActiveForm compile(FormVersion version) {
        String name = version.code() + " version " + version.version();
        StandaloneForm form = StandaloneForm.read(Document.of(name, JsonTree.read(version.document())));
        FormView view = new FormView(
                version.form(),
                version.code(),
                form.title(),
                form.form().submitLabel(),
                form.fields(),
                version.publishedAt());
        return new ActiveForm(version, form, view);
    }

    /** Forgets which versions are active: that was changed here. */
    public void forget() {
        active.forget();
    }
}

package dev.flowruntime.provisioning;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Published;
import dev.flowruntime.PublishedForm;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.form.StandaloneForm;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.provisioning.Provisioned.Change;
import dev.flowruntime.provisioning.Provisioned.Credential;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out plans that were checked, and notes what became different. */
final class TenantApply {
    private final FlowRuntime runtime;
    private final List<Change> changes = new ArrayList<>();
    private final List<Credential> credentials = new ArrayList<>();

    TenantApply(FlowRuntime runtime) {
        this.runtime = runtime;
    }

    List<Change> changes() {
        return changes;
    }

    List<Credential> credentials() {
        return credentials;
    }

    void apply(TenantPlan plan) {
        TenantId tenant = Objects.requireNonNull(plan.id(), "a plan without errors names its tenant");
        tenant(tenant, plan);
        plan.settings().forEach((name, tree) -> setting(tenant, name, tree));
        freeIntents(tenant, plan.flows());
        plan.flows().forEach(flow -> publish(tenant, flow));
        plan.forms().forEach(form -> form(tenant, StandaloneForm.read(form.document()), form.document()));
        plan.keys().forEach(key -> widgetKey(tenant, key.request()));
        plan.tokens().forEach(token -> runtime.engineTokens().put(tenant, token.label(), token.token()));
    }

    private void tenant(TenantId id, TenantPlan plan) {
        Optional<Tenant> before = runtime.tenants().find(id);
        boolean same = before.isPresent()
                && before.get().slug().equals(plan.slug())
                && before.get().name().equals(plan.name());
        if (!same) {
            runtime.tenants().put(id, plan.slug(), plan.name());
            changed(id, "tenant " + plan.slug(), before.isPresent() ? "changed" : "made");
        }
    }

    private void setting(TenantId tenant, String name, Object tree) {
        Json wanted = JsonTree.write(tree);
        Optional<Json> before = runtime.settings().find(tenant, name);
        // A store may write JSON in its own way, so what counts is what it says.
        if (before.isEmpty() || !Objects.equals(JsonTree.read(before.get()), JsonTree.read(wanted))) {
            runtime.settings().put(tenant, name, wanted);
            changed(tenant, name, before.isPresent() ? "replaced" : "made");
        }
    }

    /** Where flows of one file hand intents on to each other, no order of publishing would do. */
    private void freeIntents(TenantId tenant, List<Part> flows) {
        Map<String, String> takers = new HashMap<>();
        for (Part flow : flows) {
            if (flow.intent() != null) {
                takers.put(flow.intent(), code(flow));
            }
        }
        for (Part flow : flows) {
            for (FlowVersion version : runtime.flows().versions(tenant, code(flow))) {
                String taker = takers.get(version.intent());
                if (version.active() && taker != null && !taker.equals(version.code())) {
                    runtime.flows().archive(tenant, version.code());
                }
            }
        }
    }

    private void publish(TenantId tenant, Part flow) {
        Published published = runtime.flows().publish(tenant, flow.document());
        if (published.changed()) {
            changed(
                    tenant,
                    "flow " + code(flow),
                    "version " + published.version().version() + " published");
        }
    }

    private void form(TenantId tenant, StandaloneForm form, Document document) {
        if (form.published()) {
            PublishedForm published = runtime.forms().publish(tenant, document);
            if (published.changed()) {
                String outcome = "version " + published.version().version() + " published";
                changed(tenant, "form " + form.code(), outcome);
            }
        } else if (runtime.forms().versions(tenant, form.code()).stream().anyMatch(FormVersion::active)) {
            runtime.forms().archive(tenant, form.code());
            changed(tenant, "form " + form.code(), "archived");
        }
    }

    private static String code(Part flow) {
        return Objects.requireNonNull(flow.flowCode(), "a flow without errors has a code");
    }

    private void widgetKey(TenantId tenant, WidgetKeyRequest request) {
        Optional<WidgetKey> before = runtime.widgetKeys().list(tenant).stream()
                .filter(key -> key.label().equals(request.label()))
                .findFirst();
        WidgetKey after = runtime.widgetKeys().put(tenant, request);
        if (before.isEmpty() || !before.get().equals(after)) {
            changed(tenant, "widget key " + after.label(), before.isPresent() ? "changed" : "made");
        }
        if (request.publicKey() == null && before.isEmpty()) {
            credentials.add(new Credential(tenant, after.label(), "public key", new Secret(after.publicKey())));
        }
        Secret secret = webhookSecret(after);
        if (secret != null
                && request.webhookSecret() == null
                && !secret.equals(before.map(TenantApply::webhookSecret).orElse(null))) {
            credentials.add(new Credential(tenant, after.label(), "webhook secret", secret));
        }
    }

    private static @Nullable Secret webhookSecret(WidgetKey key) {
        return key.webhook() == null ? null : key.webhook().secret();
    }

    private void changed(TenantId tenant, String subject, String outcome) {
        changes.add(new Change(tenant, subject, outcome));
    }
}

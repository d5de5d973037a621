package dev.flowruntime.provisioning;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Intent;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problem.Severity;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.provisioning.TenantPlan.Mention;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds one plan against a runtime: what its linter says, and what its store has already. */
final class TenantCheck {
    private final FlowRuntime runtime;
    private final TenantPlan plan;
    private final List<Problem> problems = new ArrayList<>();

    TenantCheck(FlowRuntime runtime, TenantPlan plan) {
        this.runtime = runtime;
        this.plan = plan;
    }

    List<Problem> problems() {
        for (Part flow : plan.flows()) {
            runtime.flows().lint(flow.document()).forEach(problem -> problems.add(flow.located(problem)));
        }
        TenantId tenant = plan.id();
        if (tenant != null) {
            slug(tenant);
            keys(tenant);
            List<Intent> published =
                    runtime.tenants().find(tenant).isPresent() ? runtime.flows().intents(tenant) : List.of();
            intents(tenant, published);
            mentions(tenant, published);
        }
        return problems;
    }

    private void slug(TenantId tenant) {
        for (Tenant other : runtime.tenants().list()) {
            if (other.slug().equals(plan.slug()) && !other.id().equals(tenant)) {
                add(Severity.ERROR, "tenant.slug", plan.slug() + " is the slug of tenant " + other.id() + " already");
            }
        }
    }

    private void keys(TenantId tenant) {
        for (TenantPlan.Key key : plan.keys()) {
            runtime.widgetKeys()
                    .check(tenant, key.request())
                    .forEach((member, reasons) ->
                            reasons.forEach(reason -> add(Severity.ERROR, key.prefix() + member, reason)));
        }
    }

    /** An intent belongs to one flow; another of the file may take it over, for that one is published anew as well. */
    private void intents(TenantId tenant, List<Intent> published) {
        Map<String, FlowId> owners = new HashMap<>();
        published.forEach(intent -> owners.put(intent.name(), intent.flow()));
        Set<FlowId> ofFile = new HashSet<>();
        for (Part flow : plan.flows()) {
            String code = flow.flowCode();
            if (code != null) {
                runtime.flows().versions(tenant, code).stream()
                        .map(FlowVersion::flow)
                        .forEach(ofFile::add);
            }
        }
        for (Part flow : plan.flows()) {
            FlowId owner = owners.get(flow.intent());
            if (owner != null && !ofFile.contains(owner)) {
                problems.add(flow.error(
                        "trigger.intent_name",
                        flow.intent() + " is the intent of another published flow; archive that one first"));
            }
        }
    }

    private void mentions(TenantId tenant, List<Intent> published) {
        Set<String> intents = new HashSet<>();
        Set<String> codes = new HashSet<>();
        published.forEach(intent -> intents.add(intent.name()));
        for (Part flow : plan.flows()) {
            intents.add(String.valueOf(flow.intent()));
            codes.add(String.valueOf(flow.flowCode()));
        }
        Set<String> forms = formCodes(tenant);
        for (Mention mention : plan.mentions()) {
            boolean known = switch (mention.kind()) {
                case INTENT -> intents.contains(mention.name());
                case FORM -> forms.contains(mention.name());
                case FLOW ->
                    codes.contains(mention.name())
                            || !runtime.flows().versions(tenant, mention.name()).isEmpty();
            };
            if (!known) {
                add(Severity.WARNING, mention.path(), unknown(mention));
            }
        }
    }

    private static String unknown(Mention mention) {
        return switch (mention.kind()) {
            case INTENT -> "no published flow has the intent " + mention.name();
            case FORM -> "there is no form " + mention.name();
            case FLOW -> "there is no flow " + mention.name();
        };
    }

    private Set<String> formCodes(TenantId tenant) {
        Set<String> codes = new HashSet<>();
        plan.forms().forEach(form -> codes.add(String.valueOf(form.formCode())));
        runtime.forms().list(tenant).forEach(form -> codes.add(form.code()));
        return codes;
    }

    private void add(Severity severity, String path, String message) {
        problems.add(
                new Problem(severity, plan.document().name(), plan.document().position(path), path, null, message));
    }
}

package dev.flowruntime;

import dev.flowruntime.definition.ChatTrigger;
import dev.flowruntime.definition.CompiledFlow;
import dev.flowruntime.definition.EventTrigger;
import dev.flowruntime.definition.Flow;
import dev.flowruntime.definition.FlowComparison;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.document.Problem;
import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.Services;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes flows and keeps their versions. What is changed here counts at once here, and within 5 s on other nodes. */
public final class Flows {
    private static final int MAX_TRIES = 20;

    private final Engine engine;

    Flows(Engine engine) {
        this.engine = engine;
    }

    /** Everything that is wrong with a flow document, and what its author should look at. */
    public List<Problem> lint(Document document) {
        return engine.catalog().compiler().lint(document);
    }

    /**
     * Makes a document the active version of its flow, unless it is that already.
     *
     * @throws dev.flowruntime.document.DocumentException when the document has errors
     * @throws FlowException {@code CONFLICT} when another flow of the tenant has the intent
     */
    public Published publish(TenantId tenant, Document document) {
        CompiledFlow compiled = engine.catalog().compiler().compile(document);
        return publish(tenant, compiled.flow(), lint(document));
    }

    /** As {@link #publish(TenantId, Document)}, with a flow that was made in Java. */
    public Published publish(TenantId tenant, Flow flow) {
        return publish(tenant, Document.of(flow.code(), flow.toTree()));
    }

    private Published publish(TenantId tenant, Flow flow, List<Problem> warnings) {
        Json document = flow.toJson();
        for (int i = 0; i < MAX_TRIES; i++) {
            List<FlowVersion> versions = versions(tenant, flow.code());
            FlowVersion active =
                    versions.stream().filter(FlowVersion::active).findFirst().orElse(null);
            if (active != null && active.document().equals(document)) {
                return new Published(active, false, warnings);
            }
            FlowChange change = store().publish(next(tenant, flow, document, versions));
            if (!(change instanceof FlowChange.Stale)) {
                return new Published(changed(change, "flow.publish"), true, warnings);
            }
        }
        throw new FlowException(ErrorCode.UNAVAILABLE, "too many versions of this flow at once; try again");
    }

    private FlowVersion next(TenantId tenant, Flow flow, Json document, List<FlowVersion> versions) {
        FlowVersion newest = versions.isEmpty() ? null : versions.get(versions.size() - 1);
        Services services = engine.services();
        return new FlowVersion(
                tenant,
                newest == null ? new FlowId(services.ids().get()) : newest.flow(),
                flow.code(),
                newest == null ? 1 : newest.version() + 1,
                flow.name(),
                document,
                flow.trigger() instanceof ChatTrigger chat ? chat.intentName() : null,
                flow.trigger() instanceof EventTrigger event ? event.eventName() : null,
                true,
                services.now());
    }

    private FlowVersion changed(FlowChange change, String action) {
        if (change instanceof FlowChange.IntentTaken taken) {
            throw new FlowException(
                    ErrorCode.CONFLICT, "the flow " + taken.code() + " has this intent already; archive it first");
        }
        FlowVersion version = ((FlowChange.Changed) change).version();
        engine.catalog().forget();
        audit(version.tenant(), action, version.code(), version.version());
        return version;
    }

    /** The versions of a flow, oldest first; empty when there is no such flow. */
    public List<FlowVersion> versions(TenantId tenant, String code) {
        return store().listVersions(tenant, code);
    }

    /**
     * Makes an older version the active one again.
     *
     * @throws FlowException {@code NOT_FOUND}, {@code CONFLICT} when another flow has its intent by now
     */
    public FlowVersion rollback(TenantId tenant, String code, int version) {
        FlowVersion wanted = version(tenant, code, version);
        FlowChange change = store().activate(tenant, wanted.flow(), version);
        if (change instanceof FlowChange.Stale) {
            throw notFound(code, version);
        }
        return changed(change, "flow.publish");
    }

    /**
     * Leaves a flow without an active version; executions that run go on.
     *
     * @throws FlowException {@code NOT_FOUND}
     */
    public void archive(TenantId tenant, String code) {
        FlowVersion any = versions(tenant, code).stream()
                .findFirst()
                .orElseThrow(() -> new FlowException(ErrorCode.NOT_FOUND, "there is no flow " + code));
        store().archive(tenant, any.flow());
        engine.catalog().forget();
        audit(tenant, "flow.archive", code, null);
    }

    /**
     * What changed from one version to another.
     *
     * @throws FlowException {@code NOT_FOUND}
     */
    public FlowComparison compare(TenantId tenant, String code, int older, int newer) {
        return FlowComparison.of(flow(tenant, code, older), flow(tenant, code, newer));
    }

    private Flow flow(TenantId tenant, String code, int version) {
        FlowVersion found = version(tenant, code, version);
        return Flow.read(Document.of(code + " version " + version, JsonTree.read(found.document())));
    }

    private FlowVersion version(TenantId tenant, String code, int version) {
        return versions(tenant, code).stream()
                .filter(candidate -> candidate.version() == version)
                .findFirst()
                .orElseThrow(() -> notFound(code, version));
    }

    private static FlowException notFound(String code, int version) {
        return new FlowException(ErrorCode.NOT_FOUND, "there is no version " + version + " of a flow " + code);
    }

    /** The intents that the tenant's active flows have. */
    public List<Intent> intents(TenantId tenant) {
        return engine.sessions().intents(tenant, Grant.ofEverything());
    }

    private dev.flowruntime.store.FlowVersionStore store() {
        return engine.services().store().flowVersions();
    }

    private void audit(TenantId tenant, String action, String code, @Nullable Integer version) {
        Json details = version == null ? Json.EMPTY_OBJECT : JsonTree.write(Map.of("version", version));
        Audience.host(action).audit(engine.services(), tenant, code, details);
    }
}

package dev.flowruntime;

import dev.flowruntime.internal.Engine;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import java.util.Optional;

/** Small documents of a tenant's configuration, by name. */
public final class Settings {
    private final Engine engine;

    Settings(Engine engine) {
        this.engine = engine;
    }

    /**
     * Makes the document, or replaces it.
     *
     * @param name such as {@code quick_questions}: a list of {@code question}, {@code page_type} and {@code flow}
     */
    public void put(TenantId tenant, String name, Json document) {
        engine.services().store().settings().put(tenant, name, document);
    }

    public Optional<Json> find(TenantId tenant, String name) {
        return engine.services().store().settings().find(tenant, name);
    }
}

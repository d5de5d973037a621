package dev.flowruntime.store;

import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import java.util.Optional;

/** Keeps small documents of a tenant's configuration, such as its quick questions. */
public interface SettingsStore {
    /** Makes the document, or replaces it. */
    void put(TenantId tenant, String name, Json document);

    Optional<Json> find(TenantId tenant, String name);
}

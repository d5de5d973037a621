package dev.flowruntime.store.memory;

import dev.flowruntime.model.TenantId;
import java.util.UUID;

/** What names a row in a table. */
record Key(TenantId tenant, UUID id) {}

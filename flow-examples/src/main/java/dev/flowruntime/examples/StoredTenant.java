package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.TenantId;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;

/** A tenant in a store that a command works on. */
final class StoredTenant {
    @Mixin
    StoreOptions store = new StoreOptions();

    @Mixin
    TenantOption tenant = new TenantOption();

    /** Does something with the runtime on the store and the tenant, and closes both again. */
    <T> T with(BiFunction<FlowRuntime, TenantId, T> work) {
        try (OpenStore opened = store.openDurable();
                FlowRuntime runtime = FlowRuntime.builder(opened.store()).build()) {
            return work.apply(runtime, tenant.resolve(runtime));
        }
    }
}

package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.transport.Reach;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;

/** A tenant in a store that a command works on. */
final class StoredTenant {
    @Mixin
    StoreOptions store = new StoreOptions();

    @Mixin
    SecretsOptions secrets = new SecretsOptions();

    @Mixin
    TenantOption tenant = new TenantOption();

    /** Does something with the runtime on the store and the tenant, and closes both again. */
    <T> T with(BiFunction<FlowRuntime, TenantId, T> work) {
        return with(Reach.PUBLIC, work);
    }

    /** @param reach where webhooks that are saved may go */
    <T> T with(Reach reach, BiFunction<FlowRuntime, TenantId, T> work) {
        try (OpenStore opened = store.openDurable();
                FlowRuntime runtime = secrets.on(FlowRuntime.builder(opened.store()))
                        .reach(reach)
                        .build()) {
            return work.apply(runtime, tenant.resolve(runtime));
        }
    }
}

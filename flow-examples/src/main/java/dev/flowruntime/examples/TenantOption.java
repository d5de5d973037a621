package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import picocli.CommandLine.Option;

/** Which tenant a command works on. */
final class TenantOption {
    @Option(names = "--tenant", required = true, paramLabel = "T", description = "the tenant's id or slug")
    String tenant = "";

    /** @throws CommandFailure when there is no such tenant */
    TenantId resolve(FlowRuntime runtime) {
        return runtime.tenants().list().stream()
                .filter(known ->
                        known.slug().equals(tenant) || known.id().toString().equals(tenant))
                .map(Tenant::id)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("--tenant: there is no tenant " + tenant));
    }
}

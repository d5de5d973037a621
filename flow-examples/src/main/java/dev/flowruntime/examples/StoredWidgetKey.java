package dev.flowruntime.examples;

import dev.flowruntime.WidgetKeys;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The widget key of a tenant in a store that a command works on. */
final class StoredWidgetKey {
    @Mixin
    StoredTenant tenant = new StoredTenant();

    @Option(
            names = "--key",
            paramLabel = "pk_…",
            description = "the public key; may be left out where the tenant has one key only")
    @Nullable
    String publicKey;

    /** What is done to a key. */
    @FunctionalInterface
    interface Change {
        WidgetKey apply(WidgetKeys keys, TenantId tenant, String publicKey);
    }

    /** @return the key as it is afterwards */
    WidgetKey change(Change change) {
        return tenant.with((runtime, id) -> {
            WidgetKeys keys = runtime.widgetKeys();
            return change.apply(keys, id, publicKey == null ? only(keys.list(id)) : publicKey);
        });
    }

    private static String only(List<WidgetKey> keys) {
        if (keys.size() == 1) {
            return keys.get(0).publicKey();
        }
        throw new CommandFailure("--key is required: the tenant has " + keys.size() + " widget keys");
    }
}

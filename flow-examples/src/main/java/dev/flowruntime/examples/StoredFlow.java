package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The flow of a tenant in a store that a command works on. */
final class StoredFlow {
    @Mixin
    StoreOptions store = new StoreOptions();

    @Mixin
    TenantOption tenant = new TenantOption();

    @Parameters(paramLabel = "FILE", description = "the flow's document; its code will do where there is no such file")
    String file = "";

    /** Does something with the runtime on the store and the tenant, and closes both again. */
    <T> T with(BiFunction<FlowRuntime, TenantId, T> work) {
        try (OpenStore opened = store.openDurable();
                FlowRuntime runtime = FlowRuntime.builder(opened.store()).build()) {
            return work.apply(runtime, tenant.resolve(runtime));
        }
    }

    Document document() {
        return Document.read(Path.of(file));
    }

    String code() {
        if (Files.notExists(Path.of(file))) {
            return file;
        }
        Object code = document().mapping().get("flow");
        if (code instanceof String text) {
            return text;
        }
        throw new CommandFailure(file + ":1: flow: is required");
    }
}

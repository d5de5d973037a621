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
    StoredTenant tenant = new StoredTenant();

    @Parameters(paramLabel = "FILE", description = "the flow's document; its code will do where there is no such file")
    String file = "";

    /** As {@link StoredTenant#with}. */
    <T> T with(BiFunction<FlowRuntime, TenantId, T> work) {
        return tenant.with(work);
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

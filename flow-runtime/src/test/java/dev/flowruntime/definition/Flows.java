package dev.flowruntime.definition;

import dev.flowruntime.document.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The example documents under {@code src/test/resources/flows}. */
final class Flows {
    private Flows() {}

    static Document document(String name) {
        return Document.parse(name, text(name));
    }

    static Flow read(String name) {
        return Flow.read(document(name));
    }

    static String text(String name) {
        try (InputStream in = Flows.class.getResourceAsStream("/flows/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

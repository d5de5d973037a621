package dev.flowruntime.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The description of every endpoint, for people and for tools that make clients. */
final class OpenApi {
    private static final String DOCUMENT = "openapi.json";

    private OpenApi() {}

    static void addTo(Routes routes) {
        // a client may keep it but asks each time, so that it never describes another release than the one that answers
        Answer answer = Answer.tagged(read(), Map.of("Cache-Control", "no-cache"));
        routes.add("GET", "/" + DOCUMENT, exchange -> answer);
    }

    static byte[] read() {
        try (InputStream document = OpenApi.class.getResourceAsStream(DOCUMENT)) {
            if (document == null) {
                throw new IllegalStateException(DOCUMENT + " is missing from the jar");
            }
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

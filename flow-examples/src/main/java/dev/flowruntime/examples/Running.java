package dev.flowruntime.examples;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.servlet.FlowServlet;

/** A server, the runtime behind it and the store behind that; they end together and in this order. */
record Running(FlowServer server, FlowRuntime runtime, OpenStore store) implements AutoCloseable {
    void start(FlowServlet api) {
        runtime.start();
        server.start(api);
    }

    int port() {
        return server.port();
    }

    /** Answers what is under way, finishes its work, then lets go of the store. */
    @Override
    public void close() {
        try (store;
                runtime;
                server) {
            // closed from the last to the first, each even when one before it fails
        }
    }
}

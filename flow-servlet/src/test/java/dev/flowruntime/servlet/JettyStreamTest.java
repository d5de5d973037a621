package dev.flowruntime.servlet;

class JettyStreamTest extends EventStreamContract {
    JettyStreamTest() {
        super(Container::jetty);
    }
}

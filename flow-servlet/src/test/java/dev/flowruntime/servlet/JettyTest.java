package dev.flowruntime.servlet;

class JettyTest extends ServletContract {
    JettyTest() {
        super(Container::jetty);
    }
}

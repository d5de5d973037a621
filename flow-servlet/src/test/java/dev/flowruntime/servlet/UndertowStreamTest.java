package dev.flowruntime.servlet;

class UndertowStreamTest extends EventStreamContract {
    UndertowStreamTest() {
        super(Container::undertow);
    }
}

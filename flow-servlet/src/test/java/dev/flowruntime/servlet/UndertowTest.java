package dev.flowruntime.servlet;

class UndertowTest extends ServletContract {
    UndertowTest() {
        super(Container::undertow);
    }
}

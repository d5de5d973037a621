package dev.flowruntime.servlet;

class TomcatStreamTest extends EventStreamContract {
    TomcatStreamTest() {
        super(Container::tomcat);
    }
}

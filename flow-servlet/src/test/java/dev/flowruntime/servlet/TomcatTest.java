package dev.flowruntime.servlet;

class TomcatTest extends ServletContract {
    TomcatTest() {
        super(Container::tomcat);
    }
}

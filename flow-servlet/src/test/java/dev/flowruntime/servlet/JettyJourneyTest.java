package dev.flowruntime.servlet;

class JettyJourneyTest extends JourneyContract {
    JettyJourneyTest() {
        super(Container::jetty);
    }
}

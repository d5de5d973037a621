package dev.flowruntime.servlet;

class TomcatJourneyTest extends JourneyContract {
    TomcatJourneyTest() {
        super(Container::tomcat);
    }
}

package dev.flowruntime.servlet;

class UndertowJourneyTest extends JourneyContract {
    UndertowJourneyTest() {
        super(Container::undertow);
    }
}

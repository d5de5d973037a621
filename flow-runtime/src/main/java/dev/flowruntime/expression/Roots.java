package dev.flowruntime.expression;

import java.util.List;

/** Which roots an expression may read: depends on where in a flow it stands. */
public enum Roots {
    /** Anywhere in a flow. */
    FLOW("vars", "trigger", "node", "context", "customer", "conversation", "execution", "now"),
    /** In the filter of an event, which also sees {@code event.name} and {@code event.data}. */
    EVENT_FILTER("vars", "trigger", "node", "context", "customer", "conversation", "execution", "now", "event");

    private final List<String> names;

    Roots(String... names) {
        this.names = List.of(names);
    }

    public List<String> names() {
        return names;
    }
}

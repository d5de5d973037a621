package dev.flowruntime.expression;

import java.util.List;

/** Which roots an expression may read: depends on where in a flow it stands. */
public enum Roots {
    /** Anywhere in a flow. */
    FLOW,
    /** In the filter of an event, which also sees {@code event.name} and {@code event.data}. */
    EVENT_FILTER;

    private static final List<String> EVERYWHERE =
            List.of("vars", "trigger", "node", "context", "customer", "conversation", "execution", "now");
    private static final List<String> WITH_EVENT =
            List.of("vars", "trigger", "node", "context", "customer", "conversation", "execution", "now", "event");

    /** The names, without a dollar sign. */
    public List<String> names() {
        return this == EVENT_FILTER ? WITH_EVENT : EVERYWHERE;
    }
}

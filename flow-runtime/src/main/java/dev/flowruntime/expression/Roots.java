package dev.flowruntime.expression;

public enum Roots {
    FLOW,
    EVENT_FILTER
}

package dev.flowruntime.model;

/** A text that must not reach a log, a reply or a debugger's line by accident: {@code toString} hides it. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}

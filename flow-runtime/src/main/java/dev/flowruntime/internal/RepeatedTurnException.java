package dev.flowruntime.internal;

/** The turn was taken before: its execution exists, or has consumed its event. */
final class RepeatedTurnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RepeatedTurnException() {
        super("the turn was taken before", null, false, false);
    }
}

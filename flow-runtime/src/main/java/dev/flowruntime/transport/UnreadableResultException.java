package dev.flowruntime.transport;

/** A message is not the result of a task; its text says what is wrong. */
public final class UnreadableResultException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableResultException(String message) {
        super(message);
    }
}

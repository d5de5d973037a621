package dev.flowruntime.transport;

/** A broker will never take this task as it is, for example because it is too large. */
public final class RefusedTaskException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedTaskException(String message, Throwable cause) {
        super(message, cause);
    }
}

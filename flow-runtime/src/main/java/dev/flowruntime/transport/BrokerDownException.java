package dev.flowruntime.transport;

/** A broker takes nothing just now. */
public final class BrokerDownException extends Exception {
    private static final long serialVersionUID = 1L;

    public BrokerDownException(String message, Throwable cause) {
        super(message, cause);
    }
}

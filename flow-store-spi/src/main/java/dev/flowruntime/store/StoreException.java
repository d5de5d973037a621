package dev.flowruntime.store;

/**
 * A store could not do what it was asked. Nothing of it took effect, unless the connection to the store was lost and
 * {@link Retry#LATER} says so.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether trying again can help. */
    public enum Retry {
        /** The same unit of work may be tried again at once. */
        AT_ONCE,
        /**
         * The store is out of reach or overloaded; later may be better. When the connection was lost while the answer to
         * a write was on its way, the write may have taken effect.
         */
        LATER,
        /** Trying again gives the same failure. */
        NEVER
    }

    private final Retry retry;

    public StoreException(Retry retry, String message, Throwable cause) {
        super(message, cause);
        this.retry = retry;
    }

    public StoreException(Retry retry, String message) {
        super(message);
        this.retry = retry;
    }

    public Retry retry() {
        return retry;
    }
}

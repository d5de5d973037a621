package dev.flowruntime.token;

/** A secret stands in the store that the keys at hand do not open; the message says what is missing, and never the secret. */
public final class UnreadableSecretException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String message) {
        super(message);
    }

    UnreadableSecretException(String message, Throwable cause) {
        super(message, cause);
    }
}

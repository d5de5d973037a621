package dev.flowruntime.transport;

import java.util.Map;

/** What came of a request. */
public sealed interface Exchange {
    /**
     * The other side answered, whatever it thinks of the request.
     *
     * @param headers names in lower case; values of the same name are joined with a comma
     * @param body read as UTF-8
     * @param truncated whether the body went on beyond what is read of it
     */
    record Answered(int status, Map<String, String> headers, String body, boolean truncated) implements Exchange {
        public Answered {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * There was no whole answer.
     *
     * @param message for operators; it has nothing of the other side's text in it
     */
    record Failed(Reason reason, String message) implements Exchange {}

    /** Why there was none. */
    enum Reason {
        /** The URL, or every address of its host, is one that requests must not go to. */
        REFUSED,
        /** The host's name has no address. */
        UNRESOLVED,
        /** Nobody took the connection, or it broke. */
        UNREACHABLE,
        /** No connection that is secure: the certificate is not good, or not the host's. */
        INSECURE,
        /** The exchange was not over in time. */
        TIMED_OUT,
        /** What came was not HTTP, not whole, or its head was too long. */
        BROKEN
    }
}

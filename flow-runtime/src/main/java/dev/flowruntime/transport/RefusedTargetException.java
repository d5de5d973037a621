package dev.flowruntime.transport;

import java.io.Serial;
import java.net.UnknownHostException;

/** Requests must not go there. It is this kind of exception since the client expects no other where it asks for addresses. */
final class RefusedTargetException extends UnknownHostException {
    @Serial
    private static final long serialVersionUID = 1;

    RefusedTargetException(String reason) {
        super(reason);
    }
}

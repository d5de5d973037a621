package dev.flowruntime.transport;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Where requests may go. */
public enum Reach {
    /** Only to public addresses, and only by https. */
    PUBLIC,
    /** For development: by http as well, and to this machine itself. */
    PUBLIC_AND_LOOPBACK;

    /**
     * Why a URL is refused, before anything is sent to it; null when it may be saved. A host name is not looked up: its
     * addresses are judged when they are dialled.
     */
    public @Nullable String whyNot(String url) {
        try {
            TargetUrl.parse(url, this);
            return null;
        } catch (RefusedTargetException e) {
            return e.getMessage();
        }
    }

    boolean permits(InetAddress address) {
        return PublicAddresses.contains(address) || this == PUBLIC_AND_LOOPBACK && PublicAddresses.isLoopback(address);
    }
}

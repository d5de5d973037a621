package dev.flowruntime.servlet.wire;

import dev.flowruntime.StreamEvent;
import java.nio.charset.StandardCharsets;

/** Writes what a stream of server-sent events tells; JSON has no line breaks, so each event's data is one line. */
public final class EventText {
    private static final byte[] BEAT = bytes(":\n\n");
    private static final byte[] EXPIRED = bytes("event: session.expired\ndata: {}\n\n");

    private EventText() {}

    /** Tells the client no event, but where it stands: whoever is cut off before the first one can go on from there. */
    public static byte[] opening(String cursor) {
        return bytes(": follows\nid: " + cursor + "\n\n");
    }

    public static byte[] of(StreamEvent event) {
        if (event instanceof StreamEvent.Updated updated) {
            return bytes("event: execution.updated\nid: " + updated.cursor() + "\ndata: "
                    + Replies.text(updated.reply()) + "\n\n");
        }
        return bytes("event: reset\nid: " + event.cursor() + "\ndata: {}\n\n");
    }

    /** A comment, which keeps the connection alive. */
    public static byte[] beat() {
        return BEAT.clone();
    }

    public static byte[] expired() {
        return EXPIRED.clone();
    }

    /** After how many milliseconds the client is to come back. */
    public static byte[] retry(long millis) {
        return bytes("retry: " + millis + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

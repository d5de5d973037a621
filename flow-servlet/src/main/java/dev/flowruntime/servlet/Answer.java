package dev.flowruntime.servlet;

import dev.flowruntime.StoredFile;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What an endpoint answers; headers that every answer has are added when it is written. */
final class Answer {
    private static final String ETAG = "ETag";
    private static final byte[] NOTHING = {};

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;
    private final Special special;

    private Answer(int status, byte[] body, Map<String, String> headers) {
        this(status, body, headers, Special.NONE);
    }

    private Answer(int status, byte[] body, Map<String, String> headers, Special special) {
        this.status = status;
        this.body = body;
        this.headers = headers;
        this.special = special;
    }

    /** What there is in the place of a body in memory: at most one of these. */
    private record Special(
            @Nullable StoredFile file,
            @Nullable Stream stream,
            @Nullable CompletionStage<Answer> later) {
        static final Special NONE = new Special(null, null, null);
    }

    /** A body that has no end yet. */
    @FunctionalInterface
    interface Stream {
        /** Takes the response over, whose headers are set. */
        void begin(AsyncContext context) throws IOException;
    }

    /** Events as they happen, which nothing on the way may keep back. */
    static Answer events(@Nullable Stream stream) {
        Map<String, String> headers = Map.of("Content-Type", "text/event-stream", "X-Accel-Buffering", "no");
        return new Answer(200, NOTHING, headers, new Special(null, stream, null));
    }

    static Answer json(int status, byte[] body) {
        return new Answer(status, body, Map.of());
    }

    static Answer json(int status, byte[] body, Map<String, String> headers) {
        return new Answer(status, body, headers);
    }

    static Answer text(String body, String contentType) {
        return new Answer(200, body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", contentType));
    }

    /** A file of a visitor; whoever writes the answer closes it. */
    static Answer file(StoredFile file, Map<String, String> headers) {
        return new Answer(200, NOTHING, headers, new Special(file, null, null));
    }

    /** One that comes later, on another thread. */
    static Answer later(CompletionStage<Answer> stage) {
        return new Answer(0, NOTHING, Map.of(), new Special(null, null, stage));
    }

    static Answer noContent(Map<String, String> headers) {
        return new Answer(204, NOTHING, headers);
    }

    /** With the tag that it tells of itself. */
    static Answer tagged(byte[] body, String tag) {
        return new Answer(200, body, Map.of(ETAG, tag));
    }

    /** With a strong tag, so that who has this answer already need not be sent it again. */
    static Answer tagged(byte[] body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(ETAG, EntityTag.of(body));
        return new Answer(200, body, all);
    }

    /** The same for caches that must not give it to requests with another value in this header. */
    Answer varying(String header) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Vary", "Origin, " + header);
        return new Answer(status, body, all);
    }

    /**
     * What a client is sent that has this answer already, by its tag: nothing but the headers, all of them.
     *
     * @param ifNoneMatch null when the client says nothing of what it has
     */
    Answer unlessKnown(@Nullable String ifNoneMatch) {
        String tag = headers.get(ETAG);
        return tag != null && EntityTag.isKnown(ifNoneMatch, tag) ? new Answer(304, NOTHING, headers) : this;
    }

    /** The answer that is to come; null when this is it. */
    @Nullable
    CompletionStage<Answer> later() {
        return special.later();
    }

    int status() {
        return status;
    }

    /** What follows the headers over time; null when the body is all there is. */
    @Nullable
    Stream stream() {
        return special.stream();
    }

    /** JSON unless a header says otherwise; empty when there is no content. */
    byte[] body() {
        return body;
    }

    /** What is sent in the place of a body; null when it is that. */
    @Nullable
    StoredFile file() {
        return special.file();
    }

    Map<String, String> headers() {
        return headers;
    }
}

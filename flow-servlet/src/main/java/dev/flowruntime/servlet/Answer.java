package dev.flowruntime.servlet;

import java.util.Map;

/** What an endpoint answers; headers that every answer has are added when it is written. */
final class Answer {
    private static final byte[] NOTHING = {};

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    private Answer(int status, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    static Answer json(int status, byte[] body) {
        return new Answer(status, body, Map.of());
    }

    static Answer json(int status, byte[] body, Map<String, String> headers) {
        return new Answer(status, body, headers);
    }

    static Answer noContent(Map<String, String> headers) {
        return new Answer(204, NOTHING, headers);
    }

    int status() {
        return status;
    }

    /** JSON; empty when there is no content. */
    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}

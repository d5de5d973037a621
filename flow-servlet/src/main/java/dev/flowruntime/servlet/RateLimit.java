package dev.flowruntime.servlet;

import java.util.Locale;

/**
 * What callers are held to: each has a bucket of tokens that a minute fills, and spends one with each request.
 *
 * <p>{@link FlowServlet.Builder#rateLimit} changes a figure.
 */
public enum RateLimit {
    /**
     * Requests with the widget key in the body, to open a session or to submit a form, from an address, whatever they say; judged
     * before their bodies are read.
     */
    SESSION_REQUESTS(1_200),
    /** Sessions that an address opens with one widget key. */
    SESSIONS(30),
    /** Messages of a session. */
    MESSAGES(60),
    /** Requests of a session that tell events, single ones and batches. */
    TELEMETRY(120),
    /** Reads of a session. */
    POLLS(120),
    /** Reads without a session, of an address with one widget key. */
    PUBLIC_READS(120),
    /** Submissions of standalone forms, of an address with one widget key. */
    FORM_SUBMISSIONS(20),
    /** Files for standalone forms, of an address with one widget key. Those for forms in chat count as messages. */
    UPLOADS(60),
    /** Calls of the Engine API with one token. */
    ENGINE(6_000);

    private final String bucket = name().toLowerCase(Locale.ROOT);
    private final int perMinute;

    RateLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Its name among the metrics, such as {@code public_reads}. */
    String bucket() {
        return bucket;
    }

    /** The figure unless it is changed. */
    public int perMinute() {
        return perMinute;
    }
}

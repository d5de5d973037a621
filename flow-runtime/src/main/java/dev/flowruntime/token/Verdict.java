package dev.flowruntime.token;

/** What the check of a session token came to. */
public sealed interface Verdict {
    /** Ours, and its time is not over. */
    record Valid(SessionClaims claims) implements Verdict {}

    /** Ours, but its time is over: the claims are true and give no right to anything by themselves. */
    record Expired(SessionClaims claims) implements Verdict {}

    /** Not ours, or not of this time; why is nobody's business. */
    record Refused() implements Verdict {}
}

package dev.flowruntime.examples;

/** An answer that was sent, and what came of it as far as its sender knows. */
record SentAnswer(Answer answer, Fate fate) {
    enum Fate {
        /** The node said that it counts. */
        ACCEPTED,
        /** The node said that it does not: {@code lease_lost}, or an event that matched nothing. */
        REFUSED,
        /** A node died over it, and the next one refused it. */
        UNKNOWN,
        /** The node said something that it must not say. */
        MISTREATED
    }
}

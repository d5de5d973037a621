package dev.flowruntime.store.jdbc.crash;

/**
 * Where and how a connection is cut.
 *
 * @param side whose message is the first that does not arrive
 * @param message which of that side's messages since the relay was armed, from 0
 * @param told when the driver learns of it
 * @param refused how many connections are refused afterwards, as by a server that restarts
 */
record Cut(Side side, int message, Told told, int refused) {
    /** One end of a connection. */
    enum Side {
        /** The request is lost, and what stands behind it: never executed. */
        DRIVER,
        /** The answer is lost: executed, and nobody heard of it. */
        SERVER
    }

    /** When the driver hears that its connection is gone. */
    enum Told {
        /** While the server may still be at work on what it was sent. */
        AT_ONCE,
        /** When the server has come to an end with it. */
        AFTERWARDS
    }
}

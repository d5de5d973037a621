package dev.flowruntime.transport;

/** A broker in this JVM, and what a worker does with it. */
interface Broker {
    void start() throws Exception;

    /** Keeps what it has on disk, for the next start. */
    void stop() throws Exception;

    /** Makes what these names stand for. */
    void prepare(Destinations destinations, String queue) throws Exception;

    /** For one more node. */
    TaskTransport transport(Destinations destinations);

    /** The next message at a destination; fails when there is none for a minute. */
    String take(String destination) throws Exception;

    void put(String destination, String body) throws Exception;
}

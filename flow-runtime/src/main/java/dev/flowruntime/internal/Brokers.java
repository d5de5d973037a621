package dev.flowruntime.internal;

import dev.flowruntime.transport.TaskTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The transports that a host has bound queues to; each has workers of its own, so that one that is slow is slow for itself. */
final class Brokers implements AutoCloseable {
    private final Services services;
    private final Engine engine;
    private final List<Broker> brokers = new ArrayList<>();
    private boolean started;

    private record Broker(TaskTransport transport, BrokerTasks tasks, Workers workers) {}

    Brokers(Services services, Engine engine) {
        this.services = services;
        this.engine = engine;
    }

    /** @throws IllegalStateException when the transports run already */
    synchronized void bind(String queue, TaskTransport transport, Duration lease) {
        if (started) {
            throw new IllegalStateException("queues are bound to transports before the runtime starts");
        }
        brokers.stream()
                .filter(broker -> broker.transport == transport)
                .findFirst()
                .orElseGet(() -> add(transport))
                .tasks
                .add(queue, lease);
    }

    private Broker add(TaskTransport transport) {
        BrokerTasks tasks = new BrokerTasks(services, engine, transport);
        Broker broker = new Broker(transport, tasks, new Workers(List.of(tasks)));
        brokers.add(broker);
        return broker;
    }

    private synchronized List<Broker> all() {
        return List.copyOf(brokers);
    }

    void wake() {
        all().forEach(broker -> broker.workers.wake());
    }

    void start() {
        startTransports();
        all().forEach(broker -> broker.workers.start());
    }

    private synchronized void startTransports() {
        if (!started) {
            started = true;
            brokers.forEach(broker -> broker.transport.start(broker.tasks));
        }
    }

    int runOnce() {
        startTransports();
        return all().stream().mapToInt(broker -> broker.workers.runOnce()).sum();
    }

    /** Sends what is being sent, then takes what is being taken. */
    @Override
    public void close() {
        all().forEach(broker -> broker.workers.close());
        all().forEach(broker -> broker.transport.close());
    }
}

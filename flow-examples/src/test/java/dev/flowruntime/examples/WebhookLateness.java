package dev.flowruntime.examples;

import dev.flowruntime.examples.WebhookReceiver.Arrival;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How late webhooks reach receivers that are well while half of all receivers hang: all work at first, so that all are trusted
 * with several deliveries at a time, then every second one takes connections and never answers. Each event is the first of its
 * conversation, so that no order keeps it back. PostgreSQL, the runtime and the receivers are on one machine, the receivers on one
 * port.
 *
 * <p>It goes {@code BROKEN} when an endpoint may have any number of deliveries under way: those that hang then take all threads;
 * and when a host may have fewer connections than its endpoints may have deliveries.
 */
final class WebhookLateness implements AutoCloseable {
    private static final int EVENTS_TO_TRUST = 8;
    private static final long PATIENCE_SECONDS = 30;
    private static final double MOST_P99_MILLIS = 2_000;

    private final WebhookReceiver receiver;
    private final WebhookScene scene;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final Semaphore arrived = new Semaphore(0);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger mostHeld = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean halfHang;

    /** Closes the database as well. */
    WebhookLateness(RunDatabase database, int endpoints) throws IOException {
        receiver = new WebhookReceiver(this::answer);
        scene = new WebhookScene(database, receiver, endpoints);
        scene.runtime.start();
    }

    /** Takes the number of endpoints, the events a second and the seconds. */
    public static void main(String[] args) throws Exception {
        int rate = Integer.parseInt(args[1]);
        Verdict verdict;
        try (WebhookLateness lateness =
                new WebhookLateness(RunDatabase.onItsOwnServer(Durability.FULL), Integer.parseInt(args[0]))) {
            verdict = lateness.run(rate, rate * Integer.parseInt(args[2]));
        }
        System.out.println(verdict);
        System.exit(verdict.holds() ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param wanted how many were to arrive at endpoints that are well
     * @param mostHeld how many deliveries the endpoints that hang held at once
     */
    record Verdict(int rate, int wanted, int arrived, int mostHeld, double p50Millis, double p99Millis, double latest) {
        boolean holds() {
            return arrived == wanted && p99Millis < MOST_P99_MILLIS;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: %d events/s, half to endpoints that hang and held at most %d; of the others %d of %d arrived,"
                            + " late by %.1f ms (median), %.1f ms (p99), %.1f ms (most)",
                    holds() ? "HOLDS" : "BROKEN",
                    rate,
                    mostHeld,
                    arrived,
                    wanted,
                    p50Millis,
                    p99Millis,
                    latest);
        }
    }

    private int answer(Arrival arrival) {
        if (halfHang && hangs(arrival.endpoint())) {
            mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
            awaitOver();
            held.decrementAndGet();
            return 503;
        }
        arrivals.put(conversation(arrival.body()), System.nanoTime());
        arrived.release();
        return 204;
    }

    private static boolean hangs(int endpoint) {
        return endpoint % 2 == 1;
    }

    private void awaitOver() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param rate a second */
    Verdict run(int rate, int events) throws InterruptedException {
        int endpoints = scene.keys.size();
        for (int i = 0; i < EVENTS_TO_TRUST * endpoints; i++) {
            scene.openOnly(scene.keys.get(i % endpoints));
        }
        if (!arrived.tryAcquire(EVENTS_TO_TRUST * endpoints, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not even endpoints that are well get their webhooks");
        }
        halfHang = true;
        Map<String, Long> commits = new ConcurrentHashMap<>();
        long begun = System.nanoTime();
        for (int i = 0; i < events; i++) {
            LockSupport.parkNanos(begun + i * 1_000_000_000L / rate - System.nanoTime());
            String conversation = scene.openOnly(scene.keys.get(i % endpoints)).toString();
            if (!hangs(i % endpoints)) {
                commits.put(conversation, System.nanoTime());
            }
        }
        arrived.tryAcquire(commits.size(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        int came = (int) commits.keySet().stream().filter(arrivals::containsKey).count();
        long[] late = commits.entrySet().stream()
                .mapToLong(entry -> arrivals.getOrDefault(entry.getKey(), Long.MAX_VALUE) - entry.getValue())
                .map(nanos -> Math.max(0, nanos))
                .sorted()
                .toArray();
        return new Verdict(
                rate,
                commits.size(),
                came,
                mostHeld.get(),
                Latencies.quantileMillis(late, 0.5),
                Latencies.quantileMillis(late, 0.99),
                Latencies.quantileMillis(late, 1));
    }

    private static String conversation(String body) {
        int at = body.indexOf("\"conversation_id\":\"") + 19;
        return body.substring(at, at + 36);
    }

    @Override
    public void close() {
        over.countDown();
        scene.close();
        receiver.close();
    }
}

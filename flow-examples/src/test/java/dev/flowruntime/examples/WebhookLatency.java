package dev.flowruntime.examples;

import dev.flowruntime.ChatSession;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a change of status takes from its commit to the arrival of its webhook on loopback, at a given rate, with
 * PostgreSQL ({@code fsync} on), the runtime and the receiver on one machine.
 */
final class WebhookLatency {
    private static final int SESSIONS = 400;
    private static final int ENDPOINTS = 10;
    private static final int WARM_UP_SECONDS = 5;

    private WebhookLatency() {}

    /** Takes the events a second and the seconds. */
    public static void main(String[] args) throws Exception {
        int rate = Integer.parseInt(args[0]);
        int events = rate * (Integer.parseInt(args[1]) + WARM_UP_SECONDS);
        Map<String, Long> arrivals = new ConcurrentHashMap<>();
        Semaphore arrived = new Semaphore(0);
        try (WebhookReceiver receiver = new WebhookReceiver(arrival -> {
                    arrivals.putIfAbsent(execution(arrival.body()), System.nanoTime());
                    arrived.release();
                    return 204;
                });
                WebhookScene scene =
                        new WebhookScene(RunDatabase.onItsOwnServer(Durability.FULL), receiver, ENDPOINTS)) {
            scene.runtime.start();
            List<ChatSession> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(scene.open(scene.keys.get(i % ENDPOINTS)));
            }
            arrived.acquire(SESSIONS);
            String[] executions = new String[events];
            long[] commits = new long[events];
            long begun = System.nanoTime();
            for (int i = 0; i < events; i++) {
                LockSupport.parkNanos(begun + i * 1_000_000_000L / rate - System.nanoTime());
                executions[i] = sessions.get(i % SESSIONS)
                        .trigger(TriggerMessage.of("go", "hi"))
                        .executionId()
                        .toString();
                commits[i] = System.nanoTime();
            }
            boolean all = arrived.tryAcquire(events, 30, TimeUnit.SECONDS);
            print(rate, all, latencies(executions, commits, arrivals, rate * WARM_UP_SECONDS));
        }
        System.exit(0);
    }

    private static long[] latencies(String[] executions, long[] commits, Map<String, Long> arrivals, int from) {
        long[] latencies = new long[executions.length - from];
        for (int i = from; i < executions.length; i++) {
            latencies[i - from] = Math.max(0, arrivals.getOrDefault(executions[i], Long.MAX_VALUE) - commits[i]);
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private static void print(int rate, boolean all, long[] latencies) {
        System.out.printf(
                "%d events/s, %d events, %s: median %.1f ms, p99 %.1f ms, max %.1f ms%n",
                rate,
                latencies.length,
                all ? "all arrived" : "NOT ALL ARRIVED",
                latencies[latencies.length / 2] / 1e6,
                latencies[latencies.length * 99 / 100] / 1e6,
                latencies[latencies.length - 1] / 1e6);
    }

    /** The first webhook of a session has none. */
    private static String execution(String body) {
        int at = body.indexOf("\"execution_id\":\"");
        return at < 0 ? "" : body.substring(at + 16, at + 52);
    }
}

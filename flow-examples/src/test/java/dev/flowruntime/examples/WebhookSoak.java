package dev.flowruntime.examples;

import dev.flowruntime.ChatSession;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Webhooks of many conversations, delivered by three server processes on one PostgreSQL to receivers of which three in ten
 * attempts fail, while the processes are killed (SIGKILL) and started again; then every event has to have arrived, each
 * conversation's first arrivals in order, and no more twice than were under way at the kills.
 */
final class WebhookSoak {
    private static final int NODES = 3;
    private static final int ENDPOINTS = 20;
    private static final int EVENTS_OF_ONE = 10;
    private static final int WRITERS = 4;

    /** What a receiver takes, so that a kill meets some under way. */
    private static final long RECEIVER_NANOS = 20_000_000;

    /** Waits for retries end within seconds, leases after thirty. */
    private static final String LEASED = "state = 'PENDING' and due_at > now() + interval '10 seconds'";

    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
    private final AtomicLong refused = new AtomicLong();
    private final int conversations;
    private final int kills;

    private WebhookSoak(int events, int kills) {
        this.conversations = events / EVENTS_OF_ONE;
        this.kills = kills;
    }

    /** Takes the number of events and of kills. */
    public static void main(String[] args) throws Exception {
        WebhookSoak soak = new WebhookSoak(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        System.exit(soak.run() ? 0 : 1);
    }

    private int answer(String id) {
        LockSupport.parkNanos(RECEIVER_NANOS);
        int attempt = attempts.computeIfAbsent(id, first -> new AtomicInteger()).incrementAndGet();
        if (attempt < 10 && Math.floorMod((id + attempt).hashCode(), 10) < 3) {
            refused.incrementAndGet();
            return 503;
        }
        taken.add(id);
        return 204;
    }

    private boolean run() throws IOException, SQLException, InterruptedException {
        try (WebhookReceiver receiver = new WebhookReceiver(arrival -> answer(arrival.id()));
                WebhookScene scene =
                        new WebhookScene(RunDatabase.onItsOwnServer(Durability.NONE), receiver, ENDPOINTS)) {
            long begun = System.nanoTime();
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            for (int i = 0; i < conversations; i++) {
                int number = i;
                writers.execute(() -> converse(scene, number));
            }
            writers.shutdown();
            long underWay = deliver(scene, writers);
            return verdict(scene, underWay, (System.nanoTime() - begun) / 1_000_000_000);
        }
    }

    private static void converse(WebhookScene scene, int number) {
        ChatSession session = scene.open(scene.keys.get(number % ENDPOINTS));
        for (int turn = 1; turn < EVENTS_OF_ONE; turn++) {
            session.trigger(TriggerMessage.of("go", "turn " + turn));
        }
    }

    /** @return how many deliveries were under way at the kills */
    private long deliver(WebhookScene scene, ExecutorService writers)
            throws IOException, SQLException, InterruptedException {
        Random random = new Random(20261121);
        List<ServerProcess> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(node(scene));
        }
        long underWay = 0;
        int events = conversations * EVENTS_OF_ONE;
        for (int kill = 1; kill <= kills; kill++) {
            while (taken.size() < (long) events * kill / (kills + 1)) {
                writers.awaitTermination(20, TimeUnit.MILLISECONDS);
            }
            int victim = random.nextInt(NODES);
            nodes.get(victim).port(); // it has begun to deliver
            nodes.get(victim).kill();
            underWay += scene.count(LEASED);
            nodes.set(victim, node(scene));
            System.out.printf("kill %d after %d arrivals%n", kill, taken.size());
        }
        while (!writers.awaitTermination(1, TimeUnit.SECONDS) || scene.count("state = 'PENDING'") > 0) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        nodes.forEach(ServerProcess::close);
        return underWay;
    }

    private static ServerProcess node(WebhookScene scene) throws IOException {
        return new ServerProcess(
                "serve",
                "--port=0",
                "--jdbc-url=" + scene.database.options.jdbcUrl,
                "--jdbc-user=" + scene.database.options.jdbcUser,
                "--jdbc-password=" + scene.database.options.jdbcPassword,
                "--allow-local-webhooks",
                "--webhook-schedule=PT1S,PT1S,PT1S,PT1S,PT1S,PT1S,PT1S,PT1S,PT1S,PT1S");
    }

    private boolean verdict(WebhookScene scene, long underWay, long seconds) throws SQLException {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        Map<String, String> conversationOf = new LinkedHashMap<>();
        for (List<String> row : scene.database.rows(
                "select conversation_id, id from flow_outbox_entry order by conversation_id, position")) {
            wanted.computeIfAbsent(row.get(0), id -> new ArrayList<>()).add(row.get(1));
            conversationOf.put(row.get(1), row.get(0));
        }
        Map<String, List<String>> first = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (String id : taken) {
            if (seen.add(id)) {
                first.computeIfAbsent(conversationOf.get(id), conversation -> new ArrayList<>())
                        .add(id);
            }
        }
        long lost = conversationOf.size() - seen.size();
        long outOfOrder = wanted.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(first.get(entry.getKey())))
                .count();
        long twice = taken.size() - seen.size();
        boolean whole = conversationOf.size() == conversations * EVENTS_OF_ONE;
        boolean holds = whole && lost == 0 && outOfOrder == 0 && twice <= underWay;
        System.out.printf(
                "%s: %d events in %d s, %d attempts refused, %d kills; %d lost, %d conversations out of order, %d"
                        + " arrived twice of %d under way at the kills%n",
                holds ? "HOLDS" : "BROKEN",
                conversationOf.size(),
                seconds,
                refused.get(),
                kills,
                lost,
                outOfOrder,
                twice,
                underWay);
        return holds;
    }
}

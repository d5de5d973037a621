package dev.flowruntime.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.Reply;
import dev.flowruntime.SessionReply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.examples.hostile.Attack.Answer;
import dev.flowruntime.provisioning.Provisioning;
import dev.flowruntime.servlet.FlowServlet;
import dev.flowruntime.store.FlowStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests that nobody honest sends, to everything that the API's description has: no answer is a failure of the
 * server, tells of its inside or of another tenant, or takes long to make.
 *
 * <p>{@code -Dhostile.requests} and {@code -Dhostile.seed} make it another run.
 */
abstract class HostileRequestsContract {
    private static final int REQUESTS = Integer.getInteger("hostile.requests", 2_000);
    private static final long SEED = Long.getLong("hostile.seed", 20_261_121);
    private static final int WARM_UP = 300;
    private static final long MOST_CPU_MILLIS = 250;
    private static final long MOST_GROWTH = 48L << 20;
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String FOREIGN_KEY = "pk_live_00000000000000000000000000000009";

    private static final Pattern INSIDE = Pattern.compile("Exception|\\bat [a-z]+\\.[a-z]+|dev\\.flowruntime"
            + "|\\b(java|jakarta|jdk|sun|org|com)\\.[a-z]+\\.[A-Za-z]|SQLSTATE|\\bflow_(?!id\\b|version\\b)[a-z]+"
            + "|(?i:\\bselect\\b.*\\bfrom\\b|\\binsert\\b.*\\binto\\b|\\bsyntax error\\b)");

    private FlowStore store;
    private FlowRuntime runtime;
    private Server server;
    private MeteredServlet metered;
    private URI root;

    /** A visitor who is in the middle of something. */
    private record Visitor(SessionReply session, ChatSession chat, Reply asked) {}

    abstract FlowStore open();

    /** Puts away what the store was on. */
    abstract void close();

    @BeforeEach
    void start() throws Exception {
        store = open();
        runtime = FlowRuntime.builder(store).build();
        for (String file : List.of("acme", "foreign")) {
            Provisioning.read(Path.of("src/test/resources/hostile/" + file + ".yaml"))
                    .apply(runtime);
        }
        metered = new MeteredServlet(FlowServlet.builder(runtime)
                .withoutRateLimits()
                .metrics(() -> "flow_up 1\n")
                .build());
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(metered), "/*");
        server.setHandler(context);
        server.start();
        root = URI.create("http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        runtime.close();
        store.close();
        close();
    }

    @Test
    void noRequestBreaksTheServerOrMakesItTell() throws Exception {
        Visitor own = visitor(KEY, "https://acme.com", "survey");
        Visitor foreign = visitor(FOREIGN_KEY, "https://foreign.example", "foreign_survey");
        Attack describe = new Attack("GET", "/openapi.json", List.of(), new byte[0]);
        JsonNode description = new JsonMapper().readTree(describe.send(root).body());
        Attacks attacks = new Attacks(description, new Words(known(own, foreign), new Random(SEED)));
        Map<Integer, Integer> statuses = new TreeMap<>();
        attack(attacks, WARM_UP, statuses);
        long base = usedBytes();
        metered.takeWorstMillis();

        attack(attacks, REQUESTS, statuses);

        assertThat(metered.takeWorstMillis())
                .as("seed %d: CPU of a request", SEED)
                .isLessThan(MOST_CPU_MILLIS);
        assertThat(usedBytes() - base).as("seed %d: growth of the heap", SEED).isLessThan(MOST_GROWTH);
        assertThat(statuses.getOrDefault(200, 0))
                .as("seed %d: requests that came through, of %s", SEED, statuses)
                .isGreaterThan(REQUESTS / 20);
        assertThat(statuses).as("seed %d", SEED).containsKeys(400, 401, 403, 404, 405, 413, 415, 422);
        assertThat(foreign.chat.read(foreign.asked.executionId().toString())).isEqualTo(foreign.asked);
    }

    private Visitor visitor(String key, String origin, String intent) {
        Caller caller = new Caller(origin, true, null, null, null);
        SessionReply session = runtime.chat().open(new OpenSession(key, null, null, null, Map.of()), caller);
        ChatSession chat = runtime.chat().authorize(new Caller(origin, true, session.sessionToken(), null, null));
        return new Visitor(session, chat, chat.trigger(TriggerMessage.of(intent, "hello")));
    }

    private static Map<String, List<String>> known(Visitor own, Visitor foreign) {
        Map<String, List<String>> known = new TreeMap<>();
        List<String> executions =
                List.of(quoted(own.asked.executionId()), quoted(foreign.asked.executionId()), quoted(Words.NOBODY));
        List<String> conversations = List.of(
                quoted(own.asked.conversationId()), quoted(foreign.asked.conversationId()), quoted(Words.NOBODY));
        List<String> tenants = List.of(
                "\"019e2667-0000-7000-8000-000000000001\"",
                "\"019e2667-0000-7000-8000-000000000001\"",
                "\"019e2667-0000-7000-8000-000000000002\"",
                quoted(Words.NOBODY));
        known.put(
                "publicKey",
                List.of(quoted(KEY), quoted(KEY), quoted(FOREIGN_KEY), "\"pk_test_00000000000000000000000000000002\""));
        known.put("form", List.of("contact", "contact", "CONTACT", "foreign", Words.NOBODY));
        known.put("field", List.of("file", "file", "photo", "email", "nothing"));
        known.put("tenant_id", tenants);
        known.put("executionId", executions);
        known.put("execution_id", executions);
        known.put("id", executions);
        known.put("conversationId", conversations);
        known.put("conversation_id", conversations);
        known.put("waitToken", List.of(quoted(own.asked.waitToken()), quoted(foreign.asked.waitToken())));
        known.put("wait_token", known.get("waitToken"));
        known.put(
                "sessionToken",
                List.of(
                        quoted(own.session.sessionToken()),
                        quoted(own.session.sessionToken()),
                        quoted(foreign.session.sessionToken())));
        known.put(
                "engineToken",
                List.of("\"token-of-acme-000000000000000000000000\"", "\"token-of-nobody-00000000000000000000000\""));
        known.put("intentName", List.of("\"survey\"", "\"lookup\"", "\"pick\"", "\"foreign_survey\""));
        known.put("intent_name", known.get("intentName"));
        known.put("customerId", List.of("\"c1\"", "\"c2\"", "\"FOREIGN\""));
        known.put("customerSignature", List.of(quoted("0".repeat(64))));
        known.put("locale", List.of("\"en\"", "\"de-AT\"", "\"tr\""));
        known.put("section", List.of("widget", "nothing"));
        known.put("pageType", List.of("general", "product", "cart,product"));
        known.put(
                "event_name",
                List.of("\"item.restocked\"", "\"inventory.lookup.completed\"", "\"inventory.lookup.failed\""));
        known.put("queue", List.of("\"inventory.lookup\""));
        known.put("wait_seconds", List.of("0", "-1", "21", "0.5"));
        known.put("limit", List.of("1", "100", "0", "101", "1e2"));
        known.put(
                "variables",
                List.of(
                        "{\"first_name\":\"Zoe\"}",
                        "{\"a\":[[[[1]]]]}",
                        "{\"a\":[[[[[1]]]]]}",
                        "{\"A\":1}",
                        "{\"a\":{}}",
                        "{\"a\":null}"));
        known.put(
                "values",
                List.of(
                        "{\"name\":\"Zoe\",\"terms\":true}",
                        "{\"name\":\"Zoe\",\"terms\":true,\"age\":1e99,\"sizes\":[\"s\",\"s\"]}",
                        "{\"value\":\"a\"}",
                        "{\"name\":7}"));
        known.put("input", known.get("values"));
        known.put("lease_token", List.of("\"lease_00000000000000000000000000000000\"", "\"x\""));
        known.put("permanent", List.of("true", "false", "1"));
        known.put("lease_seconds", List.of("1", "3600", "0", "1e9"));
        known.put("data", List.of("{\"item\":\"cup\",\"count\":2}", "{\"task_id\":\"" + Words.NOBODY + "\"}", "null"));
        return known;
    }

    private static String quoted(Object text) {
        return "\"" + text + "\"";
    }

    private void attack(Attacks attacks, int requests, Map<Integer, Integer> statuses) throws IOException {
        for (int i = 0; i < requests; i++) {
            Attack attack = attacks.next();
            Answer answer = attack.send(root);
            statuses.merge(answer.status(), 1, Integer::sum);
            judge(attack, answer);
        }
    }

    private static void judge(Attack attack, Answer answer) {
        String what = "seed " + SEED + ": " + attack + " → " + answer.status() + " " + answer.body();
        assertThat(answer.status()).as(what).isLessThan(500);
        boolean isDescription = attack.target().startsWith("/openapi.json");
        if (!isDescription) {
            assertThat(INSIDE.matcher(answer.body()).find()).as(what).isFalse();
        }
        assertThat(answer.body()).as(what).doesNotContain("HIDDEN_VALUE");
        if (!isOfForeigner(attack)) {
            assertThat(answer.body()).as(what).doesNotContain("FOREIGN_SECRET");
        }
        if (answer.header("X-Request-Id") != null) {
            assertThat(answer.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
        } else {
            assertThat(answer.status()).as("not ours, " + what).isIn(400, 414, 431);
        }
    }

    /** The other tenant's public key opens what is public. */
    private static boolean isOfForeigner(Attack attack) {
        return attack.toString().contains(FOREIGN_KEY);
    }

    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime machine = Runtime.getRuntime();
            least = Math.min(least, machine.totalMemory() - machine.freeMemory());
        }
        return least;
    }
}

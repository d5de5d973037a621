package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.ConversationStream;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.StreamEvent;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import dev.flowruntime.token.KeyRing;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database, each with a store and threads of its own: what happens on one is heard on the other. */
abstract class StreamContract {
    private static final String ORIGIN = "https://shop.example";
    private static final int WRITERS = 4;
    private static final int TALKS = 10;
    private static final String FLOW = """
            flow: talk
            name: Talks
            trigger: { type: trigger.chat, intent_name: talk }
            nodes:
              - { id: hi, type: message, text: "Hi {{ trigger.text }}" }
              - { id: ask, type: form, fields: [{ name: x, type: text, label: X, required: true }] }
              - { id: bye, type: message, text: "{{ node.ask.output.x }}" }
            """;

    private final KeyRing keys = KeyRing.random(new SecureRandom());
    private TestDatabase database;
    private Node here;
    private Node there;
    private String token;

    private record Node(JdbcFlowStore store, FlowRuntime runtime) {
        ChatSession session(String token) {
            return runtime.chat().authorize(new Caller(ORIGIN, true, token, null, null));
        }

        void close() {
            runtime.close();
            store.close();
        }
    }

    /** An empty one. */
    abstract TestDatabase newDatabase();

    @BeforeEach
    void setUp() throws SQLException {
        database = newDatabase();
        JdbcSchema.migrate(database.dataSource());
        here = node();
        there = node();
        TenantId shop = here.runtime.tenants().create("shop", "Shop").id();
        here.runtime.flows().publish(shop, Document.parse("talk.yaml", FLOW));
        WidgetKeyRequest key = new WidgetKeyRequest(
                "chat",
                null,
                false,
                WidgetKey.Status.ACTIVE,
                List.of(ORIGIN),
                Grant.ofEverything(),
                Grant.ofNothing(),
                null,
                null,
                null);
        String publicKey = here.runtime.widgetKeys().put(shop, key).publicKey();
        token = here.runtime
                .chat()
                .open(
                        new OpenSession(publicKey, null, null, null, Map.of()),
                        new Caller(ORIGIN, true, null, null, null))
                .sessionToken();
    }

    private Node node() {
        JdbcFlowStore store = JdbcFlowStore.open(database.dataSource());
        FlowRuntime runtime = FlowRuntime.builder(store).signingKeys(keys).build();
        runtime.start();
        return new Node(store, runtime);
    }

    @AfterEach
    void tearDown() {
        here.close();
        there.close();
        database.close();
    }

    @Test
    void turnsOfBothNodesAreHeardOnBothOnceAndInOneOrder() throws Exception {
        Semaphore news = new Semaphore(0);
        ConversationStream stream = here.session(token).follow(null, news::release);
        String start = stream.cursor();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<Future<List<Reply>>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Node node = i % 2 == 0 ? here : there;
            writers.add(threads.submit(talks(node)));
        }
        List<StreamEvent> heard = hear(stream, news, WRITERS * TALKS * 2);
        List<Reply> told = new ArrayList<>();
        for (Future<List<Reply>> writer : writers) {
            told.addAll(writer.get());
        }
        threads.shutdown();

        assertThat(replies(heard)).containsExactlyInAnyOrderElementsOf(told);
        for (int cut : new int[] {0, 1, 33, 79}) {
            String cursor = cut == 0 ? start : heard.get(cut - 1).cursor();
            assertThat(hear(there.session(token).follow(cursor, news::release), news, heard.size() - cut))
                    .isEqualTo(heard.subList(cut, heard.size()));
        }
        assertThat(stream.take()).isEmpty();
    }

    private Callable<List<Reply>> talks(Node node) {
        return () -> {
            List<Reply> told = new ArrayList<>();
            for (int i = 0; i < TALKS; i++) {
                Reply asked = node.session(token).trigger(TriggerMessage.of("talk", "é" + i));
                told.add(asked);
                told.add(node.session(token).resume(ResumeMessage.of(asked, Map.of("x", "\"" + i))));
            }
            return told;
        };
    }

    @Test
    void aTurnOfTheOtherNodeIsHeardWithoutBeingAskedFor() throws InterruptedException {
        Semaphore news = new Semaphore(0);
        ConversationStream stream = here.session(token).follow(null, news::release);
        Reply asked = there.session(token).trigger(TriggerMessage.of("talk", "x"));
        assertThat(replies(hear(stream, news, 1))).containsExactly(asked);
    }

    /** Takes only when told that there is something. */
    private static List<StreamEvent> hear(ConversationStream stream, Semaphore news, int events)
            throws InterruptedException {
        List<StreamEvent> heard = new ArrayList<>(stream.take());
        while (heard.size() < events) {
            List<StreamEvent> more = stream.take();
            heard.addAll(more);
            if (more.isEmpty()) {
                assertThat(news.tryAcquire(20, TimeUnit.SECONDS))
                        .as("told of news after %d events", heard.size())
                        .isTrue();
            }
        }
        return heard;
    }

    private static List<Reply> replies(List<StreamEvent> events) {
        return events.stream()
                .map(event -> ((StreamEvent.Updated) event).reply())
                .toList();
    }
}

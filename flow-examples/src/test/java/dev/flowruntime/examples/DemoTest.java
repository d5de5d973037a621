package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.provisioning.Provisioning;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.token.KeyRing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    private static final InventoryWorker AT_ONCE =
            new InventoryWorker(InstantSource.fixed(Instant.parse("2026-05-01T10:00:00Z")), () -> Duration.ZERO);

    private Demo demo;
    private Browser page;

    @BeforeEach
    void open() throws IOException {
        demo = Demo.start(0, AT_ONCE, new StoreOptions(), new SigningOptions().keys());
        page = new Browser(demo.port(), "http://localhost:" + demo.port());
    }

    @AfterEach
    void close() {
        demo.close();
    }

    @Test
    void visitorAsksFillsInWaitsAndReadsTheAnswer() {
        page.openSession(demo.publicKey());
        Map<String, Object> asked = page.message(Map.of("text", "Where is it?", "intentName", "order_status"));
        assertThat(asked).containsEntry("status", "waiting_input");

        Map<String, Object> reply = page.message(answer(asked, Map.of("order_number", "4711")));
        reply = untilDone(reply);

        assertThat(reply).containsEntry("status", "completed");
        assertThat(reply.get("blocks").toString()).contains("Order **#4711** ships 2026-05-0");
    }

    @Test
    void shopOnADatabaseOpensAgainWithItsConversations(@TempDir Path directory) throws IOException {
        MigratingStoreOptions database = new MigratingStoreOptions();
        database.jdbcUrl = "jdbc:h2:file:" + directory.resolve("flow");
        KeyRing keys = new SigningOptions().keys();
        Object token;
        Map<String, Object> asked;
        try (Demo first = Demo.start(0, AT_ONCE, database, keys)) {
            Browser visitor = new Browser(first.port(), first.address());
            token = visitor.openSession(first.publicKey()).get("sessionToken");
            asked = visitor.message(Map.of("text", "Where is it?", "intentName", "order_status"));
        }
        try (Demo again = Demo.start(0, AT_ONCE, database, keys)) {
            Browser visitor = new Browser(again.port(), again.address());
            visitor.authorize((String) token);
            assertThat(visitor.execution(asked.get("executionId"))).isEqualTo(asked);
        }
    }

    @Test
    void pageOfTheSameOriginReadsWithoutNamingIt() {
        Object token = page.openSession(demo.publicKey()).get("sessionToken");
        Map<String, Object> asked = page.message(Map.of("text", "Where is it?", "intentName", "order_status"));

        Browser sameOrigin = new Browser(demo.port(), null);
        sameOrigin.authorize((String) token);

        assertThat(sameOrigin.execution(asked.get("executionId"))).containsEntry("status", "waiting_input");
    }

    @Test
    void pageOfAnotherOriginIsRefused() {
        assertThat(new Browser(demo.port(), "https://evil.example")
                        .post("/api/public/v1/chat/sessions", Map.of("publicKey", demo.publicKey()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void orderThatTheWarehouseDoesNotKnowEndsWithAnApology() {
        page.openSession(demo.publicKey());
        Map<String, Object> asked = page.message(Map.of("text", "Where is it?", "intentName", "order_status"));

        Map<String, Object> reply = untilDone(page.message(answer(asked, Map.of("order_number", "abc"))));

        assertThat(reply).containsEntry("status", "completed");
        assertThat(reply.get("blocks").toString()).contains("I could not find that order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"damaged=a new one, at our cost", "size=an exchange", "other=a refund"})
    void returnIsRoutedByItsReason(String reasonAndOutcome) {
        String reason = reasonAndOutcome.substring(0, reasonAndOutcome.indexOf('='));
        String outcome = reasonAndOutcome.substring(reason.length() + 1);
        page.openSession(demo.publicKey());
        Map<String, Object> asked = page.message(Map.of("text", "It is broken", "intentName", "returns"));

        Map<String, Object> details = page.message(answer(asked, Map.of("value", reason)));
        Map<String, Object> done = page.message(
                answer(details, Map.of("order_number", "7", "email", "ada@example.com", "item", "lamp", "rating", 5)));

        assertThat(done).containsEntry("status", "completed");
        assertThat(done.get("blocks").toString())
                .contains("**" + outcome + "**")
                .contains("ada@example.com");
    }

    @Test
    void giftFinderShowsCardsToReadersAndAPictureToOthers() {
        page.openSession(demo.publicKey());
        Map<String, Object> asked = page.message(Map.of("text", "A gift", "intentName", "gift_finder"));
        Map<String, Object> cards = page.message(answer(asked, Map.of("values", List.of("reading", "flowers"))));
        assertThat(cards.get("blocks").toString()).contains("type=card_list").contains("/shop/lamp.svg");

        asked = page.message(Map.of("text", "A gift", "intentName", "gift_finder"));
        Map<String, Object> picture = page.message(answer(asked, Map.of("values", List.of("company"))));
        assertThat(picture.get("blocks").toString()).contains("type=media").contains("/shop/vase.svg");
    }

    @Test
    void shopsServerIsToldByWebhooksAndShowsThem() {
        page.openSession(demo.publicKey());
        page.message(Map.of("text", "<b>Where is it?", "intentName", "order_status"));

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String shown = page.get("/webhooks").body();
        while (!shown.contains("chat.execution.updated") && System.nanoTime() < end) {
            shown = page.get("/webhooks").body();
        }

        assertThat(shown).contains("chat.session.opened", "&quot;status&quot;:&quot;waiting_input&quot;");
        assertThat(shown.indexOf("chat.execution.updated")).isLessThan(shown.indexOf("chat.session.opened"));
    }

    @Test
    void shopsServerBelievesNoForeignWebhook() {
        assertThat(page.post("/webhooks", Map.of("event", "chat.session.opened"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(page.get("/webhooks").body()).doesNotContain("chat.session.opened");
    }

    @Test
    void pageShowsTheKeyAndForbidsForeignScripts() {
        HttpResponse<String> shop = page.get("/");

        assertThat(shop.statusCode()).isEqualTo(200);
        assertThat(shop.body()).contains("data-public-key=\"" + demo.publicKey() + "\"");
        assertThat(shop.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("script-src 'self'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/shop/shop.css",
                "/shop/chat/chat.js",
                "/shop/chat/api.js",
                "/shop/chat/stream.js",
                "/shop/chat/elements.js",
                "/shop/chat/fields.js",
                "/shop/lamp.svg",
                "/shop/chair.svg",
                "/shop/vase.svg"
            })
    void assetIsServed(String path) {
        assertThat(page.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void nothingElseIsServed() {
        assertThat(page.get("/shop/index.html").statusCode()).isEqualTo(404);
        assertThat(page.get("/shop/../demo/acme.yaml").statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(page.get("/favicon.ico").statusCode()).isEqualTo(404);
    }

    @Test
    void nextPortIsTriedWhenOneIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Demo other =
                        Demo.start(taken.getLocalPort(), AT_ONCE, new StoreOptions(), new SigningOptions().keys())) {
            assertThat(other.port()).isGreaterThan(taken.getLocalPort());
            assertThat(new Browser(other.port(), null).get("/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void documentsOfTheDemoHaveNoProblemsNotEvenWarnings() {
        try (InMemoryFlowStore store = new InMemoryFlowStore();
                FlowRuntime runtime = FlowRuntime.builder(store).build()) {
            assertThat(Provisioning.read(Path.of("src/main/resources/demo/acme.yaml"))
                            .check(runtime))
                    .isEmpty();
        }
    }

    private static Map<String, Object> answer(Map<String, Object> asked, Map<String, ?> values) {
        return Map.of("executionId", asked.get("executionId"), "waitToken", asked.get("waitToken"), "values", values);
    }

    /** Polls as the page does, without its pauses. */
    private Map<String, Object> untilDone(Map<String, Object> reply) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Map<String, Object> latest = reply;
        while (latest.get("status").equals("waiting_time") && System.nanoTime() < end) {
            Thread.onSpinWait();
            latest = page.execution(reply.get("executionId"));
        }
        return latest;
    }
}

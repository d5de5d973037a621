package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Preflights, health, request ids, and mounts with other settings. */
class MountTest {
    private static final String SESSIONS = "api/public/v1/chat/sessions";
    private static final String OPEN = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";

    private final Shop shop = new Shop();
    private final FlowServlet servlet = FlowServlet.builder(shop.runtime).build();
    private Container container;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        FlowServlet open = FlowServlet.builder(shop.runtime)
                .requireOrigin(false)
                .bodyLimit(100)
                .requestIds(() -> "made-here")
                .build();
        container = Container.jetty(Map.of("/*", servlet, "/open/*", open));
        client = Client.to(container.root().resolve("/"));
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void aPreflightOfAnAllowedOriginIsAnswered() {
        for (String path : new String[] {
            SESSIONS,
            SESSIONS + "?publicKey=" + Shop.OPEN_KEY,
            SESSIONS + "?x=1&publicKey=" + Shop.OPEN_KEY + "&publicKey=pk_none",
            "api/public/v1/chat/messages",
            "api/public/v1/chat/executions/any"
        }) {
            Answered answered = preflight("https://shop.acme.com", path);
            assertThat(answered.status()).as(path).isEqualTo(204);
            assertThat(answered.text()).isEmpty();
            assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.acme.com");
            assertThat(answered.header("Access-Control-Allow-Methods")).isEqualTo("GET, POST, OPTIONS");
            assertThat(answered.header("Access-Control-Allow-Headers"))
                    .isEqualTo("Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, "
                            + "X-Comerix-Public-Key, X-Request-Id");
            assertThat(answered.header("Access-Control-Max-Age")).isEqualTo("600");
            assertThat(answered.header("Vary")).isEqualTo("Origin");
            assertThat(answered.header("X-Request-Id")).isNotBlank();
        }
    }

    @Test
    void aPreflightOfAnotherOriginIsRefused() {
        for (String origin : new String[] {"https://evil.com", "null", "http://acme.com"}) {
            assertPreflightRefused(preflight(origin, SESSIONS));
            assertPreflightRefused(preflight(origin, SESSIONS + "?publicKey=" + Shop.OPEN_KEY));
        }
        assertPreflightRefused(preflight(Shop.ORIGIN, SESSIONS + "?publicKey=pk_live_" + "f".repeat(32)));
        assertPreflightRefused(preflight(Shop.ORIGIN, SESSIONS + "?publicKey=pk%3F"));
        assertPreflightRefused(client.send("OPTIONS", SESSIONS, BodyPublishers.noBody()));
    }

    private static void assertPreflightRefused(Answered answered) {
        assertThat(answered.status()).isEqualTo(403);
        assertThat(answered.json().get("error").asText()).isEqualTo("origin_not_allowed");
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        assertThat(answered.response().headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    private Answered preflight(String origin, String path) {
        return client.with("Origin", origin)
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization,content-type")
                .send("OPTIONS", path, BodyPublishers.noBody());
    }

    @Test
    void anUnknownKeyIsReadByPagesThatAnyKeyAllows() {
        Answered readable = client.with("Origin", Shop.ORIGIN).post(SESSIONS, "{");
        Answered unreadable = client.with("Origin", "https://evil.com").post(SESSIONS, "{");

        assertThat(readable.status()).isEqualTo(400);
        assertThat(readable.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(unreadable.header("Access-Control-Allow-Origin")).isNull();
        assertThat(unreadable.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void aHarmlessRequestIdIsKeptAndAnyOtherReplaced() {
        for (String id : new String[] {"a", "A-Z_0.9", "x".repeat(64)}) {
            assertThat(client.with("X-Request-Id", id).get("healthz").header("X-Request-Id"))
                    .isEqualTo(id);
        }
        for (String id : new String[] {"", "x".repeat(65), "a b", "a\"b", "<script>", "a,b", "a/b", "a:b"}) {
            assertThat(client.with("X-Request-Id", id).get("healthz").header("X-Request-Id"))
                    .matches("[0-9a-f]{32}");
        }
        assertThat(client.get("healthz").header("X-Request-Id"))
                .isNotEqualTo(client.get("healthz").header("X-Request-Id"));
        assertThat(client.get("open/healthz").header("X-Request-Id")).isEqualTo("made-here");
    }

    @Test
    void aMountMayTakeRequestsWithoutAnOrigin() {
        Answered answered = client.post("open/" + SESSIONS, OPEN);

        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        assertThat(answered.header("Access-Control-Allow-Origin")).isNull();
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        Answered evil = client.with("Origin", "https://evil.com").post("open/" + SESSIONS, OPEN);
        assertThat(evil.status()).isEqualTo(403);
    }

    @Test
    void aMountMayHaveItsOwnBodyLimit() {
        assertThat(client.post("open/" + SESSIONS, OPEN.replace("}", ",\"x\":\"" + "x".repeat(50) + "\"}"))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void healthAndReadinessAreAnsweredToAnybody() {
        assertThat(client.get("healthz").text()).isEqualTo("{\"status\":\"live\"}");
        assertThat(client.get("readyz").text()).isEqualTo("{\"status\":\"ready\"}");
        Answered head = client.send("HEAD", "readyz", BodyPublishers.noBody());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("18");
        assertThat(head.header("Content-Type")).isEqualTo("application/json");
        assertThat(head.text()).isEmpty();
    }

    @Test
    void aNodeIsNotReadyWhileItsStoreFailsOrAfterItDrains() {
        shop.watched.fail(new StoreException(Retry.NEVER, "schema 7 is newer than this release"));
        assertNotReady();
        shop.watched.fail(null);
        assertThat(client.get("readyz").status()).isEqualTo(200);

        servlet.drain();
        assertNotReady();
        assertThat(client.with("Origin", Shop.ORIGIN).post(SESSIONS, OPEN).status())
                .isEqualTo(200);
    }

    private void assertNotReady() {
        Answered answered = client.get("readyz");
        assertThat(answered.status()).isEqualTo(503);
        assertThat(answered.json().get("error").asText()).isEqualTo("unavailable");
        assertThat(answered.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answered.text()).doesNotContain("schema");
        assertThat(client.get("healthz").status()).isEqualTo(200);
    }
}

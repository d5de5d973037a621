package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code serve} in this process, over HTTP. */
class ServeTest {
    private static final String TENANT = "019e2667-0000-7000-8000-000000000001";
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String ORIGIN = "https://acme.com";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Running server;

    @AfterEach
    void tearDown() {
        server.close();
    }

    private Browser serve(String... options) throws IOException {
        Path flow = Path.of("src/main/resources/demo/flows/order_status.yaml").toAbsolutePath();
        Path file = Files.writeString(directory.resolve("acme.yaml"), """
                tenant: { id: %s, slug: acme, name: Acme Inc. }
                flows: [%s]
                widget_keys:
                  - label: acme.com chat
                    public_key: %s
                    allowed_origins: ["%s"]
                    allowed_intents: [order_status, returns]
                  - { label: second, allowed_origins: ["%s"], allows_all_intents: true }
                quick_questions: [{ question: "Where's my order?", flow: order_status }]
                """.formatted(TENANT, flow, KEY, ORIGIN, ORIGIN));
        List<String> args = new ArrayList<>(List.of("serve", "--port=0", "--provision", file.toString()));
        args.addAll(List.of(options));
        CommandLine main = Main.commandLine(Map.of());
        main.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        main.parseArgs(args.toArray(String[]::new));
        ServeCommand command = main.getSubcommands().get("serve").getCommand();
        server = command.start();
        return new Browser(server.port(), ORIGIN);
    }

    @Test
    void journeyRunsFromTheFileToTheLastBubbleWithAnOutsideWorker() throws IOException {
        Browser page = serve("--engine-token=backend");
        Map<String, Object> session = page.openSession(KEY);
        assertThat(session.toString())
                .contains("intents=[{name=order_status")
                .contains("question=Where's my order?")
                .contains("intentName=order_status");

        Map<String, Object> asked = page.message(Map.of("text", "Where?", "intentName", "order_status"));
        assertThat(asked).containsEntry("status", "waiting_input");
        Map<String, Object> waiting = page.message(Map.of(
                "executionId", asked.get("executionId"),
                "waitToken", asked.get("waitToken"),
                "values", Map.of("order_number", "4711")));
        assertThat(waiting).containsEntry("status", "waiting_time");

        Browser backend = new Browser(server.port(), null);
        backend.authorize("backend");
        Map<String, Object> event = Browser.json(backend.post(
                "/api/v1/engine/events",
                Map.of(
                        "tenant_id",
                        TENANT,
                        "event_name",
                        "inventory.lookup.completed",
                        "data",
                        Map.of(
                                "execution_id", asked.get("executionId"),
                                "ship_date", "2026-05-02",
                                "tracking", "AC1"))));
        assertThat(event).containsEntry("subscriptions_matched", 1L);

        Map<String, Object> done = page.execution(asked.get("executionId"));
        assertThat(done).containsEntry("status", "completed");
        assertThat(done.get("blocks").toString()).contains("ships 2026-05-02");
    }

    @Test
    void whatProvisioningDidIsPrinted() throws IOException {
        serve();

        assertThat(out.toString().lines())
                .startsWith("tenant acme: made")
                .contains("flow order_status: version 1 published", "widget key acme.com chat: made")
                .anySatisfy(line -> assertThat(line).matches("widget key second: public key pk_live_[0-9a-f]{32}"));
        assertThat(err.toString().lines())
                .containsExactly(directory.resolve("acme.yaml")
                        + ":7: widget_keys[0].allowed_intents[1]: warning: no published flow has the intent returns");
    }

    @Test
    void healthIsTold() throws IOException {
        Browser browser = serve();

        assertThat(browser.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(browser.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void originIsRequiredUnlessSwitchedOff() throws IOException {
        serve();
        assertThat(new Browser(server.port(), null)
                        .post("/api/public/v1/chat/sessions", Map.of("publicKey", KEY))
                        .statusCode())
                .isEqualTo(403);
        server.close();

        serve("--require-origin=false");
        assertThat(new Browser(server.port(), null)
                        .post("/api/public/v1/chat/sessions", Map.of("publicKey", KEY))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void callersAreHeldToLimitsUnlessSwitchedOff() throws IOException {
        assertThat(statusOfSession(serve(), 31)).isEqualTo(429);
        server.close();

        assertThat(statusOfSession(serve("--rate-limits=off"), 31)).isEqualTo(200);
    }

    @Test
    void clientsBehindATrustedProxyAreTold() throws IOException {
        Browser page = serve("--trusted-proxies=127.0.0.1");
        page.forwardedFor("192.0.2.1");
        assertThat(statusOfSession(page, 31)).isEqualTo(429);

        page.forwardedFor("192.0.2.2");
        assertThat(statusOfSession(page, 1)).isEqualTo(200);
    }

    /** @return the status of the last of so many */
    private static int statusOfSession(Browser page, int requests) {
        int status = 0;
        for (int i = 0; i < requests; i++) {
            status = page.post("/api/public/v1/chat/sessions", Map.of("publicKey", KEY))
                    .statusCode();
        }
        return status;
    }

    @Test
    void tokenIsKnownAfterARestartWithTheSameSigningKeyOnly() throws IOException {
        String option = "--signing-key=k1:" + "ab".repeat(32);
        Object token = serve(option).openSession(KEY).get("sessionToken");
        server.close();

        assertThat(read(serve(option), token)).contains("widget_disabled"); // memory has forgotten the key it names
        server.close();
        assertThat(read(serve("--signing-key=k1:" + "cd".repeat(32)), token)).contains("invalid_session_token");
    }

    private static String read(Browser browser, Object token) {
        browser.authorize((String) token);
        return browser.get("/api/public/v1/chat/executions/" + TENANT).body();
    }
}

package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The meters of {@code serve} under the names that are promised. */
class ServeMetricsTest {
    private static final String TENANT = "019e2667-0000-7000-8000-000000000001";
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String ORIGIN = "https://acme.com";

    @TempDir
    Path directory;

    private WebhookReceiver receiver;
    private Running server;

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    private void serve() throws IOException {
        receiver = new WebhookReceiver(arrival -> 200);
        Path form = Files.writeString(directory.resolve("contact.yaml"), """
                form: contact
                title: Contact
                fields: [{ name: name, type: text, label: Name }]
                """);
        Path flow = Path.of("src/main/resources/demo/flows/order_status.yaml").toAbsolutePath();
        Path file = Files.writeString(
                directory.resolve("acme.yaml"), """
                tenant: { id: %s, slug: acme, name: Acme Inc. }
                flows: [%s]
                forms: [%s]
                widget_keys:
                  - label: chat
                    public_key: %s
                    allowed_origins: ["%s"]
                    allows_all_intents: true
                    forms: all
                    webhook: { url: "%s" }
                """.formatted(TENANT, flow, form, KEY, ORIGIN, receiver.url(0)));
        CommandLine main = Main.commandLine(Map.of());
        main.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(new StringWriter()));
        main.parseArgs(
                "serve",
                "--port=0",
                "--provision=" + file,
                "--engine-token=ops",
                "--allow-local-webhooks",
                "--jdbc-url=jdbc:h2:mem:metrics;DB_CLOSE_DELAY=-1");
        ServeCommand command = main.getSubcommands().get("serve").getCommand();
        server = command.start();
    }

    @Test
    void whatIsPromisedIsThereAfterATurnATaskAWebhookAMountAndARefusal() throws IOException {
        serve();
        Browser page = new Browser(server.port(), ORIGIN);
        page.openSession(KEY);
        Map<String, Object> asked = page.message(Map.of("text", "Where?", "intentName", "order_status"));
        page.message(Map.of(
                "executionId", asked.get("executionId"),
                "waitToken", asked.get("waitToken"),
                "values", Map.of("order_number", "4711")));
        page.get("/api/public/v1/forms/contact?publicKey=" + KEY);
        int status = 200;
        while (status == 200) { // the bucket is filled while it is emptied
            status = page.post("/api/public/v1/chat/sessions", Map.of("publicKey", KEY))
                    .statusCode();
        }
        assertThat(status).isEqualTo(429);
        Browser backend = new Browser(server.port(), null);
        backend.authorize("ops");
        Map<String, Object> task = claim(backend);
        backend.post(
                "/api/v1/engine/tasks/" + task.get("task_id") + "/complete",
                Map.of("tenant_id", TENANT, "lease_token", task.get("lease_token"), "data", Map.of("ship_date", "x")));

        assertThat(scrapeOnce(backend, "flow_webhook_attempts_total\\{outcome=\"delivered\"} [1-9]"))
                .contains(
                        "flow_turns_total{kind=\"trigger\",status=\"waiting_input\"} 1.0",
                        "flow_turns_total{kind=\"resume\",status=\"waiting_time\"} 1.0",
                        "flow_turns_total{kind=\"result\",status=\"completed\"} 1.0",
                        "flow_turn_seconds_count 3",
                        "flow_turn_seconds_bucket{le=\"0.1\"}",
                        "flow_tasks_total{outcome=\"completed\",queue=\"inventory.lookup\"} 1.0",
                        "flow_rate_limited_total{bucket=\"sessions\"} ",
                        "flow_store_seconds_count{operation=\"executions.commit\"} 3",
                        "flow_widget_key_mounts_total{key=\"" + KEY + "\"} 1.0",
                        "flow_claimed_total{work=\"task\"} 1.0",
                        "flow_requests_shed_total 0.0",
                        "hikaricp_connections_pending",
                        "jvm_memory_used_bytes")
                .containsPattern("(?m)^flow_outbox_pending [0-9]+\\.0$")
                .containsPattern("(?m)^flow_outbox_oldest_seconds [0-9.]+$");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> claim(Browser backend) {
        Map<String, Object> claimed = Browser.json(
                backend.post("/api/v1/engine/tasks/claim", Map.of("tenant_id", TENANT, "queue", "inventory.lookup")));
        return ((List<Map<String, Object>>) claimed.get("tasks")).get(0);
    }

    /** What is read once it has this line, which takes as long as workers do. */
    private static String scrapeOnce(Browser backend, String line) {
        Pattern there = Pattern.compile(line);
        Instant end = Instant.now().plusSeconds(30);
        String page = "";
        while (!there.matcher(page).find()) {
            assertThat(Instant.now()).as(page).isBefore(end);
            HttpResponse<String> read = backend.get("/metrics");
            assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
            page = read.body();
        }
        return page;
    }
}

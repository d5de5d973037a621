package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} on a database, killed in the middle of a journey. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RestartContract {
    private static final String TENANT = "019e2667-0000-7000-8000-000000000001";
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final String ORIGIN = "https://acme.com";

    @TempDir
    Path directory;

    /** The options that name a database which nobody else uses. */
    abstract List<String> database() throws Exception;

    @Test
    void journeyGoesOnWhereTheKilledServerLeftIt() throws Exception {
        List<String> args = new ArrayList<>(
                List.of("serve", "--port=0", "--engine-token=backend", "--signing-key=" + "ab".repeat(32)));
        args.add("--provision=" + provisioning());
        args.addAll(database());
        String[] serve = args.toArray(String[]::new);

        Object token;
        Map<String, Object> asked;
        try (ServerProcess server = new ServerProcess(serve)) {
            Browser page = new Browser(server.port(), ORIGIN);
            token = page.openSession(KEY).get("sessionToken");
            asked = page.message(Map.of("text", "Where?", "intentName", "order_status"));
            server.kill();
        }

        try (ServerProcess server = new ServerProcess(serve)) {
            Browser page = new Browser(server.port(), ORIGIN);
            page.authorize((String) token);
            assertThat(page.execution(asked.get("executionId"))).isEqualTo(asked);
            Map<String, Object> waiting = page.message(Map.of(
                    "executionId", asked.get("executionId"),
                    "waitToken", asked.get("waitToken"),
                    "values", Map.of("order_number", "4711")));
            assertThat(waiting).containsEntry("status", "waiting_time");
            server.kill();
        }

        try (ServerProcess server = new ServerProcess(serve)) {
            int port = server.port();
            Browser backend = new Browser(port, null);
            backend.authorize("backend");
            Browser.json(backend.post("/api/v1/engine/events", result(asked.get("executionId"))));

            Browser page = new Browser(port, ORIGIN);
            page.authorize((String) token);
            Map<String, Object> done = afterTheWait(page, asked.get("executionId"));
            assertThat(done).containsEntry("status", "completed");
            assertThat(done.get("blocks").toString()).contains("ships 2026-05-02");

            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    /** A worker of the server may be the one who takes the result. */
    private static Map<String, Object> afterTheWait(Browser page, Object execution) {
        Map<String, Object> reply;
        do {
            reply = page.execution(execution);
        } while ("waiting_time".equals(reply.get("status")));
        return reply;
    }

    private static Map<String, Object> result(Object execution) {
        return Map.of(
                "tenant_id",
                TENANT,
                "event_name",
                "inventory.lookup.completed",
                "data",
                Map.of("execution_id", execution, "ship_date", "2026-05-02", "tracking", "AC1"));
    }

    private Path provisioning() throws IOException {
        Path flow = Path.of("src/main/resources/demo/flows/order_status.yaml").toAbsolutePath();
        return Files.writeString(directory.resolve("acme.yaml"), """
                tenant: { id: %s, slug: acme, name: Acme Inc. }
                flows: [%s]
                widget_keys:
                  - { label: chat, public_key: %s, allowed_origins: ["%s"], allows_all_intents: true }
                """.formatted(TENANT, flow, KEY, ORIGIN));
    }
}

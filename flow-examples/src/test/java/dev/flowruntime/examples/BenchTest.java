package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import dev.flowruntime.store.jdbc.database.H2Server;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchTest {
    @Test
    void printsOneObjectALineForEachNumberOfThreads() {
        Cli cli = Cli.run("bench", "--store", "memory", "--threads", "1,2", "--seconds", "1", "--warmup", "0");

        assertThat(cli.exitCode()).isZero();
        List<Map<String, Object>> lines = cli.outLines().stream()
                .map(line -> JsonTree.readObject(new Json(line)))
                .toList();
        assertThat(lines).extracting(line -> line.get("threads")).containsExactly(1L, 2L);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.keySet())
                    .containsExactly(
                            "store",
                            "threads",
                            "conversations_per_s",
                            "trigger_p50_ms",
                            "trigger_p99_ms",
                            "resume_p50_ms",
                            "resume_p99_ms",
                            "round_trips_per_conversation",
                            "errors",
                            "allocated_bytes_per_conversation");
            assertThat(line).containsEntry("store", "memory").containsEntry("errors", 0L);
            assertThat((long) line.get("conversations_per_s")).isPositive();
            assertThat((long) line.get("allocated_bytes_per_conversation")).isPositive();
            assertThat((double) line.get("trigger_p50_ms")).isLessThanOrEqualTo((double) line.get("trigger_p99_ms"));
        });
    }

    @Test
    void jdbcNeedsADatabase() {
        Cli cli = Cli.run("bench", "--store", "jdbc");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).startsWith("--jdbc-url is required");
    }

    @Test
    void tripsAreCountedOnPostgresql() {
        try (TestDatabase database = PostgresqlServer.shared().newDatabase()) {
            Map<String, Object> line = measure(database);

            // one for the trigger, one for the resume; more while statements are being prepared
            assertThat((double) line.get("round_trips_per_conversation")).isGreaterThanOrEqualTo(2.0);
            assertThat(line).containsEntry("store", "jdbc").containsEntry("errors", 0L);
        }
    }

    @Test
    void tripsAreNotCountedElsewhere() {
        try (TestDatabase database = H2Server.shared().newDatabase()) {
            assertThat(measure(database)).containsEntry("round_trips_per_conversation", null);
        }
    }

    private static Map<String, Object> measure(TestDatabase database) {
        Cli cli = Cli.run(
                "bench",
                "--store=jdbc",
                "--jdbc-url=" + database.url(),
                "--jdbc-user=" + database.superuser(),
                "--threads=1",
                "--seconds=1",
                "--warmup=0");
        assertThat(cli.err()).isEmpty();
        return JsonTree.readObject(new Json(cli.out().strip()));
    }

    @Test
    void numbersMustMakeSense() {
        assertThat(Cli.run("bench", "--threads", "0").exitCode()).isEqualTo(2);
        assertThat(Cli.run("bench", "--seconds", "0").exitCode()).isEqualTo(2);
    }
}

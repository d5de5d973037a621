package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.FlowRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on a store, each on the same database. */
class StoredFlowCommandsTest {
    private static final String FLOW = """
            flow: hello
            name: Hello
            trigger: { type: trigger.chat, intent_name: hello }
            nodes:
              - { id: hi, type: message, text: Hi }
            """;

    @TempDir
    Path directory;

    private String url;
    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        url = "jdbc:h2:file:" + directory.resolve("flow");
        file = Files.writeString(directory.resolve("hello.yaml"), FLOW);
        assertThat(Cli.run("migrate", "--jdbc-url", url).outLines()).containsExactly("the schema is up to date");
        StoreOptions database = new StoreOptions();
        database.jdbcUrl = url;
        try (OpenStore opened = database.openDurable();
                FlowRuntime runtime = FlowRuntime.builder(opened.store()).build()) {
            runtime.tenants().create("acme", "Acme Inc.");
        }
    }

    private Cli flow(String command, String... more) {
        List<String> args = new ArrayList<>(List.of("flow", command, "--jdbc-url=" + url));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    @Test
    void flowIsPublishedListedAndRolledBack() throws IOException {
        assertThat(flow("publish", file.toString(), "--tenant", "acme").outLines())
                .containsExactly("flow hello: version 1 published");
        assertThat(flow("publish", file.toString(), "--tenant", "acme").outLines())
                .containsExactly("flow hello: version 1 is active already");
        Files.writeString(file, FLOW.replace("name: Hello", "name: Good day"));
        assertThat(flow("publish", file.toString(), "--tenant", "acme").outLines())
                .containsExactly("flow hello: version 2 published");

        assertThat(flow("versions", file.toString(), "--tenant", "acme").outLines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("  1 ").endsWith("Hello"),
                        line -> assertThat(line).startsWith("* 2 ").endsWith("Good day"));

        assertThat(flow("rollback", "hello", "--tenant", "acme", "--to", "1").outLines())
                .containsExactly("flow hello: version 1 is active");
        assertThat(flow("versions", "hello", "--tenant", "acme").outLines())
                .anySatisfy(line -> assertThat(line).startsWith("* 1 "));
    }

    @Test
    void unknownTenantsAndFlowsAreToldSo() {
        assertThat(flow("publish", file.toString(), "--tenant", "nobody"))
                .isEqualTo(new Cli(2, "", "--tenant: there is no tenant nobody" + System.lineSeparator()));
        assertThat(flow("versions", "nothing", "--tenant", "acme"))
                .isEqualTo(new Cli(2, "", "there is no flow nothing" + System.lineSeparator()));
    }

    @Test
    void rollingBackToNoVersionFails() {
        flow("publish", file.toString(), "--tenant", "acme");

        assertThat(flow("rollback", "hello", "--tenant", "acme", "--to", "7").exitCode())
                .isEqualTo(1);
    }
}

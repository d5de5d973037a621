package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowCommandTest {
    private static final String GOOD = """
            flow: hello
            name: Hello
            trigger: { type: trigger.chat, intent_name: hello }
            nodes:
              - { id: hi, type: message, text: Hi }
            """;

    @TempDir
    Path directory;

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("hello.yaml"), text).toString();
    }

    @Test
    void goodDocumentIsValid() throws IOException {
        String file = file(GOOD);

        Cli cli = Cli.run("flow", "validate", file);

        assertThat(cli).isEqualTo(new Cli(0, file + ": ok" + System.lineSeparator(), ""));
    }

    @Test
    void problemsAreToldOneALineWithFileAndLine() throws IOException {
        String file = file(GOOD.replace("type: message", "type: massage") + "  - { id: 1a, type: message }\n");

        Cli cli = Cli.run("flow", "validate", file);

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.errLines())
                .hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(line).startsWith(file + ":"))
                .anySatisfy(line -> assertThat(line).startsWith(file + ":5: nodes[0].type: "));
    }

    @Test
    void oneBadDocumentAmongSeveralFailsButAllAreLookedAt() throws IOException {
        String file = file(GOOD);

        Cli cli = Cli.run("flow", "validate", "no.yaml", file);

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.errLines()).containsExactly("no.yaml:1: there is no such file");
        assertThat(cli.outLines()).containsExactly(file + ": ok");
    }

    @Test
    void diagramIsMermaid() throws IOException {
        Cli cli = Cli.run("flow", "diagram", file(GOOD));

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines().get(0)).isEqualTo("flowchart TD");
        assertThat(cli.out()).contains("hi · message");
    }

    @Test
    void diagramOfNoDocumentTellsWhy() {
        Cli cli = Cli.run("flow", "diagram", "no.yaml");

        assertThat(cli).isEqualTo(new Cli(2, "", "no.yaml:1: there is no such file" + System.lineSeparator()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "versions", "rollback"})
    void commandsThatChangeAStoreNeedOneThatLasts(String command) throws IOException {
        String[] args = {"flow", command, file(GOOD), "--tenant=acme"};
        if (command.equals("rollback")) {
            args = new String[] {"flow", command, file(GOOD), "--tenant=acme", "--to=1"};
        }

        Cli cli = Cli.run(args);

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.errLines()).containsExactly("--jdbc-url is required: what this command does must outlast it");
    }

    @Test
    void commandMustBeNamed() {
        assertThat(Cli.run("flow").errLines().get(0)).isEqualTo("Missing required subcommand");
    }
}

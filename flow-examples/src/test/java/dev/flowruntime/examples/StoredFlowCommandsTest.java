package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that work on a store, on one in memory that is handed to them. */
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

    private final FlowStore store = new InMemoryFlowStore();
    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        file = Files.writeString(directory.resolve("hello.yaml"), FLOW);
        try (FlowRuntime runtime = FlowRuntime.builder(store).build()) {
            runtime.tenants().create("acme", "Acme Inc.");
        }
    }

    private Cli flow(String command, String... more) {
        CommandLine main = Main.commandLine(Map.of());
        Object object =
                main.getSubcommands().get("flow").getSubcommands().get(command).getCommand();
        StoreOptions handed = new StoreOptions() {
            @Override
            OpenStore openDurable() {
                return new OpenStore(lasting(store), null);
            }
        };
        if (object instanceof FlowPublishCommand publish) {
            publish.flow.tenant.store = handed;
        } else if (object instanceof FlowVersionsCommand versions) {
            versions.flow.tenant.store = handed;
        } else if (object instanceof FlowRollbackCommand rollback) {
            rollback.flow.tenant.store = handed;
        }
        String[] args = new String[more.length + 2];
        args[0] = "flow";
        args[1] = command;
        System.arraycopy(more, 0, args, 2, more.length);
        return Cli.run(main, args);
    }

    /** The store without its end, so that it lasts from command to command as a database does. */
    private static FlowStore lasting(FlowStore store) {
        return (FlowStore) Proxy.newProxyInstance(
                FlowStore.class.getClassLoader(),
                new Class<?>[] {FlowStore.class},
                (proxy, method, args) -> method.getName().equals("close") ? null : method.invoke(store, args));
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

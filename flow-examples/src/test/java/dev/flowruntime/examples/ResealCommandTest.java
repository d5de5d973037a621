package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.store.jdbc.JdbcSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another key for the secrets in a database. */
class ResealCommandTest {
    private static final String OLD = "old:" + "01".repeat(32);
    private static final String NEW = "new:" + "02".repeat(32);

    @TempDir
    Path directory;

    private StoreOptions database;

    @BeforeEach
    void setUp() {
        database = new StoreOptions();
        database.jdbcUrl = "jdbc:h2:file:" + directory.resolve("flow");
        JdbcDataSource schema = new JdbcDataSource();
        schema.setURL(database.jdbcUrl);
        JdbcSchema.migrate(schema);
        try (OpenStore opened = database.openDurable();
                FlowRuntime runtime = FlowRuntime.builder(opened.store()).build()) {
            List.of("acme", "globex", "initech")
                    .forEach(slug -> runtime.tenants().create(slug, slug));
        }
    }

    private Cli run(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        args.add("--jdbc-url=" + database.jdbcUrl);
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private void create(String tenant, String secretsKey) {
        Cli made = run(
                "widget-key create",
                "--tenant=" + tenant,
                "--label=chat",
                "--origin=https://acme.com",
                "--all-intents",
                "--webhook=https://hooks.acme.com/flow",
                "--secrets-key=" + secretsKey);
        assertThat(made.exitCode()).as(made.err()).isZero();
    }

    /** What stands in the database of each tenant's secret. */
    private List<String> stored() {
        try (OpenStore opened = database.openDurable()) {
            return opened.store().tenants().list().stream()
                    .flatMap(tenant -> opened.store().widgetKeys().list(tenant.id()).stream())
                    .map(key -> key.webhook().secret().reveal())
                    .map(secret -> secret.substring(0, "sealed:v1:old:".length()))
                    .toList();
        }
    }

    @Test
    void allSecretsComeUnderTheNewKeyAndTheOldOneIsNeededNoMore() {
        create("acme", OLD);
        create("globex", OLD);
        Cli resealed = run("reseal", "--secrets-key=" + NEW + "," + OLD);
        assertThat(resealed.exitCode()).as(resealed.err()).isZero();
        assertThat(resealed.outLines()).containsExactly("resealed 2");
        assertThat(stored()).containsExactly("sealed:v1:new:", "sealed:v1:new:");
        Cli again = run("reseal", "--secrets-key=" + NEW);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.outLines()).containsExactly("resealed 0");
    }

    @Test
    void oneTenantMayBeNamed() {
        create("acme", OLD);
        create("globex", OLD);
        assertThat(run("reseal", "--tenant=globex", "--secrets-key=" + NEW + "," + OLD)
                        .outLines())
                .containsExactly("resealed 1");
        assertThat(stored()).containsExactly("sealed:v1:old:", "sealed:v1:new:");
        Cli unknown = run("reseal", "--tenant=nobody", "--secrets-key=" + NEW);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.errLines()).containsExactly("--tenant: there is no tenant nobody");
    }

    @Test
    void aSecretWhoseKeyIsMissingIsToldAndTheOthersAreResealed() {
        create("acme", "lost:" + "03".repeat(32));
        create("globex", OLD);
        Cli resealed = run("reseal", "--secrets-key=" + NEW + "," + OLD);
        assertThat(resealed.exitCode()).isEqualTo(1);
        assertThat(resealed.errLines())
                .containsExactly(
                        "tenant acme: the store holds a secret that was sealed with the key lost: give that key"
                                + " as well");
        assertThat(resealed.outLines()).containsExactly("resealed 1");
        assertThat(stored()).containsExactly("sealed:v1:lost", "sealed:v1:new:");
    }

    @Test
    void withoutAKeyOrADatabaseThereIsNothingToDo() {
        Cli keyless = run("reseal");
        assertThat(keyless.exitCode()).isEqualTo(2);
        assertThat(keyless.err()).startsWith("--secrets-key is required");
        Cli storeless = Cli.run("reseal", "--secrets-key=" + NEW);
        assertThat(storeless.exitCode()).isEqualTo(2);
        assertThat(storeless.err()).startsWith("--jdbc-url is required");
    }
}

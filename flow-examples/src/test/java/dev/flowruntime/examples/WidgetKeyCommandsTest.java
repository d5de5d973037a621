package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.jdbc.JdbcSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for widget keys, each on the same database. */
class WidgetKeyCommandsTest {
    private static final String UNKNOWN = "pk_live_" + "0".repeat(32);

    @TempDir
    Path directory;

    private StoreOptions database;
    private TenantId tenant;

    @BeforeEach
    void setUp() {
        database = new StoreOptions();
        database.jdbcUrl = "jdbc:h2:file:" + directory.resolve("flow");
        JdbcDataSource schema = new JdbcDataSource();
        schema.setURL(database.jdbcUrl);
        JdbcSchema.migrate(schema);
        tenant = with(runtime -> runtime.tenants().create("acme", "Acme Inc.").id());
    }

    private <T> T with(Function<FlowRuntime, T> work) {
        try (OpenStore opened = database.openDurable();
                FlowRuntime runtime = FlowRuntime.builder(opened.store()).build()) {
            return work.apply(runtime);
        }
    }

    private Cli key(String command, String... more) {
        List<String> args = new ArrayList<>(List.of("widget-key", command));
        args.addAll(List.of("--jdbc-url=" + database.jdbcUrl, "--tenant", "acme"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private String create(String label) {
        Cli made = key("create", "--label", label, "--origin", "https://acme.com", "--all-intents");
        assertThat(made.exitCode()).as(made.err()).isZero();
        return made.outLines().get(0).replace("public_key: ", "");
    }

    private List<WidgetKey> stored() {
        return with(runtime -> runtime.widgetKeys().list(tenant));
    }

    private List<String> audit() {
        try (OpenStore opened = database.openDurable()) {
            return opened.store().audit().list(tenant, null, null, 100).stream()
                    .map(AuditRecord::action)
                    .toList();
        }
    }

    @Test
    void aKeyIsMadeAsTheOptionsSay() {
        Cli made = key(
                "create",
                "--label=acme.com chat",
                "--origin",
                "https://acme.com",
                "https://*.acme.com",
                "--origin=http://localhost:3000",
                "--intent",
                "order_status",
                "--intent=returns",
                "--form",
                "contact",
                "--webhook",
                "https://acme.com/webhooks/flow",
                "--test");

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.err()).isEmpty();
        assertThat(made.outLines()).hasSize(3);
        assertThat(made.outLines().get(0)).matches("public_key: pk_test_[0-9a-f]{32}");
        assertThat(made.outLines().get(1)).isEqualTo("webhook_url: https://acme.com/webhooks/flow");
        assertThat(made.outLines().get(2)).matches("webhook_secret: whsec_[0-9a-f]{64}");
        assertThat(stored()).singleElement().satisfies(key -> {
            assertThat(made.out())
                    .contains(key.publicKey(), key.webhook().secret().reveal());
            assertThat(key.label()).isEqualTo("acme.com chat");
            assertThat(key.allowedOrigins())
                    .containsExactly("https://acme.com", "https://*.acme.com", "http://localhost:3000");
            assertThat(key.intents()).isEqualTo(Grant.of(Set.of("order_status", "returns")));
            assertThat(key.forms()).isEqualTo(Grant.of(Set.of("contact")));
            assertThat(key.status()).isEqualTo(WidgetKey.Status.ACTIVE);
        });
    }

    @Test
    void aKeyWithoutAWebhookIsLiveAndUsesNoForms() {
        Cli made = key("create", "--label", "chat", "--origin", "https://acme.com", "--all-intents");

        assertThat(made.outLines()).singleElement().asString().matches("public_key: pk_live_[0-9a-f]{32}");
        assertThat(stored()).singleElement().satisfies(key -> {
            assertThat(key.intents()).isEqualTo(Grant.ofEverything());
            assertThat(key.forms()).isEqualTo(Grant.ofNothing());
        });
    }

    @Test
    void aWebhookThatLeadsAstrayIsToldByItsOptionAndALocalOneMayBeAllowed() {
        String[] local = {"--label=c", "--origin=https://a.com", "--all-intents", "--webhook=http://127.0.0.1:9000/hook"
        };
        Cli refused = key("create", local);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errLines()).first().isEqualTo("--webhook: must begin with https://");
        assertThat(stored()).isEmpty();

        List<String> allowed = new ArrayList<>(List.of(local));
        allowed.add("--allow-local-webhooks");
        assertThat(key("create", allowed.toArray(String[]::new)).exitCode()).isZero();
    }

    @Test
    void secretsAreEncryptedWithTheKeyThatIsGiven() {
        String secretsKey = "--secrets-key=k1:" + "5c".repeat(32);
        Cli made = key(
                "create",
                "--label=c",
                "--origin=https://a.com",
                "--all-intents",
                "--webhook=https://a.com/hook",
                secretsKey);

        assertThat(made.outLines().get(2)).matches("webhook_secret: whsec_[0-9a-f]{64}");
        try (OpenStore opened = database.openDurable()) {
            assertThat(opened.store()
                            .widgetKeys()
                            .list(tenant)
                            .get(0)
                            .webhook()
                            .secret()
                            .reveal())
                    .startsWith("sealed:v1:k1:");
        }
        assertThat(key("rotate-webhook", secretsKey).exitCode()).isZero();
    }

    @Test
    void allFormsMayBeAllowed() {
        key("create", "--label", "chat", "--origin", "https://acme.com", "--all-intents", "--all-forms");

        assertThat(stored()).singleElement().extracting(WidgetKey::forms).isEqualTo(Grant.ofEverything());
    }

    @Test
    void optionsThatAreNoGoodAreToldAndNothingIsMade() {
        assertThat(key("create", "--label", "chat", "--origin", "https://acme.com")
                        .exitCode())
                .isEqualTo(2);
        assertThat(key("create", "--label", "chat", "--all-intents").exitCode()).isEqualTo(2);
        assertThat(key("create", "--origin", "https://acme.com", "--all-intents")
                        .exitCode())
                .isEqualTo(2);
        assertThat(key("create", "--label=c", "--origin=https://a.com", "--all-intents", "--intent=a")
                        .exitCode())
                .isEqualTo(2);
        assertThat(key("create", "--label=c", "--origin=https://a.com", "--all-intents", "--form=a", "--all-forms")
                        .exitCode())
                .isEqualTo(2);
        Cli wildcard = key("create", "--label=c", "--origin=https://a.com,https://*.co.uk", "--all-intents");
        assertThat(wildcard.exitCode()).isEqualTo(2);
        assertThat(wildcard.errLines()).hasSize(2).first().asString().startsWith("--origin[1]: ");
        assertThat(stored()).isEmpty();
    }

    @Test
    void aLabelThatIsTakenIsRefused() {
        create("chat");

        Cli second = key("create", "--label", "chat", "--origin", "https://other.com", "--all-intents");

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errLines()).containsExactly("the tenant has a widget key with the label chat already");
        assertThat(stored()).hasSize(1);
    }

    @Test
    void aKeyIsPausedResumedRotatedAndRevoked() {
        String first = create("chat");

        assertThat(key("pause", "--key", first).outLines()).containsExactly(first + "  paused   chat");
        assertThat(key("resume", "--key=" + first).outLines()).containsExactly(first + "  active   chat");
        Cli rotated = key("rotate", "--key", first);
        assertThat(rotated.outLines()).singleElement().asString().matches("public_key: pk_live_[0-9a-f]{32}");
        String second = rotated.outLines().get(0).replace("public_key: ", "");
        assertThat(second).isNotEqualTo(first);
        assertThat(key("revoke", "--key", second).outLines()).containsExactly(second + "  revoked  chat");
        assertThat(key("resume", "--key", second).exitCode()).isEqualTo(1);
        assertThat(stored()).singleElement().extracting(WidgetKey::status).isEqualTo(WidgetKey.Status.REVOKED);
        assertThat(audit()).containsExactly("key.create", "key.pause", "key.resume", "key.rotate", "key.revoke");
    }

    @Test
    void theSecretOfAWebhookIsRotated() {
        Cli made =
                key("create", "--label=c", "--origin=https://a.com", "--all-intents", "--webhook=https://a.com/hook");

        Cli rotated = key("rotate-webhook");

        assertThat(rotated.outLines()).hasSize(2);
        assertThat(rotated.outLines().get(0)).isEqualTo("webhook_url: https://a.com/hook");
        assertThat(rotated.outLines().get(1))
                .matches("webhook_secret: whsec_[0-9a-f]{64}")
                .isNotEqualTo(made.outLines().get(2));
        assertThat(stored().get(0).webhook().previousSecret()).isNotNull();
    }

    @Test
    void aKeyWithoutAWebhookHasNoSecretToRotate() {
        create("chat");

        assertThat(key("rotate-webhook"))
                .isEqualTo(new Cli(1, "", "the widget key has no webhook" + System.lineSeparator()));
    }

    @Test
    void keysAreListedByLabel() {
        String b = create("b");
        String a = create("a b");
        key("pause", "--key", b);

        assertThat(key("list").outLines()).containsExactly(a + "  active   a b", b + "  paused   b");
        assertThat(key("list", "--key", b).outLines()).containsExactly(b + "  paused   b");
        assertThat(key("list", "--key", UNKNOWN).exitCode()).isEqualTo(2);
    }

    @Test
    void theOnlyKeyNeedNotBeNamed() {
        String only = create("a");
        assertThat(key("pause").outLines()).containsExactly(only + "  paused   a");

        create("b");
        Cli unclear = key("resume");
        assertThat(unclear.exitCode()).isEqualTo(2);
        assertThat(unclear.errLines()).containsExactly("--key is required: the tenant has 2 widget keys");
    }

    @Test
    void unknownKeysAndTenantsAreToldSo() {
        assertThat(key("pause", "--key", UNKNOWN).exitCode()).isEqualTo(1);
        assertThat(Cli.run("widget-key", "list", "--jdbc-url=" + database.jdbcUrl, "--tenant=nobody"))
                .isEqualTo(new Cli(2, "", "--tenant: there is no tenant nobody" + System.lineSeparator()));
    }

    @Test
    void aStoreThatEndsWithTheCommandIsRefused() {
        assertThat(Cli.run("widget-key", "list", "--tenant=acme").exitCode()).isEqualTo(2);
    }
}

package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.Caller;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.transport.Exchange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookReplayCommandTest {
    @TempDir
    Path directory;

    private StoreOptions database;
    private TenantId tenant;
    private String publicKey;

    /** A database with two webhooks that were given up. */
    @BeforeEach
    void setUp() {
        database = new StoreOptions();
        database.jdbcUrl = "jdbc:h2:file:" + directory.resolve("flow");
        JdbcDataSource schema = new JdbcDataSource();
        schema.setURL(database.jdbcUrl);
        JdbcSchema.migrate(schema);
        try (OpenStore opened = database.openDurable();
                FlowRuntime runtime = FlowRuntime.builder(opened.store())
                        .webhookTransport(request -> new Exchange.Answered(410, Map.of(), "", false))
                        .build()) {
            tenant = runtime.tenants().create("acme", "Acme Inc.").id();
            WidgetKeyRequest request = new WidgetKeyRequest(
                    "chat",
                    null,
                    false,
                    WidgetKey.Status.ACTIVE,
                    List.of("https://acme.com"),
                    Grant.ofEverything(),
                    Grant.ofNothing(),
                    "https://acme.com/hook",
                    null,
                    null);
            publicKey = runtime.widgetKeys().put(tenant, request).publicKey();
            for (int i = 0; i < 2; i++) {
                runtime.chat()
                        .open(
                                new OpenSession(publicKey, null, null, null, Map.of()),
                                new Caller("https://acme.com", true, null, null, null));
            }
            runtime.runOnce();
        }
        assertThat(states()).containsExactly(Delivery.State.DEAD, Delivery.State.DEAD);
    }

    private Cli replay(String... more) {
        List<String> args = new ArrayList<>(List.of("webhook", "replay"));
        args.addAll(List.of("--jdbc-url=" + database.jdbcUrl, "--tenant", "acme"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private List<Delivery> deliveries() {
        try (OpenStore opened = database.openDurable()) {
            return opened.store().outbox().list(tenant, DeliveryFilter.ALL, null, 10);
        }
    }

    private List<Delivery.State> states() {
        return deliveries().stream().map(Delivery::state).toList();
    }

    @Test
    void oneIsReplayedByItsEventId() {
        Cli cli = replay("--event-id", deliveries().get(1).entry().id().toString());

        assertThat(cli.err()).isEmpty();
        assertThat(cli.outLines()).containsExactly("replayed 1");
        assertThat(states()).containsExactly(Delivery.State.DEAD, Delivery.State.PENDING);
    }

    @Test
    void allOfAKeyAreReplayed() {
        assertThat(replay("--key", publicKey).outLines()).containsExactly("replayed 2");
        assertThat(states()).containsOnly(Delivery.State.PENDING);
        assertThat(replay("--key", publicKey).outLines()).containsExactly("replayed 0");
    }

    @Test
    void onlyThoseFromATimeOnAreReplayed() {
        assertThat(replay("--key", publicKey, "--since=2999-01-01T00:00:00Z").outLines())
                .containsExactly("replayed 0");
        assertThat(replay("--key", publicKey, "--since=2020-01-01T00:00:00Z").outLines())
                .containsExactly("replayed 2");
    }

    @Test
    void whatIsNotThereIsTold() {
        assertThat(replay("--event-id", "019e2667-0000-7000-8000-000000000001").errLines())
                .containsExactly("the tenant has no such webhook");
        assertThat(replay("--event-id", "x").errLines()).containsExactly("--event-id must be a UUID");
        assertThat(replay("--key", "pk_live_" + "0".repeat(32)).errLines())
                .containsExactly("the tenant has no such widget key");
        assertThat(replay("--key", publicKey, "--since=yesterday").exitCode()).isEqualTo(2);
        assertThat(replay().exitCode()).isEqualTo(2);
        assertThat(replay("--event-id", "x", "--key", publicKey).exitCode()).isEqualTo(2);
    }
}

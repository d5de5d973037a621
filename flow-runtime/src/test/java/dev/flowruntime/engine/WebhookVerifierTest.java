package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpServer;
import dev.flowruntime.Caller;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a receiver gets over the wire, before the verifier that it would use and before code that knows nothing of ours. */
class WebhookVerifierTest {
    private static final String SECRET = "whsec_" + "0123456789abcdef".repeat(4);
    private static final String NEXT = "whsec_" + "fedcba9876543210".repeat(4);

    private final List<Received> received = new ArrayList<>();
    private final FlowRuntime runtime = FlowRuntime.builder(new InMemoryFlowStore())
            .reach(Reach.PUBLIC_AND_LOOPBACK)
            .build();
    private HttpServer server;
    private TenantId tenant;

    private record Received(HttpHeaders headers, String body) {}

    @BeforeEach
    void setUp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new Received(
                    HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                    new String(body, StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        tenant = runtime.tenants().create("acme", "Acme Inc.").id();
    }

    @AfterEach
    void tearDown() {
        runtime.close();
        server.stop(0);
    }

    @Test
    void thePublishedVerifierAcceptsADelivery() {
        Received webhook = delivery(SECRET);
        assertThatCode(() -> new Webhook(SECRET).verify(webhook.body(), webhook.headers()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new Webhook(SECRET).verify(webhook.body() + " ", webhook.headers()))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook(NEXT).verify(webhook.body(), webhook.headers()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void thePublishedVerifierAcceptsBothSecretsWhileTheyOverlap() {
        delivery(SECRET);
        Received webhook = delivery(NEXT);
        assertThatCode(() -> new Webhook(SECRET).verify(webhook.body(), webhook.headers()))
                .doesNotThrowAnyException();
        assertThatCode(() -> new Webhook(NEXT).verify(webhook.body(), webhook.headers()))
                .doesNotThrowAnyException();
    }

    @Test
    void theOtherSignatureIsTheHmacOfTheBodyUnderTheWholeSecret() throws GeneralSecurityException {
        Received webhook = delivery(SECRET);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "any"));
        StringBuilder hex = new StringBuilder("sha256=");
        for (byte b : mac.doFinal(webhook.body().getBytes(StandardCharsets.UTF_8))) {
            hex.append("%02x".formatted(b));
        }
        assertThat(webhook.headers().firstValue("x-comerix-signature")).contains(hex.toString());
        assertThat(webhook.headers().firstValue("content-type")).contains("application/json");
        assertThat(webhook.body()).contains("é \\\"😀");
    }

    private Received delivery(String secret) {
        WidgetKey key = runtime.widgetKeys()
                .put(
                        tenant,
                        new WidgetKeyRequest(
                                "chat",
                                null,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of("https://acme.com"),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/hook",
                                new Secret(secret),
                                null));
        runtime.chat()
                .open(
                        new OpenSession(key.publicKey(), "é \"😀", null, null, Map.of()),
                        new Caller("https://acme.com", true, null, null, null));
        assertThat(runtime.runOnce()).isEqualTo(1);
        return received.get(received.size() - 1);
    }
}

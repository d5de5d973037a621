package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.servlet.Client.Answered;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Session tokens that nobody of ours has signed, over the wire. */
class ForgedTokensTest {
    private static final int FORGED = 1_000;
    private static final long SEED = 20_261_121;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Shop shop = new Shop();
    private final Random random = new Random(SEED);
    private Container container;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        container =
                Container.jetty(Map.of("/*", FlowServlet.builder(shop.runtime).build()));
        page = Client.to(container.root().resolve("/")).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void noneOfAThousandIsAccepted() {
        String token = open();
        String other = open();
        String execution = page.bearer(token)
                .post("api/public/v1/chat/messages", "{\"text\":\"x\",\"intentName\":\"order_status\"}")
                .json()
                .at("/reply/executionId")
                .asText();
        String path = "api/public/v1/chat/executions/" + execution;
        assertThat(page.bearer(token).get(path).status()).isEqualTo(200);
        String refusal = page.bearer("x").get(path).text();

        for (int i = 0; i < FORGED; i++) {
            String forged = forge(token, other);
            assertThat(forged).isNotIn(token, other);
            Answered answered = page.bearer(forged).get(path);
            assertThat(answered.status()).as("seed %d, token %s", SEED, forged).isEqualTo(401);
            assertThat(answered.text()).as("seed %d, token %s", SEED, forged).isEqualTo(refusal);
        }
    }

    private String open() {
        return page.post("api/public/v1/chat/sessions", "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}")
                .json()
                .get("sessionToken")
                .asText();
    }

    private String forge(String token, String other) {
        String payload = token.substring(0, token.indexOf('.'));
        String mac = token.substring(token.indexOf('.') + 1);
        return switch (random.nextInt(8)) {
            case 0 -> changed(token);
            case 1 -> token.substring(0, random.nextInt(token.length()));
            case 2 -> token + ALPHABET.charAt(random.nextInt(64)) + "=".repeat(random.nextInt(3));
            case 3 -> payload + other.substring(other.indexOf('.'));
            case 4 -> encoded(bent(decoded(payload))) + "." + mac;
            case 5 -> signed(bent(decoded(payload)), "secret" + random.nextInt(10));
            case 6 -> encoded("{\"alg\":\"none\"}") + "." + payload + "." + (random.nextBoolean() ? "" : mac);
            default -> payload + "." + encoded("x".repeat(random.nextInt(64)));
        };
    }

    /** One character is another, the last one in bits that the bytes do not have. */
    private String changed(String token) {
        int at = random.nextInt(token.length());
        char old = token.charAt(at);
        char next = old == '.' ? ':' : ALPHABET.charAt((ALPHABET.indexOf(old) + 1 + random.nextInt(62)) % 64);
        return token.substring(0, at) + next + token.substring(at + 1);
    }

    private String bent(String payload) {
        List<String> bent = new ArrayList<>();
        bent.add(payload.replace("\"exp\":1", "\"exp\":9"));
        bent.add(payload.replace("\"tid\":\"0", "\"tid\":\"1"));
        bent.add(payload.replace("\"cid\":\"0", "\"cid\":\"1"));
        bent.add(payload.replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"" + random.nextInt(100) + "\""));
        bent.add(payload.replaceFirst(",\"kid\":\"[^\"]*\"", ""));
        bent.add(payload.replace("{", "{ "));
        bent.add(payload.replace("}", ",\"x\":1}"));
        return bent.get(random.nextInt(bent.size()));
    }

    private static String signed(String payload, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String first = encoded(payload);
            byte[] sum = mac.doFinal(first.getBytes(StandardCharsets.US_ASCII));
            return first + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }
}

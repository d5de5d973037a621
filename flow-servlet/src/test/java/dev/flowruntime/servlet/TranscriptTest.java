package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.servlet.Client.Answered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that was reloaded reads what was said, and goes on where it was. */
class TranscriptTest {
    private static final String SESSIONS = "/api/public/v1/chat/sessions";
    private static final String MESSAGES = "/api/public/v1/chat/messages";
    private static final String TRIGGER = "{\"text\":\"Where is it?\",\"intentName\":\"order_status\"}";

    private final Shop shop = new Shop();
    private Container container;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        FlowServlet servlet =
                FlowServlet.builder(shop.runtime).withoutRateLimits().build();
        container = Container.jetty(Map.of("/*", servlet));
        page = Client.to(container.root()).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void aReloadedPageReadsWhatWasSaidAndWhatIsAsked() {
        Client visitor = visitor("");
        JsonNode asked = trigger(visitor);
        shop.watched.forget();

        JsonNode transcript = ok(visitor.get(MESSAGES));

        assertThat(transcript.fieldNames()).toIterable().containsExactly("messages", "nextCursor", "pending");
        assertThat(transcript.get("nextCursor").isNull()).isTrue();
        assertThat(transcript.get("pending")).isEqualTo(asked);
        assertThat(transcript.get("messages")).hasSize(2);
        JsonNode said = transcript.get("messages").get(0);
        assertThat(said.fieldNames())
                .toIterable()
                .containsExactly("id", "cursor", "role", "executionId", "text", "blocks", "createdAt");
        assertThat(said.get("id").asText()).matches("[0-9a-f-]{36}");
        assertThat(said.get("role").asText()).isEqualTo("user");
        assertThat(said.get("executionId")).isEqualTo(asked.get("executionId"));
        assertThat(said.get("text").asText()).isEqualTo("Where is it?");
        assertThat(said.get("blocks")).isEmpty();
        assertThat(said.get("createdAt").asText()).isEqualTo("2026-05-04T10:00:00Z");
        JsonNode answered = transcript.get("messages").get(1);
        assertThat(answered.get("role").asText()).isEqualTo("agent");
        assertThat(answered.get("text").isNull()).isTrue();
        assertThat(answered.get("blocks")).isEqualTo(asked.get("blocks"));
        assertThat(shop.watched.writes()).isEmpty();
    }

    @Test
    void theNewestExecutionThatWaitsForInputIsPending() {
        Client visitor = visitor("");
        assertThat(ok(visitor.get(MESSAGES)).get("pending").isNull()).isTrue();
        JsonNode first = trigger(visitor);
        shop.elapse(Duration.ofSeconds(1));
        JsonNode second = trigger(visitor);
        assertThat(ok(visitor.get(MESSAGES)).get("pending")).isEqualTo(second);

        answer(visitor, second);
        assertThat(ok(visitor.get(MESSAGES)).get("pending")).isEqualTo(first);

        answer(visitor, first);
        assertThat(ok(visitor.get(MESSAGES)).get("pending").isNull()).isTrue();
    }

    @Test
    void pagesFollowEachOtherWithoutGapsOrDoubles() {
        Client visitor = visitor("");
        for (int i = 0; i < 30; i++) {
            trigger(visitor);
        }
        List<String> all = ids(ok(visitor.get(MESSAGES + "?limit=100")));
        assertThat(all).hasSize(60).doesNotHaveDuplicates();

        JsonNode first = ok(visitor.get(MESSAGES));
        assertThat(ids(first)).isEqualTo(all.subList(0, 50));
        JsonNode second =
                ok(visitor.get(MESSAGES + "?after=" + first.get("nextCursor").asText()));
        assertThat(ids(second)).isEqualTo(all.subList(50, 60));
        assertThat(second.get("nextCursor").isNull()).isTrue();

        String behind = first.get("messages").get(9).get("cursor").asText();
        assertThat(ids(ok(visitor.get(MESSAGES + "?limit=50&after=" + behind)))).isEqualTo(all.subList(10, 60));
        JsonNode toTheEnd = ok(visitor.get(MESSAGES + "?limit=60"));
        assertThat(toTheEnd.get("nextCursor").isNull()).isTrue();
        String last = toTheEnd.get("messages").get(59).get("cursor").asText();
        assertThat(ids(ok(visitor.get(MESSAGES + "?after=" + last)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "+1", "1.0", "01", "1%20", "%D9%A1", "9999999999999999999", "1%00"})
    void aCursorThatIsNoneIsRefused(String cursor) {
        JsonNode refused = refused(visitor("").get(MESSAGES + "?after=" + cursor), 422, "validation_failed");
        assertThat(refused.get("details").get("fields").fieldNames())
                .toIterable()
                .containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "2147483648", "99999999999999999999", "-0"})
    void aLimitBeyondItsRangeIsRefused(String limit) {
        JsonNode refused = refused(visitor("").get(MESSAGES + "?limit=" + limit), 422, "validation_failed");
        assertThat(refused.get("details").get("fields").fieldNames())
                .toIterable()
                .containsExactly("limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "1e1", "%D9%A1"})
    void aLimitThatIsNoNumberIsInvalid(String limit) {
        refused(visitor("").get(MESSAGES + "?limit=" + limit), 400, "invalid_input");
    }

    @Test
    void whoOnlyClaimsToBeACustomerReadsNothingFromBeforeTheSession() {
        Client first = visitor(",\"customerId\":\"c1\"");
        JsonNode asked = trigger(first);
        assertThat(ok(first.get(MESSAGES)).get("pending")).isEqualTo(asked);
        shop.elapse(Duration.ofSeconds(1));

        Client second = visitor(",\"customerId\":\"c1\"");
        JsonNode transcript = ok(second.get(MESSAGES));
        assertThat(transcript.get("messages")).isEmpty();
        assertThat(transcript.get("pending").isNull()).isTrue();

        JsonNode own = trigger(second);
        transcript = ok(second.get(MESSAGES));
        assertThat(transcript.get("messages")).hasSize(2);
        assertThat(transcript.get("messages").get(0).get("executionId")).isEqualTo(own.get("executionId"));
        assertThat(transcript.get("pending")).isEqualTo(own);
        assertThat(ok(first.get(MESSAGES)).get("messages")).hasSize(4);
    }

    @Test
    void aCustomerWhoIsSignedForReadsEverything() {
        String signed = ",\"customerId\":\"c1\",\"customerSignature\":\"" + hmac("identity", "c1") + "\"";
        JsonNode asked = trigger(visitor(Shop.SIGNED_KEY, signed));
        shop.elapse(Duration.ofMinutes(1));

        JsonNode transcript = ok(visitor(Shop.SIGNED_KEY, signed).get(MESSAGES));

        assertThat(transcript.get("messages")).hasSize(2);
        assertThat(transcript.get("pending")).isEqualTo(asked);
    }

    @Test
    void aVisitorWithoutANameWhoComesBackWithTheOldTokenReadsEverything() {
        Client before = visitor("");
        JsonNode asked = trigger(before);
        shop.elapse(Duration.ofHours(2));
        refused(before.get(MESSAGES), 401, "invalid_session_token");

        String open = "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}";
        Client after =
                page.bearer(ok(before.post(SESSIONS, open)).get("sessionToken").asText());

        assertThat(ok(after.get(MESSAGES)).get("messages")).hasSize(2);
        assertThat(ok(after.get(MESSAGES)).get("pending")).isEqualTo(asked);
    }

    @Test
    void anotherVisitorsTranscriptIsNotThere() {
        trigger(visitor(""));
        JsonNode transcript = ok(visitor("").get(MESSAGES));
        assertThat(transcript.get("messages")).isEmpty();
        assertThat(transcript.get("pending").isNull()).isTrue();
    }

    private Client visitor(String more) {
        return visitor(Shop.OPEN_KEY, more);
    }

    private Client visitor(String key, String more) {
        JsonNode session = ok(page.post(SESSIONS, "{\"publicKey\":\"" + key + "\"" + more + "}"));
        return page.bearer(session.get("sessionToken").asText());
    }

    private static JsonNode trigger(Client visitor) {
        return ok(visitor.post(MESSAGES, TRIGGER)).get("reply");
    }

    private static void answer(Client visitor, JsonNode asked) {
        ok(visitor.post(
                MESSAGES,
                "{\"executionId\":" + asked.get("executionId") + ",\"waitToken\":" + asked.get("waitToken")
                        + ",\"values\":{\"order_number\":\"A1001\"}}"));
    }

    private static List<String> ids(JsonNode transcript) {
        List<String> ids = new ArrayList<>();
        transcript.get("messages").forEach(message -> ids.add(message.get("id").asText()));
        return ids;
    }

    private static JsonNode ok(Answered answered) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        return answered.json();
    }

    private static JsonNode refused(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
        return answered.json();
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes()));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

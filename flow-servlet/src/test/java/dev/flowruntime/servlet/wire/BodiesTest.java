package dev.flowruntime.servlet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.EventRequest;
import dev.flowruntime.FlowException;
import dev.flowruntime.OpenSession;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    private static final TenantId TENANT = TenantId.of("019e2667-0000-7000-8000-000000000001");

    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";

    @Test
    void aSessionNeedsItsKeyAlone() {
        OpenSession request =
                read(SessionBody::read, "{\"publicKey\":\"" + KEY + "\",\"customerId\":null,\"other\":[]}");

        assertThat(request).isEqualTo(new OpenSession(KEY, null, null, null, Map.of()));
    }

    @Test
    void aSessionTakesAllItsMembers() {
        OpenSession request = read(
                SessionBody::read,
                "{\"publicKey\":\"" + KEY + "\",\"customerId\":\"😀\",\"customerSignature\":\"" + "AB".repeat(32)
                        + "\",\"locale\":\"pt-BR\",\"variables\":{\"first_name\":null,\"visits\":3}}");

        Map<String, Object> variables = new HashMap<>();
        variables.put("first_name", null);
        variables.put("visits", 3L);
        assertThat(request).isEqualTo(new OpenSession(KEY, "😀", "ab".repeat(32), "pt-BR", variables));
    }

    @Test
    void everyWrongTypeOfASessionIsTold() {
        FlowException refused = refused(
                SessionBody::read,
                "{\"customerId\":7,\"customerSignature\":{},\"locale\":false,\"variables\":[],\"publicKey\":null}");

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(fields(refused))
                .containsOnly(
                        Map.entry("publicKey", List.of("is required")),
                        Map.entry("customerId", List.of("must be a string")),
                        Map.entry("customerSignature", List.of("must be a string")),
                        Map.entry("locale", List.of("must be a string")),
                        Map.entry("variables", List.of("must be an object")));
    }

    @Test
    void everyUnacceptableMemberOfASessionIsTold() {
        FlowException refused = refused(
                SessionBody::read,
                "{\"publicKey\":\"pk_live_\",\"customerId\":\"\",\"customerSignature\":\"ab\",\"locale\":\"en_US\"}");

        assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(fields(refused).keySet())
                .containsExactlyInAnyOrder("publicKey", "customerId", "customerSignature", "locale");
    }

    @Test
    void aWrongTypeWinsOverWhatIsUnacceptable() {
        FlowException refused = refused(SessionBody::read, "{\"publicKey\":\"no\",\"locale\":1,\"x\":1e999}");

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(fields(refused)).containsOnlyKeys("locale");
    }

    @Test
    void aFlawInAnUnknownMemberIsRefusedWithItsPath() {
        FlowException refused =
                refused(SessionBody::read, "{\"publicKey\":\"" + KEY + "\",\"x\":{\"y\":[\"\\u0000\"]}}");

        assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(fields(refused)).containsOnly(Map.entry("x.y[0]", List.of("holds a NUL character")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk_live_5940830723da7ddae5699200f465e8d",
                "pk_live_5940830723da7ddae5699200f465e8d2\\n",
                "PK_LIVE_5940830723da7ddae5699200f465e8d2",
                "pk_live_5940830723DA7DDAE5699200F465E8D2",
                "pk_prod_5940830723da7ddae5699200f465e8d2",
                "pk_live_٥940830723da7ddae5699200f465e8d2",
            })
    void aKeyOfAnotherPatternIsUnacceptable(String key) {
        assertThat(refused(SessionBody::read, "{\"publicKey\":\"" + key + "\"}").code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "en_US", "en-", "e", "en-x", "a-very-long-tag-x", "deutsch!", "en US"})
    void aLocaleThatIsNoTagIsUnacceptable(String locale) {
        assertThat(fields(refused(SessionBody::read, "{\"publicKey\":\"" + KEY + "\",\"locale\":\"" + locale + "\"}")))
                .containsOnlyKeys("locale");
    }

    @Test
    void lengthsCountCodePoints() {
        assertThat(read(
                                SessionBody::read,
                                "{\"publicKey\":\"" + KEY + "\",\"customerId\":\"" + "😀".repeat(100) + "\"}")
                        .customerId())
                .hasSize(200);
        assertThat(fields(refused(
                        SessionBody::read,
                        "{\"publicKey\":\"" + KEY + "\",\"customerId\":\"" + "😀".repeat(101) + "\"}")))
                .containsOnlyKeys("customerId");
    }

    @Test
    void aMessageWithoutTokenAndExecutionTriggers() {
        MessageBody body = read(
                MessageBody::read,
                "{\"text\":\"hi\",\"intentName\":\"order_status\",\"context\":{\"page\":null},\"waitToken\":null}");

        Map<String, Object> context = new HashMap<>();
        context.put("page", null);
        assertThat(body)
                .isEqualTo(new MessageBody.Trigger(new TriggerMessage("hi", "order_status", context, Map.of())));
    }

    @Test
    void aTriggerNeedsTextAndIntent() {
        assertThat(fields(refused(MessageBody::read, "{}")))
                .containsOnly(
                        Map.entry("text", List.of("is required")), Map.entry("intentName", List.of("is required")));
        assertThat(refused(MessageBody::read, "{\"text\":\"\",\"intentName\":\"x\"}")
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(refused(MessageBody::read, "{\"text\":\"" + "a".repeat(4001) + "\",\"intentName\":\"x\"}")
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(read(MessageBody::read, "{\"text\":\"" + "a".repeat(4000) + "\",\"intentName\":\"x\"}"))
                .isInstanceOf(MessageBody.Trigger.class);
    }

    @Test
    void aMessageWithATokenResumesWhateverElseItSays() {
        MessageBody body = read(
                MessageBody::read,
                "{\"waitToken\":\"wait_1\",\"executionId\":\"e\",\"text\":7,\"intentName\":[],\"values\":{\"n\":1}}");

        assertThat(body)
                .isEqualTo(new MessageBody.Resume(new ResumeMessage("e", "wait_1", Map.of("n", 1L), null, Map.of())));
    }

    @Test
    void aResumeNeedsTokenAndExecution() {
        assertThat(fields(refused(MessageBody::read, "{\"waitToken\":\"wait_1\"}")))
                .containsOnly(Map.entry("executionId", List.of("is required")));
        FlowException refused = refused(MessageBody::read, "{\"executionId\":1,\"values\":null,\"context\":\"x\"}");
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(fields(refused))
                .containsOnly(
                        Map.entry("executionId", List.of("must be a string")),
                        Map.entry("waitToken", List.of("is required")),
                        Map.entry("context", List.of("must be an object")));
    }

    @Test
    void theContextHasSixteenKibibytesAsCompactJson() {
        // {"a":"…"} has eight characters besides the text, and what is between its tokens does not count.
        String most = "{ \"a\" :  \"" + "é".repeat(8188) + "\" }";
        assertThat(read(MessageBody::read, trigger(most))).isInstanceOf(MessageBody.Trigger.class);

        FlowException refused = refused(MessageBody::read, trigger("{\"a\":\"" + "é".repeat(8188) + "x\"}"));
        assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(fields(refused)).containsOnlyKeys("context");
    }

    @Test
    void aContextThatGrowsWhenWrittenAgainIsMeasuredAsItIsStored() {
        String list = "[" + "1e9,".repeat(2900) + "1]"; // 11,603 bytes came, 17,403 would be stored
        assertThat(fields(refused(MessageBody::read, trigger("{\"a\":" + list + "}"))))
                .containsOnlyKeys("context");
    }

    @Test
    void anEventNeedsAName() {
        Function<JsonBody, EventRequest> event = body -> EventBody.read(body, TENANT);
        assertThat(fields(refused(event, "{\"data\":\"x\",\"idempotency_key\":5}")))
                .containsOnlyKeys("event_name", "data", "idempotency_key");
        assertThat(fields(refused(event, "{\"event_name\":\"\",\"idempotency_key\":\"\"}")))
                .containsOnlyKeys("event_name", "idempotency_key");
        assertThat(read(event, "{\"event_name\":\"e\",\"data\":null}"))
                .isEqualTo(new EventRequest(TENANT, "e", Map.of(), null));
    }

    private static String trigger(String context) {
        return "{\"text\":\"hi\",\"intentName\":\"x\",\"context\":" + context + "}";
    }

    private static <T> T read(Function<JsonBody, T> reader, String text) {
        return reader.apply(StrictJson.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static FlowException refused(Function<JsonBody, ?> reader, String text) {
        return catchThrowableOfType(FlowException.class, () -> read(reader, text));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> fields(FlowException refused) {
        return (Map<String, List<String>>) refused.details().get("fields");
    }
}

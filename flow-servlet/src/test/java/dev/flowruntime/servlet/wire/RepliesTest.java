package dev.flowruntime.servlet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.EventReply;
import dev.flowruntime.Intent;
import dev.flowruntime.QuickQuestion;
import dev.flowruntime.Reply;
import dev.flowruntime.SessionReply;
import dev.flowruntime.TokenUsage;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RepliesTest {
    private static final UUID ID = UUID.fromString("019e2667-0000-7000-8000-00000000000a");
    private static final ConversationId CONVERSATION = new ConversationId(ID);
    private static final ExecutionId EXECUTION = new ExecutionId(ID);

    @Test
    void aSessionHasAllMembersInTheirCasing() {
        Intent bare = new Intent(
                "a", "A", null, null, List.of(), List.of(), null, null, "solid", false, 0, new FlowId(ID), 1);
        Intent full = new Intent(
                "b",
                "\"B\"",
                "sub",
                "des",
                List.of("x", "y"),
                List.of("e"),
                new Intent.Icon("emoji", "📦"),
                "#0a7",
                "soft",
                true,
                -3,
                new FlowId(ID),
                2);
        SessionReply reply = new SessionReply(
                "tok.en",
                CONVERSATION,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                "shop",
                List.of(bare, full),
                List.of(
                        new QuickQuestion("Where?", "general", new FlowId(ID), "a"),
                        new QuickQuestion("Why?", "cart", null, null)));

        assertThat(text(Replies.session(reply)))
                .isEqualTo("{\"sessionToken\":\"tok.en\",\"conversationId\":\"" + ID
                        + "\",\"expiresAt\":\"2026-01-02T03:04:05.678Z\",\"widget\":{\"label\":\"shop\"},\"intents\":["
                        + "{\"name\":\"a\",\"displayLabel\":\"A\",\"subtitle\":null,\"description\":null,\"examples\":[],"
                        + "\"required_entities\":[],\"icon\":null,\"accentColor\":null,\"styleVariant\":\"solid\","
                        + "\"isPinned\":false,\"priority\":0},"
                        + "{\"name\":\"b\",\"displayLabel\":\"\\\"B\\\"\",\"subtitle\":\"sub\",\"description\":\"des\","
                        + "\"examples\":[\"x\",\"y\"],\"required_entities\":[\"e\"],"
                        + "\"icon\":{\"kind\":\"emoji\",\"value\":\"📦\"},\"accentColor\":\"#0a7\","
                        + "\"styleVariant\":\"soft\",\"isPinned\":true,\"priority\":-3}],\"quickQuestions\":["
                        + "{\"question\":\"Where?\",\"pageType\":\"general\",\"flowId\":\"" + ID
                        + "\",\"intentName\":\"a\"},"
                        + "{\"question\":\"Why?\",\"pageType\":\"cart\",\"flowId\":null,\"intentName\":null}]}");
    }

    @Test
    void aReplyHasAllMembersAlsoWhenTheyDoNotApply() {
        Reply reply = new Reply(EXECUTION, CONVERSATION, ExecutionStatus.RUNNING, List.of(), null, null, null, null);

        assertThat(text(Replies.chat(reply)))
                .isEqualTo("{\"reply\":{\"executionId\":\"" + ID + "\",\"conversationId\":\"" + ID
                        + "\",\"status\":\"running\",\"blocks\":[],\"expectedInput\":null,\"waitToken\":null,"
                        + "\"waitExpiresAt\":null,\"tokenUsage\":null}}");
    }

    @Test
    void aReplyHoldsPayloadsAndSchemaAsTheyAre() {
        Reply reply = new Reply(
                EXECUTION,
                CONVERSATION,
                ExecutionStatus.WAITING_INPUT,
                List.of(
                        new Block("b1", "message", new Json("{\"text\":\"é😀\"}"), null),
                        new Block("b2", "form", new Json("{}"), new Json("{\"m\":1}"))),
                new Json("{\"type\":\"object\"}"),
                "wait_1",
                Instant.parse("2026-01-02T03:04:05Z"),
                new TokenUsage(10, 5, "m", 1_500_000L));

        assertThat(text(Replies.chat(reply)))
                .contains("\"blocks\":[{\"id\":\"b1\",\"type\":\"message\",\"payload\":{\"text\":\"é😀\"}},"
                        + "{\"id\":\"b2\",\"type\":\"form\",\"payload\":{},\"meta\":{\"m\":1}}]")
                .contains("\"expectedInput\":{\"type\":\"form_submission\",\"schema\":{\"type\":\"object\"}}")
                .contains("\"waitToken\":\"wait_1\",\"waitExpiresAt\":\"2026-01-02T03:04:05Z\"")
                .contains("\"tokenUsage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
                        + "\"model\":\"m\",\"cost_micros\":1500000,\"cost_usd\":1.5}");
    }

    @Test
    void costsAreNullWithoutAPriceAndNeverInExponents() {
        assertThat(usage(null)).contains("\"cost_micros\":null,\"cost_usd\":null");
        assertThat(usage(0L)).contains("\"cost_usd\":0}");
        assertThat(usage(1L)).contains("\"cost_usd\":0.000001}");
        assertThat(usage(100_000_000L)).contains("\"cost_usd\":100}");
    }

    @Test
    void anEventReplyListsTheExecutions() {
        assertThat(text(EngineReplies.event(new EventReply(new EventId(ID), 1, List.of(EXECUTION)))))
                .isEqualTo(
                        "{\"event_id\":\"" + ID + "\",\"subscriptions_matched\":1,\"execution_ids\":[\"" + ID + "\"]}");
    }

    @Test
    void anErrorHasDetailsOnlyWhenThereAreSome() {
        assertThat(text(Replies.error("not_found", "no \"x\"", Map.of())))
                .isEqualTo("{\"error\":\"not_found\",\"message\":\"no \\\"x\\\"\"}");
        assertThat(text(Replies.error("e", "m", Map.of("fields", Map.of("a", List.of("b"))))))
                .isEqualTo("{\"error\":\"e\",\"message\":\"m\",\"details\":{\"fields\":{\"a\":[\"b\"]}}}");
    }

    @Test
    void aBrokenTextStillMakesAReply() {
        assertThat(text(Replies.error("e", "half \ud83d", Map.of()))).contains("half ?");
    }

    private static String usage(Long micros) {
        return text(Replies.chat(new Reply(
                EXECUTION,
                CONVERSATION,
                ExecutionStatus.COMPLETED,
                List.of(),
                null,
                null,
                null,
                new TokenUsage(1, 1, "m", micros))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

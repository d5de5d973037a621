package dev.flowruntime.internal;

import dev.flowruntime.TokenUsage;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.token.WaitTokens;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the outbox entries that tell a widget key's webhook what happened. */
final class Webhooks {
    private static final DateTimeFormatter WHOLE_SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    private final Services services;
    private final Keys keys;
    private final WaitTokens waitTokens;

    Webhooks(Services services, Keys keys) {
        this.services = services;
        this.keys = keys;
        this.waitTokens = services.signing().waits();
    }

    /** The entry for a change of status that a client could see; none where the conversation has no webhook. */
    List<OutboxEntry> executionUpdated(Turn turn, List<Block> blocks, Conversation conversation) {
        WidgetKey key = turn.status == ExecutionStatus.RUNNING ? null : listener(conversation);
        if (key == null) {
            return List.of();
        }
        Map<String, @Nullable Object> body = head("chat.execution.updated", key, turn.now);
        body.put("conversation_id", conversation.id().toString());
        body.put("execution_id", turn.execution.toString());
        body.put("mode", turn.state.resumed ? "resume" : "trigger");
        body.put("status", turn.status.wireName());
        body.put("blocks", Snapshots.json(blocks.subList(Math.min(turn.state.reported, blocks.size()), blocks.size())));
        body.put("wait_token", waitToken(turn));
        body.put("token_usage", usage(turn.state.untold.total()));
        return List.of(entry(key, conversation.id(), "chat.execution.updated", body, turn.now));
    }

    /** The entries for a conversation that comes back from people, or goes to them; none where it has no webhook. */
    List<OutboxEntry> handoffs(Turn turn, Conversation conversation) {
        WidgetKey key = turn.handoffs.isEmpty() ? null : listener(conversation);
        return key == null
                ? List.of()
                : turn.handoffs.stream()
                        .map(change -> handoff(key, turn, conversation, change))
                        .toList();
    }

    private OutboxEntry handoff(WidgetKey key, Turn turn, Conversation conversation, HandoffWait.Change change) {
        Map<String, @Nullable Object> body = head("chat.conversation.handoff", key, turn.now);
        body.put("conversation_id", conversation.id().toString());
        body.put("execution_id", turn.execution.toString());
        body.put("state", change.state());
        body.put("text", change.text());
        return entry(key, conversation.id(), "chat.conversation.handoff", body, turn.now);
    }

    private static @Nullable Map<String, @Nullable Object> usage(@Nullable TokenUsage usage) {
        if (usage == null) {
            return null;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("prompt_tokens", usage.promptTokens());
        tree.put("completion_tokens", usage.completionTokens());
        tree.put("total_tokens", usage.totalTokens());
        tree.put("model", usage.model());
        tree.put("cost_micros", usage.costMicros());
        tree.put("cost_usd", usage.costUsd());
        return tree;
    }

    /** The entry for a session that was opened; none where the key has no webhook. */
    List<OutboxEntry> sessionOpened(WidgetKey key, Conversation conversation, List<String> intents, Instant at) {
        if (key.webhook() == null) {
            return List.of();
        }
        Map<String, @Nullable Object> body = head("chat.session.opened", key, at);
        body.put("conversation_id", conversation.id().toString());
        body.put("customer_id", conversation.customerId());
        body.put("locale", conversation.locale());
        body.put("intents", intents);
        return List.of(entry(key, conversation.id(), "chat.session.opened", body, at));
    }

    /** The entry for a submission; none where the key has no webhook. */
    List<OutboxEntry> submissionRecorded(WidgetKey key, String formCode, Submission submission) {
        if (key.webhook() == null) {
            return List.of();
        }
        ConversationId conversation = submission.visitor().conversation();
        Map<String, @Nullable Object> body = head("form.submission.recorded", key, submission.submittedAt());
        body.put("form_id", submission.form().toString());
        body.put("form_code", formCode);
        body.put("submission_id", submission.id().toString());
        body.put("conversation_id", conversation == null ? null : conversation.toString());
        body.put("visitor_id", submission.visitor().id());
        body.put("values", JsonTree.read(submission.values()));
        return List.of(entry(key, null, "form.submission.recorded", body, submission.submittedAt()));
    }

    private @Nullable WidgetKey listener(Conversation conversation) {
        if (conversation.widgetKey() == null) {
            return null;
        }
        Keys.KnownKey known = keys.find(conversation.tenant(), conversation.widgetKey());
        return known == null || known.key().webhook() == null ? null : known.key();
    }

    private @Nullable String waitToken(Turn turn) {
        return turn.status == ExecutionStatus.WAITING_INPUT && turn.openWait != null
                ? waitTokens.issue(turn.tenant, turn.execution, turn.openWait.pause())
                : null;
    }

    private static Map<String, @Nullable Object> head(String event, WidgetKey key, Instant at) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("event", event);
        body.put("widget_key_id", key.id().toString());
        body.put("occurred_at", WHOLE_SECONDS.format(at));
        body.put("tenant_id", key.tenant().toString());
        return body;
    }

    private OutboxEntry entry(
            WidgetKey key,
            @Nullable ConversationId conversation,
            String event,
            Map<String, @Nullable Object> body,
            Instant at) {
        Json json = JsonTree.write(body);
        return new OutboxEntry(
                key.tenant(), new OutboxId(services.ids().get()), key.id(), conversation, event, json, at);
    }
}

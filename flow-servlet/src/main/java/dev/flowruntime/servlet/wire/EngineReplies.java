package dev.flowruntime.servlet.wire;

import dev.flowruntime.EventReply;
import dev.flowruntime.Intent;
import dev.flowruntime.LeasedTask;
import dev.flowruntime.Reply;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the replies of the Engine API. */
public final class EngineReplies {
    private EngineReplies() {}

    /** The same as {@link Replies#chat} in the words of the Engine API. */
    public static byte[] engine(Reply reply) {
        return Replies.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("execution_id", reply.executionId().toString());
            json.writeStringField("conversation_id", reply.conversationId().toString());
            json.writeStringField("status", reply.status().wireName());
            Replies.write(reply.blocks(), "blocks", json);
            json.writeFieldName("expected_input");
            Replies.writeExpected(reply.expectedInput(), json);
            json.writeObjectFieldStart("metadata");
            json.writeStringField("wait_token", reply.waitToken());
            Replies.text("wait_expires_at", reply.waitExpiresAt(), json);
            json.writeEndObject();
            json.writeFieldName("token_usage");
            Replies.write(reply.tokenUsage(), json);
            json.writeEndObject();
        });
    }

    /** @param etag as the header has it; null before it is known */
    public static byte[] intents(List<Intent> intents, @Nullable String etag) {
        return Replies.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("intents");
            for (Intent intent : intents) {
                json.writeStartObject();
                json.writeStringField("name", intent.name());
                json.writeStringField("display_label", intent.displayLabel());
                json.writeStringField("subtitle", intent.subtitle());
                json.writeStringField("description", intent.description());
                Replies.texts("examples", intent.examples(), json);
                Replies.texts("required_entities", intent.requiredEntities(), json);
                json.writeStringField("flow_id", intent.flow().toString());
                json.writeNumberField("flow_version", intent.flowVersion());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("etag", etag);
            json.writeNumberField("cache_max_age_seconds", 300);
            json.writeEndObject();
        });
    }

    public static byte[] tasks(List<LeasedTask> tasks) {
        return Replies.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("tasks");
            for (LeasedTask task : tasks) {
                json.writeStartObject();
                json.writeStringField("task_id", task.id().toString());
                json.writeStringField("queue", task.queue());
                json.writeStringField("execution_id", task.execution().toString());
                json.writeStringField("conversation_id", task.conversation().toString());
                Replies.raw("payload", task.payload(), json);
                json.writeNumberField("attempt", task.attempt());
                json.writeStringField("lease_token", task.leaseToken());
                json.writeStringField("lease_expires_at", task.leaseExpiresAt().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    public static byte[] task(String id, TaskState state) {
        return Replies.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("task_id", id);
            json.writeStringField("state", state.wireName());
            json.writeEndObject();
        });
    }

    public static byte[] event(EventReply reply) {
        return Replies.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("event_id", reply.eventId().toString());
            json.writeNumberField("subscriptions_matched", reply.subscriptionsMatched());
            json.writeArrayFieldStart("execution_ids");
            for (ExecutionId execution : reply.executionIds()) {
                json.writeString(execution.toString());
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}

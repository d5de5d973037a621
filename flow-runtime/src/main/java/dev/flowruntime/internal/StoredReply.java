package dev.flowruntime.internal;

import dev.flowruntime.Reply;
import dev.flowruntime.TokenUsage;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a turn's reply with its history event, so that whoever missed it is told the same. The execution, its
 * conversation and its status stand beside it, and the wait token follows from the pause.
 *
 * @param startedAt when the execution was started
 * @param pause the one that the reply's wait token was bound to; null when it had none
 */
record StoredReply(
        Instant startedAt,
        List<Block> blocks,
        @Nullable Json expectedInput,
        @Nullable Long pause,
        @Nullable Instant waitExpiresAt,
        @Nullable TokenUsage tokenUsage) {
    static Json write(Reply reply, Instant startedAt, @Nullable Long pause) {
        Json blocks = Snapshots.json(reply.blocks());
        StringBuilder text = new StringBuilder(blocks.text().length() + 256);
        text.append("{\"started\":\"")
                .append(startedAt)
                .append("\",\"blocks\":")
                .append(blocks.text());
        member(text, "input", reply.expectedInput());
        member(text, "pause", pause);
        member(text, "expires", reply.waitExpiresAt());
        TokenUsage usage = reply.tokenUsage();
        if (usage != null) {
            text.append(",\"usage\":{\"prompt\":").append(usage.promptTokens());
            text.append(",\"completion\":").append(usage.completionTokens());
            member(text, "model", usage.model());
            member(text, "micros", usage.costMicros());
            text.append('}');
        }
        return new Json(text.append('}').toString());
    }

    private static void member(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            JsonTree.append(text.append(",\"").append(name).append("\":"), value);
        }
    }

    static StoredReply read(Json json) {
        Map<String, @Nullable Object> tree = JsonTree.readObject(json);
        Object input = tree.get("input");
        return new StoredReply(
                Instant.parse(String.valueOf(tree.get("started"))),
                Snapshots.blocks(tree.get("blocks")),
                input == null ? null : JsonTree.write(input),
                (Long) tree.get("pause"),
                tree.get("expires") instanceof String expires ? Instant.parse(expires) : null,
                tree.get("usage") instanceof Map<?, ?> usage ? usage(usage) : null);
    }

    private static TokenUsage usage(Map<?, ?> tree) {
        return new TokenUsage(
                number(tree, "prompt"), number(tree, "completion"), String.valueOf(tree.get("model")), (Long)
                        tree.get("micros"));
    }

    private static long number(Map<?, ?> tree, String name) {
        return tree.get(name) instanceof Long number ? number : 0;
    }
}

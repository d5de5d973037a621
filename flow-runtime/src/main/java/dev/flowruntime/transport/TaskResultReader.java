package dev.flowruntime.transport;

import dev.flowruntime.document.ForeignJson;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads results, and refuses what no store should be asked to keep. */
final class TaskResultReader {
    private static final int MAX_BYTES = 256 * 1024;

    private final Map<String, @Nullable Object> members;

    private TaskResultReader(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    static TaskResult read(byte[] body) throws UnreadableResultException {
        if (body.length > MAX_BYTES) {
            throw new UnreadableResultException("the result is larger than " + MAX_BYTES + " bytes");
        }
        return new TaskResultReader(members(body)).result();
    }

    @SuppressWarnings("unchecked") // objects of JSON have text keys only
    private static Map<String, @Nullable Object> members(byte[] body) throws UnreadableResultException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (ForeignJson.read(text) instanceof Map<?, ?> object) {
                return (Map<String, @Nullable Object>) object;
            }
            throw new UnreadableResultException("the result is not a JSON object");
        } catch (CharacterCodingException e) {
            throw new UnreadableResultException("the result is not in UTF-8");
        } catch (IllegalArgumentException e) {
            throw new UnreadableResultException("the result " + e.getMessage());
        }
    }

    private TaskResult result() throws UnreadableResultException {
        TenantId tenant = TenantId.of(id("tenant_id"));
        TaskId task = TaskId.of(id("task_id"));
        Object state = members.get("state");
        if ("completed".equals(state)) {
            return new TaskResult.Completed(tenant, task, data());
        }
        if (!"failed".equals(state)) {
            throw new UnreadableResultException("state must be completed or failed");
        }
        if (!(members.get("message") instanceof String message)) {
            throw new UnreadableResultException("message must be a text");
        }
        return isPermanent()
                ? new TaskResult.FailedForGood(tenant, task, message)
                : new TaskResult.Failed(tenant, task, attempt(), message);
    }

    private String id(String name) throws UnreadableResultException {
        if (members.get(name) instanceof String text && Ids.isUuid(text)) {
            return text;
        }
        throw new UnreadableResultException(name + " must be a UUID");
    }

    @SuppressWarnings("unchecked") // objects of JSON have text keys only
    private Map<String, @Nullable Object> data() throws UnreadableResultException {
        Object data = members.get("data");
        if (data == null) {
            return Map.of();
        }
        if (data instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new UnreadableResultException("data must be an object");
    }

    private boolean isPermanent() throws UnreadableResultException {
        Object permanent = members.get("permanent");
        if (permanent == null) {
            return false;
        }
        if (permanent instanceof Boolean flag) {
            return flag;
        }
        throw new UnreadableResultException("permanent must be true or false");
    }

    private int attempt() throws UnreadableResultException {
        if (members.get("attempt") instanceof Long attempt && attempt >= 1 && attempt <= Integer.MAX_VALUE) {
            return attempt.intValue();
        }
        throw new UnreadableResultException("attempt must be that of the task, a whole number from 1");
    }
}

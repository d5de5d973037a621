package dev.flowruntime;

import dev.flowruntime.model.TenantId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something happened outside: it starts the flows that it triggers and wakes the executions that wait for it.
 *
 * @param data may name what it is meant for by {@code task_id} or {@code execution_id}
 * @param idempotencyKey a repeat of it gets the first reply
 */
public record EventRequest(
        TenantId tenant,
        String eventName,
        Map<String, @Nullable Object> data,
        @Nullable String idempotencyKey) {
    public EventRequest {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}

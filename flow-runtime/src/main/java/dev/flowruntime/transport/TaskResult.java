package dev.flowruntime.transport;

import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker says of a task that came to it over a transport. */
public sealed interface TaskResult {
    TenantId tenant();

    TaskId task();

    /**
     * The task is done.
     *
     * @param data the result, which the flow reads as the output of its await
     */
    record Completed(TenantId tenant, TaskId task, Map<String, @Nullable Object> data) implements TaskResult {
        public Completed {
            data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        }
    }

    /**
     * The task was not done: it is sent again, unless its attempts are used up.
     *
     * @param attempt which one failed, as its {@link TaskMessage} said; of several failures of one attempt one counts
     * @param message what the flow reads as {@code node.<id>.error} when there is no attempt left
     */
    record Failed(TenantId tenant, TaskId task, int attempt, String message) implements TaskResult {}

    /**
     * The task cannot be done, now or later.
     *
     * @param message what the flow reads as {@code node.<id>.error}
     */
    record FailedForGood(TenantId tenant, TaskId task, String message) implements TaskResult {}

    /**
     * Reads the body of a message: a JSON object with {@code tenant_id}, {@code task_id} and {@code state}. {@code completed}
     * may have {@code data}, an object; {@code failed} has a {@code message}, and either {@code attempt} or {@code
     * "permanent": true}. Other members are ignored. At most 256 KiB.
     *
     * @throws UnreadableResultException when it is none
     */
    static TaskResult read(byte[] body) throws UnreadableResultException {
        return TaskResultReader.read(body);
    }

    /** As {@link #read(byte[])}. */
    static TaskResult read(String body) throws UnreadableResultException {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }
}

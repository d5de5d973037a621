package dev.flowruntime.store;

import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * How a task ends.
 *
 * @param state one that is not open
 * @param generation the lease under which a worker settles it; null when an outside event does, lease or none
 */
public record TaskSettlement(
        TaskId task, TaskState state, @Nullable Long generation) {
    public TaskSettlement {
        if (state.isOpen()) {
            throw new IllegalArgumentException("a settlement closes the task");
        }
    }
}

package dev.flowruntime.store.memory;

import dev.flowruntime.model.TaskRecord;

/** A task; guarded by the lock of its conversation. */
final class TaskRow {
    final Key key;
    final ExecutionRow execution;
    final Appointment<TaskRow> claimable = new Appointment<>();
    TaskRecord task;

    TaskRow(ExecutionRow execution, TaskRecord task) {
        this.key = new Key(task.tenant(), task.id().value());
        this.execution = execution;
        this.task = task;
    }
}

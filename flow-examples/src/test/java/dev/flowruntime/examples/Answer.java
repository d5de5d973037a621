package dev.flowruntime.examples;

import dev.flowruntime.model.TaskId;
import java.util.List;

/**
 * An answer that a worker of {@link TaskChaos} gives; no two are the same.
 *
 * @param attempt whose it is
 * @param way {@code lease} when the worker shows its lease; {@code event} when it comes as an event
 * @param number among those of the attempt that go this way
 */
record Answer(TaskId task, long attempt, String way, int number) {
    static Answer of(TaskId task, long attempt, String way) {
        return new Answer(task, attempt, way, 1);
    }

    static Answer parse(String text) {
        List<String> parts = List.of(text.split("/", -1));
        return new Answer(
                TaskId.of(parts.get(0)), Long.parseLong(parts.get(1)), parts.get(2), Integer.parseInt(parts.get(3)));
    }

    Answer next() {
        return new Answer(task, attempt, way, number + 1);
    }

    boolean isUnderLease() {
        return way.equals("lease");
    }

    String text() {
        return task + "/" + attempt + "/" + way + "/" + number;
    }
}

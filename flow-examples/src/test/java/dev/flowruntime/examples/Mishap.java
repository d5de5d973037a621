package dev.flowruntime.examples;

import dev.flowruntime.model.TaskId;

/** What goes wrong with an attempt at a task; told by the task and the attempt, so that whoever looks knows it. */
enum Mishap {
    NONE,
    /** The worker dies in the middle: it never answers. 5 of 100. */
    KILLED,
    /** The worker is paused for twice its lease, and then answers. 3 of 100. */
    PAUSED,
    /** The worker answers at about the end of its lease. 5 of 100. */
    LATE,
    /** The worker answers, and answers again when that was taken. 5 of 100. */
    TWICE,
    /** The worker answers twice at once. 5 of 100. */
    TWICE_AT_ONCE;

    static Mishap of(TaskId task, long attempt) {
        int percent = chance(task, attempt, 1, 100);
        if (percent < 5) {
            return KILLED;
        }
        if (percent < 8) {
            return PAUSED;
        }
        if (percent < 13) {
            return LATE;
        }
        if (percent < 18) {
            return TWICE;
        }
        return percent < 23 ? TWICE_AT_ONCE : NONE;
    }

    /** One of so many numbers from 0, another one for each purpose. */
    static int chance(TaskId task, long attempt, int purpose, int bound) {
        long mixed = task.value().getMostSignificantBits() ^ task.value().getLeastSignificantBits();
        mixed = (mixed + 31 * attempt + purpose) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return (int) Math.floorMod(mixed ^ mixed >>> 32, (long) bound);
    }
}

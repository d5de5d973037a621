package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.model.Json;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** How many rows of each kind an execution's turns have written by now: its state, for plain SQL to count after. */
record Counts(long messages, long entries, long tasks, long audits, long consumed) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    static Counts of(Json state) {
        String text = state.text();
        long[] all = Arrays.stream(text.substring(1, text.length() - 1).split(",", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Counts(all[0], all[1], all[2], all[3], all[4]);
    }

    Counts plus(Counts more) {
        return new Counts(
                messages + more.messages,
                entries + more.entries,
                tasks + more.tasks,
                audits + more.audits,
                consumed + more.consumed);
    }

    Json toJson() {
        return new Json(LongStream.of(messages, entries, tasks, audits, consumed)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "[", "]")));
    }
}

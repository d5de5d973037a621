package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.examples.TaskLatency.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link TaskLatency}, with room for a busy machine. */
@Timeout(120)
class TaskLatencyTest {
    /** Half of what it takes on average when a worker finds its task by looking each 200 ms. */
    private static final double BY_WAKING_MILLIS = 50;

    @Test
    void aCommitWakesTheWorkerOfItsTask() throws Exception {
        try (TaskLatency latency = new TaskLatency(RunDatabase.onTheSharedServer())) {
            Verdict verdict = latency.run(10, 20);
            assertThat(verdict.tasks()).isEqualTo(verdict.wanted());
            assertThat(verdict.medianMillis()).isLessThan(BY_WAKING_MILLIS);
        }
    }
}

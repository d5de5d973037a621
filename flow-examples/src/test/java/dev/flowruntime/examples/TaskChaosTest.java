package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.examples.TaskChaos.Plan;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link TaskChaos}: its nodes are in this process, and none is killed. */
@Timeout(120)
class TaskChaosTest {
    @Test
    void eachTaskHasOneAcceptedResultWhateverItsWorkersDo() throws Exception {
        Plan plan = new Plan(200, 0, Duration.ofSeconds(1));
        try (TaskChaos chaos =
                new TaskChaos(RunDatabase.onTheSharedServer(), 2, store -> new TaskNode(store, plan.lease()))) {
            TaskVerdict verdict = chaos.run(plan);
            assertThat(verdict.holds()).as("%s", verdict).isTrue();
        }
    }
}

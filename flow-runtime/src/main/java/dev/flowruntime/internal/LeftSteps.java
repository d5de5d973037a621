package dev.flowruntime.internal;

import dev.flowruntime.model.Execution;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ExecutionStore.Due;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps with effects that are nobody's: those of turns that no caller waits for, and those whose worker died. */
final class LeftSteps implements WorkSource {
    private static final Logger LOG = LoggerFactory.getLogger(LeftSteps.class);
    /** How often a step is taken before it counts as failed. */
    static final int MAX_ATTEMPTS = 5;

    private final Services services;
    private final Continuation continuation;

    LeftSteps(Services services, Continuation continuation) {
        this.services = services;
        this.continuation = continuation;
    }

    @Override
    public List<Runnable> claim(int limit) {
        return services
                .store()
                .executions()
                .claimDue(
                        Due.STEP, new Claim(services.now(), services.settings().lease(), limit))
                .stream()
                .<Runnable>map(standing -> () -> run(Snapshots.parse(standing)))
                .toList();
    }

    private void run(Snapshot running) {
        Execution claimed = running.execution();
        LOG.debug("taking a step of execution {}, attempt {}", running.id(), claimed.attempts());
        Advanced advanced = new Advanced(running, false);
        if (claimed.attempts() > MAX_ATTEMPTS) {
            IllegalStateException failure = new IllegalStateException(
                    "the step was given up after " + MAX_ATTEMPTS + " attempts that did not come to an end");
            advanced = continuation.again(running, TurnRequest.of(new TurnInput.StepFailed(failure)));
        }
        if (advanced != null) {
            continuation.runOn(advanced);
        }
    }
}

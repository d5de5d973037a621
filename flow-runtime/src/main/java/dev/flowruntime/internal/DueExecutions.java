package dev.flowruntime.internal;

import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.Claim;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives executions the turns that nobody asks for: time-outs, reminders, moments waited for, steps left by a dead worker. */
final class DueExecutions implements WorkSource {
    private static final Logger LOG = LoggerFactory.getLogger(DueExecutions.class);

    private final Services services;
    private final Snapshots snapshots;
    private final Continuation continuation;

    DueExecutions(Services services, Snapshots snapshots, Continuation continuation) {
        this.services = services;
        this.snapshots = snapshots;
        this.continuation = continuation;
    }

    @Override
    public List<Runnable> claim(int limit) {
        return services
                .store()
                .executions()
                .claimDue(new Claim(services.now(), services.settings().lease(), limit))
                .stream()
                .<Runnable>map(execution -> () -> wake(execution))
                .toList();
    }

    private void wake(Execution claimed) {
        Snapshot snapshot = snapshots.load(claimed.tenant(), claimed.id());
        if (snapshot == null || snapshot.execution().revision() != claimed.revision()) {
            return; // somebody moved it on since it was claimed
        }
        if (claimed.status() == ExecutionStatus.RUNNING) {
            takeOver(snapshot, claimed.attempts());
            return;
        }
        Advanced advanced = continuation.takeEvent(snapshot);
        if (advanced == null) {
            TurnInput input = dueInput(claimed.openWait(), services.now());
            if (input == null) {
                Wait wait = claimed.openWait();
                services.store().executions().reschedule(claimed, wait == null ? null : wait.nextDue());
                return;
            }
            advanced = continuation.again(snapshot, TurnRequest.of(input));
        }
        if (advanced != null) {
            continuation.carryOn(advanced);
        }
    }

    private void takeOver(Snapshot running, int attempts) {
        LOG.info("taking over a step of execution {}, attempt {}", running.id(), attempts);
        if (attempts <= Continuation.MAX_STEP_ATTEMPTS) {
            continuation.carryOn(new Advanced(running, false));
            return;
        }
        IllegalStateException failure = new IllegalStateException("the step was given up after "
                + Continuation.MAX_STEP_ATTEMPTS + " attempts that did not come to an end");
        Advanced advanced = continuation.again(running, TurnRequest.of(new TurnInput.StepFailed(failure)));
        if (advanced != null) {
            continuation.carryOn(advanced);
        }
    }

    private static @Nullable TurnInput dueInput(@Nullable Wait wait, Instant now) {
        if (wait == null) {
            return null;
        }
        if (wait.expiresAt() != null && !now.isBefore(wait.expiresAt())) {
            return wait.kind() == Wait.Kind.TIME ? new TurnInput.Fire() : new TurnInput.TimeOut();
        }
        return wait.remindAt() != null && !now.isBefore(wait.remindAt()) ? new TurnInput.Remind() : null;
    }
}

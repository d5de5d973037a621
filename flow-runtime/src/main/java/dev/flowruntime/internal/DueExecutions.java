package dev.flowruntime.internal;

import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ExecutionStore.Due;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives executions that wait the turns that nobody asks for: time-outs, reminders, moments, events that were not served. */
final class DueExecutions implements WorkSource {
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
                .claimDue(
                        Due.WAIT, new Claim(services.now(), services.settings().lease(), limit))
                .stream()
                .<Runnable>map(execution -> () -> wake(execution))
                .toList();
    }

    private void wake(Execution claimed) {
        Snapshot snapshot = snapshots.of(claimed); // if somebody moved it on since it was claimed, the commit tells
        if (snapshot == null) {
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

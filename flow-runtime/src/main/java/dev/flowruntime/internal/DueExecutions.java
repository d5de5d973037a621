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
    private final Continuation continuation;

    DueExecutions(Services services, Continuation continuation) {
        this.services = services;
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
                .<Runnable>map(standing -> () -> wake(Snapshots.parse(standing)))
                .toList();
    }

    /** If somebody moved it on since it was claimed, the commit tells. */
    private void wake(Snapshot snapshot) {
        Execution claimed = snapshot.execution();
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

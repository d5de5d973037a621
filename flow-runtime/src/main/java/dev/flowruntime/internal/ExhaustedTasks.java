package dev.flowruntime.internal;

import dev.flowruntime.model.TaskState;
import dev.flowruntime.store.Claim;
import java.util.List;

/** Closes tasks whose attempts are used up. */
final class ExhaustedTasks implements WorkSource {
    private final Services services;
    private final TaskLeases leases;

    ExhaustedTasks(Services services, TaskLeases leases) {
        this.services = services;
        this.leases = leases;
    }

    @Override
    public List<Runnable> claim(int limit) {
        Claim claim = new Claim(services.now(), services.settings().lease(), limit);
        return services.store().tasks().claimExhausted(claim).stream()
                .<Runnable>map(task -> () -> leases.close(task, TaskState.DEAD, "its attempts are used up"))
                .toList();
    }
}

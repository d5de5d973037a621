package dev.flowruntime.internal;

import dev.flowruntime.Task;
import dev.flowruntime.TaskWorker;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.store.Claim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands tasks to the workers in this process. */
public final class DueTasks implements WorkSource {
    private static final Logger LOG = LoggerFactory.getLogger(DueTasks.class);

    private final Services services;
    private final TaskLeases leases;
    private final Map<String, TaskWorker> workers = new ConcurrentHashMap<>();

    DueTasks(Services services, TaskLeases leases) {
        this.services = services;
        this.leases = leases;
    }

    /** Adds the worker of a queue that has none. */
    void register(String queue, TaskWorker worker) {
        workers.put(queue, worker);
    }

    @Override
    public List<Runnable> claim(int limit) {
        if (workers.isEmpty()) {
            return List.of();
        }
        Claim claim = new Claim(services.now(), services.settings().lease(), limit);
        return services.store().tasks().claim(null, Set.copyOf(workers.keySet()), claim).stream()
                .<Runnable>map(task -> () -> perform(task))
                .toList();
    }

    private void perform(TaskRecord task) {
        TaskWorker worker = workers.get(task.queue());
        if (worker == null) {
            return; // not possible: workers are never taken away
        }
        Map<String, @Nullable Object> result;
        try {
            Map<String, @Nullable Object> given = worker.work(call(task));
            result = given == null ? Map.of() : given;
        } catch (TaskWorker.PermanentFailure e) {
            leases.close(task, TaskState.FAILED, String.valueOf(e.getMessage()));
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the lease ends, and the task is done again
        } catch (Exception e) {
            LOG.warn("attempt {} of task {} in {} failed", task.attempts(), task.id(), task.queue(), e);
            leases.retry(task, String.valueOf(e.getMessage()));
            return;
        }
        if (!leases.complete(task, result)) {
            LOG.info("the result of task {} came after its lease was lost", task.id());
        }
    }

    private static Task call(TaskRecord task) {
        Object payload = JsonTree.read(task.payload());
        return new Task(
                task.tenant(),
                task.id(),
                task.queue(),
                task.execution(),
                task.conversation(),
                payload instanceof Map<?, ?> ? JsonTree.readObject(task.payload()) : value(payload),
                task.attempts());
    }

    private static Map<String, @Nullable Object> value(@Nullable Object payload) {
        Map<String, @Nullable Object> wrapped = new LinkedHashMap<>(2);
        wrapped.put("value", payload);
        return wrapped;
    }
}

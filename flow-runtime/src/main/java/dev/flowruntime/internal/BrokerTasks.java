package dev.flowruntime.internal;

import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.store.Claim;
import dev.flowruntime.transport.BrokerDownException;
import dev.flowruntime.transport.RefusedTaskException;
import dev.flowruntime.transport.TaskMessage;
import dev.flowruntime.transport.TaskResult;
import dev.flowruntime.transport.TaskResults;
import dev.flowruntime.transport.TaskTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the tasks of some queues over one transport, and settles them by what comes back.
 *
 * <p>To be sent is no attempt. A task is claimed for as long as sending takes, and held for the queue's own lease once it is
 * sent; what the broker does not take is given back, and its queue rests. Only a failure that a worker tells of counts, once for
 * each attempt.
 */
final class BrokerTasks implements WorkSource, TaskResults {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerTasks.class);
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final Services services;
    private final EventInbox inbox;
    private final TaskLeases leases;
    private final TaskTransport transport;
    private final Map<String, Duration> queues = new ConcurrentHashMap<>();
    private final Map<String, Rest> rests = new ConcurrentHashMap<>();

    /**
     * For how long nothing is sent.
     *
     * @param until by the clock of {@link Services#nanoTime}
     */
    private record Rest(Duration length, long until) {}

    BrokerTasks(Services services, Engine engine, TaskTransport transport) {
        this.services = services;
        this.inbox = engine.inbox();
        this.leases = engine.taskLeases();
        this.transport = transport;
    }

    /** @param lease how long the broker has to bring a result before a task is sent again */
    void add(String queue, Duration lease) {
        queues.put(queue, lease);
    }

    @Override
    public List<Runnable> claim(int limit) {
        long now = services.nanoTime().getAsLong();
        Set<String> served =
                queues.keySet().stream().filter(queue -> !restsAt(queue, now)).collect(Collectors.toUnmodifiableSet());
        if (served.isEmpty()) {
            return List.of();
        }
        Claim claim = new Claim(services.now(), services.settings().lease(), limit);
        return services.store().tasks().claimUncounted(served, claim).stream()
                .<Runnable>map(task -> () -> send(task))
                .toList();
    }

    private boolean restsAt(String queue, long now) {
        Rest rest = rests.get(queue);
        return rest != null && rest.until - now > 0;
    }

    private void send(TaskRecord task) {
        try {
            transport.send(message(task));
        } catch (BrokerDownException e) {
            Duration rest = rest(task.queue(), e);
            // Behind the others that are due, in case it is this one that the broker cannot take.
            services.store().tasks().release(task, services.now().plus(rest));
            return;
        } catch (RefusedTaskException e) {
            LOG.warn("task {} in {} could not be sent", task.id(), task.queue(), e);
            leases.retry(task.attempted(), "it could not be sent: " + e.getMessage());
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the lease ends, and the task is sent again
        }
        if (rests.remove(task.queue()) != null) {
            LOG.info("tasks of {} are sent again", task.queue());
        }
        hold(task);
    }

    private static TaskMessage message(TaskRecord task) {
        return new TaskMessage(
                task.tenant(),
                task.id(),
                task.queue(),
                task.execution(),
                task.conversation(),
                task.payload(),
                task.attempts() + 1,
                task.deadline());
    }

    /** Many sends that fail at once are one reason to rest, and told once. */
    private Duration rest(String queue, BrokerDownException failure) {
        long now = services.nanoTime().getAsLong();
        Rest rest = Objects.requireNonNull(rests.compute(queue, (name, before) -> {
            if (before != null && before.until - now > 0) {
                return before;
            }
            Duration length = before == null ? SHORTEST_REST : before.length.multipliedBy(2);
            length = length.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : length;
            if (before == null) {
                LOG.warn("tasks of {} cannot be sent; they wait", name, failure);
            }
            return new Rest(length, now + length.toNanos());
        }));
        return rest.length;
    }

    /** A result may have been quicker, and then there is nothing to hold. */
    private void hold(TaskRecord task) {
        Duration lease = queues.getOrDefault(task.queue(), services.settings().lease());
        Duration left = Duration.between(services.now(), task.deadline());
        Duration held = left.compareTo(lease) < 0 ? left : lease;
        if (held.compareTo(Duration.ZERO) > 0) {
            services.store().tasks().extend(task, services.now(), held);
        }
    }

    @Override
    public boolean settle(TaskResult result) {
        TaskRecord task = find(result);
        if (task == null || !task.state().isOpen()) {
            return false;
        }
        if (result instanceof TaskResult.Completed completed) {
            return inbox.settleOpen(task, TaskState.COMPLETED, completed.data());
        }
        if (result instanceof TaskResult.FailedForGood failed) {
            return inbox.settleOpen(task, TaskState.FAILED, Map.of("message", failed.message()));
        }
        return result instanceof TaskResult.Failed failed && countFailure(task, failed);
    }

    private @Nullable TaskRecord find(TaskResult result) {
        return services.store().tasks().find(result.tenant(), result.task()).orElse(null);
    }

    private boolean countFailure(TaskRecord found, TaskResult.Failed failure) {
        TaskRecord task = found;
        while (task != null && task.state() == TaskState.LEASED && task.attempts() + 1 == failure.attempt()) {
            if (leases.retry(task.attempted(), failure.message()) != null) {
                return true;
            }
            task = find(failure); // it was sent again, or settled, in this very moment
        }
        return false;
    }
}

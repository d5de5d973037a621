package dev.flowruntime.internal;

import dev.flowruntime.LeasedTask;
import dev.flowruntime.TaskClaim;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Hands tasks to workers outside this process, who may wait for some: in the order in which they came, at once when a turn of this
 * node leaves a task, at the next look otherwise.
 */
public final class TaskClaims implements WorkSource {
    private static final int MAX_WAITING = 1_000;

    private final Services services;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean serving;

    private record Waiting(TaskClaim claim, long until, CompletableFuture<List<LeasedTask>> answer) {}

    TaskClaims(Services services) {
        this.services = services;
    }

    public List<LeasedTask> now(TaskClaim claim) {
        Duration lease = claim.lease() == null ? services.settings().lease() : claim.lease();
        return services
                .store()
                .tasks()
                .claim(claim.tenant(), Set.of(claim.queue()), new Claim(services.now(), lease, claim.limit()))
                .stream()
                .map(this::leased)
                .toList();
    }

    private LeasedTask leased(TaskRecord task) {
        return new LeasedTask(
                task.id(),
                task.queue(),
                task.execution(),
                task.conversation(),
                task.payload(),
                task.attempts(),
                services.signing().leases().issue(task.tenant(), task.id(), task.generation()),
                task.dueAt());
    }

    public CompletionStage<List<LeasedTask>> within(TaskClaim claim, Duration wait) {
        List<LeasedTask> found = now(claim);
        if (!found.isEmpty() || wait.isZero()) {
            return CompletableFuture.completedFuture(found);
        }
        long until = services.nanoTime().getAsLong() + wait.toNanos();
        Waiting added = new Waiting(claim, until, new CompletableFuture<>());
        synchronized (waiting) {
            if (!serving || waiting.size() >= MAX_WAITING) {
                return CompletableFuture.completedFuture(found);
            }
            waiting.add(added);
        }
        return added.answer;
    }

    /** From now on somebody looks now and then, so that one may wait. */
    void start() {
        synchronized (waiting) {
            serving = true;
        }
    }

    /** Nobody waits any longer. */
    void stop() {
        List<Waiting> left;
        synchronized (waiting) {
            serving = false;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(one -> one.answer.complete(List.of()));
    }

    /** Looks once for each tenant and queue that somebody waits for; what is found is handed over on another thread. */
    @Override
    public List<Runnable> claim(int limit) {
        List<Runnable> work = new ArrayList<>();
        long now = services.nanoTime().getAsLong();
        List<Waiting> all;
        synchronized (waiting) {
            all = List.copyOf(waiting);
        }
        Set<Object> empty = new HashSet<>();
        for (Waiting one : all) {
            if (work.size() == limit) {
                break;
            }
            Runnable handover = handover(one, empty);
            if (handover == null && one.until - now <= 0) {
                handover = () -> one.answer.complete(List.of());
            }
            if (handover != null && remove(one)) {
                work.add(handover);
            }
        }
        return work;
    }

    private @Nullable Runnable handover(Waiting one, Set<Object> empty) {
        Object line = List.of(one.claim.tenant(), one.claim.queue());
        if (empty.contains(line)) {
            return null;
        }
        try {
            List<LeasedTask> found = now(one.claim);
            if (found.isEmpty()) {
                empty.add(line);
                return null;
            }
            return () -> one.answer.complete(found);
        } catch (StoreException e) {
            return () -> one.answer.completeExceptionally(e);
        }
    }

    private boolean remove(Waiting one) {
        synchronized (waiting) {
            return waiting.remove(one);
        }
    }
}

package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.ExecutionStore.Due;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.Settlement;
import dev.flowruntime.store.jdbc.crash.Caller.Heard;
import dev.flowruntime.store.jdbc.crash.Operation.Step;
import dev.flowruntime.store.jdbc.crash.Operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Claims, and what ends a lease. */
final class Queues {
    private static final int DUE = 3;

    private Queues() {}

    /** What workers do with every piece of work. */
    static List<Operation> ofWorkers() {
        return List.of(
                new Operation("claim executions", Queues::claimExecutions),
                new Operation("claim tasks", Queues::claimTasks),
                new Operation("claim deliveries", Queues::claimDeliveries),
                new Operation("claim unfinished events", Queues::claimEvents),
                new Operation("settle a delivery", scene -> settle(scene, Delivery.State.DELIVERED)));
    }

    static List<Operation> all() {
        return Stream.concat(ofWorkers().stream(), others().stream()).toList();
    }

    static List<Operation> others() {
        return List.of(
                new Operation("claim tasks without counting", Queues::claimTasksUncounted),
                new Operation("claim a tenant's tasks", Queues::claimTenantTasks),
                new Operation("put a delivery off", scene -> settle(scene, Delivery.State.PENDING)),
                new Operation("extend a task's lease", Queues::extend),
                new Operation("give a task back", Queues::release),
                new Operation("reschedule an execution", Queues::reschedule));
    }

    private static Claim claim(Scene scene) {
        return new Claim(scene.now(), Scene.LEASE, 100);
    }

    private static Instant soon(Scene scene) {
        return scene.now().plus(Duration.ofMinutes(30));
    }

    private static TurnDraft opening(Scene scene) {
        return scene.first(new ConversationChange.Open(scene.newConversation(null)));
    }

    /**
     * What a kind of row is claimed by.
     *
     * @param due how many can be claimed
     * @param key what tells two claimed rows apart
     */
    private record Line<T>(int due, Function<FlowStore, List<T>> claim, Function<T, Object> key) {}

    private static Step claimExecutions(Scene scene) {
        for (int i = 0; i < DUE; i++) {
            scene.commit(opening(scene).wakesAt(scene.now()));
        }
        return claimed(
                scene,
                new Line<>(
                        DUE,
                        store -> store.executions().claimDue(Due.WAIT, claim(scene)),
                        due -> due.execution().id()));
    }

    private static Step claimTasks(Scene scene) {
        scene.commit(opening(scene).enqueues(DUE, scene.now()));
        return claimed(
                scene,
                new Line<>(DUE, store -> store.tasks().claim(null, Set.of(Scene.QUEUE), claim(scene)), TaskRecord::id));
    }

    private static Step claimTasksUncounted(Scene scene) {
        scene.commit(opening(scene).enqueues(Scene.BROKERED, DUE, scene.now()));
        return claimed(
                scene,
                new Line<>(
                        DUE,
                        store -> store.tasks().claimUncounted(Set.of(Scene.BROKERED), claim(scene)),
                        TaskRecord::id));
    }

    private static Step claimTenantTasks(Scene scene) {
        scene.commit(opening(scene).enqueues(DUE, scene.now()));
        return claimed(
                scene,
                new Line<>(
                        DUE,
                        store -> store.tasks().claim(scene.tenant(), Set.of(Scene.QUEUE, "billing"), claim(scene)),
                        TaskRecord::id));
    }

    private static Step claimDeliveries(Scene scene) {
        twoEntries(scene);
        twoEntries(scene);
        return claimed(
                scene,
                new Line<>(
                        2,
                        store -> store.outbox().claim(claim(scene), EndpointLimits.NONE),
                        delivery -> delivery.entry().id()));
    }

    /** In one line, by two commits, so that the second is not known to be behind the first. */
    private static void twoEntries(Scene scene) {
        Conversation conversation = scene.newConversation(null);
        Execution first = scene.commit(
                scene.first(new ConversationChange.Open(conversation)).sends(1, scene.now()));
        scene.commit(scene.after(first, conversation).sends(1, scene.now()));
    }

    private static Step claimEvents(Scene scene) {
        for (int i = 0; i < DUE; i++) {
            scene.accept(scene.newEvent("parcel.arrived", null, null), Duration.ZERO);
        }
        return claimed(
                scene, new Line<>(DUE, store -> store.inboxEvents().claimUnfinished(claim(scene)), InboxEvent::id));
    }

    private static <T> Step claimed(Scene scene, Line<T> line) {
        return caller -> {
            Heard<List<T>> heard = caller.ask(line.claim);
            return () -> {
                List<T> first = heard.answer() == null ? List.of() : heard.answer();
                List<T> second = line.claim.apply(scene.store());
                scene.elapse(Scene.LEASE);
                List<T> third = line.claim.apply(scene.store());
                return contradictions(keys(line, first), keys(line, second), keys(line, third), line.due);
            };
        };
    }

    private static <T> List<Object> keys(Line<T> line, List<T> rows) {
        return rows.stream().map(line.key).toList();
    }

    /** A claim that was cut and tried again may get nothing: its dead connection has the rows until the server sees that. */
    private static List<String> contradictions(List<Object> first, List<Object> second, List<Object> third, int due) {
        List<String> found = new ArrayList<>();
        List<Object> both = new ArrayList<>(first);
        both.addAll(second);
        Set<Object> distinct = new HashSet<>(both);
        if (distinct.size() < both.size()) {
            found.add("two hold the same row: " + first + " and " + second);
        }
        if (third.size() != due || new HashSet<>(third).size() != due || !new HashSet<>(third).containsAll(distinct)) {
            found.add("after the leases not all were claimed, but " + third);
        }
        return found;
    }

    private static Step settle(Scene scene, Delivery.State state) {
        twoEntries(scene);
        Delivery held =
                scene.store().outbox().claim(claim(scene), EndpointLimits.NONE).get(0);
        Instant dueAt = soon(scene);
        return changed(caller -> caller.ask(store -> store.outbox().settle(held, settlement(state, dueAt))), () -> {
            boolean settled = delivery(scene, held)
                    .filter(found -> found.state() == state && found.dueAt().equals(dueAt))
                    .isPresent();
            int next = scene.store()
                    .outbox()
                    .claim(claim(scene), EndpointLimits.NONE)
                    .size();
            return settled && next == (state == Delivery.State.PENDING ? 0 : 1);
        });
    }

    private static Settlement settlement(Delivery.State state, Instant at) {
        return switch (state) {
            case PENDING -> new Settlement.Failed(at, "500");
            case DELIVERED -> new Settlement.Delivered(at);
            case DEAD -> new Settlement.Dead(at, "gone");
        };
    }

    private static Optional<Delivery> delivery(Scene scene, Delivery held) {
        return scene.store().outbox().find(scene.tenant(), held.entry().id());
    }

    private static TaskRecord heldTask(Scene scene) {
        scene.commit(opening(scene).enqueues(1, scene.now()));
        return scene.store()
                .tasks()
                .claim(null, Set.of(Scene.QUEUE), claim(scene))
                .get(0);
    }

    private static boolean isTask(Scene scene, TaskRecord held, Predicate<TaskRecord> wanted) {
        return scene.store()
                .tasks()
                .find(scene.tenant(), held.id())
                .filter(wanted)
                .isPresent();
    }

    private static Step extend(Scene scene) {
        TaskRecord held = heldTask(scene);
        return changed(
                caller -> caller.ask(store -> store.tasks().extend(held, scene.now(), Duration.ofMinutes(30))),
                () -> isTask(
                        scene,
                        held,
                        task -> task.state() == TaskState.LEASED
                                && task.dueAt().isBefore(held.dueAt())
                                && task.generation() == held.generation()));
    }

    private static Step release(Scene scene) {
        TaskRecord held = heldTask(scene);
        Instant dueAt = soon(scene);
        return changed(
                caller -> caller.ask(store -> store.tasks().release(held, dueAt)),
                () -> isTask(
                        scene,
                        held,
                        task -> task.state() == TaskState.PENDING
                                && task.dueAt().equals(dueAt)));
    }

    private static Step reschedule(Scene scene) {
        scene.commit(opening(scene).wakesAt(scene.now()));
        Execution held = scene.store()
                .executions()
                .claimDue(Due.WAIT, claim(scene))
                .get(0)
                .execution();
        Instant wakeAt = soon(scene);
        return changed(
                caller -> caller.ask(store -> {
                    store.executions().reschedule(held, wakeAt);
                    return true;
                }),
                () -> scene.store()
                        .executions()
                        .find(scene.tenant(), held.id())
                        .filter(found -> wakeAt.equals(found.wakeAt()) && found.attempts() == held.attempts())
                        .isPresent());
    }

    /** A change of what the caller holds. */
    private static Step changed(Function<Caller, Heard<Boolean>> change, BooleanSupplier isDone) {
        return caller -> {
            Heard<Boolean> heard = change.apply(caller);
            return verdict(heard, isDone);
        };
    }

    private static Verdict verdict(Heard<Boolean> heard, BooleanSupplier isDone) {
        return () -> {
            boolean done = isDone.getAsBoolean();
            if (heard.answer() == null) {
                return List.of();
            }
            if (!heard.answer() && !heard.doubted()) {
                return List.of("a lease was held, and it was said that it is not");
            }
            return done ? List.of() : List.of("it was answered " + heard + " and is not as it was asked");
        };
    }
}

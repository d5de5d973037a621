package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.Execution;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.ExecutionStore.Due;
import dev.flowruntime.store.TaskSettlement;
import dev.flowruntime.store.TurnOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code InboxEventStore.accept} and {@code ExecutionStore.commit} must do for events, waits and tasks to meet. */
public abstract class EventMeetsWaitContract extends StoreContract {
    private static final String QUEUE = "inventory";
    private static final EventOutcome TASK_CLOSED = new EventOutcome.TaskClosed();

    @Test
    void anEventWakesTheExecutionThatItNamesAndThatWaitsForItsName() {
        Execution execution = waitingFor("paid");
        InboxEvent event = acme.eventFor(execution, "paid");
        Execution woken = execution.waking(event.receivedAt());
        assertThat(acme.accept(event)).isEqualTo(new EventOutcome.Accepted(woken));
        assertThat(acme.stored(execution)).isEqualTo(woken);
        assertThat(claimDue(Due.WAIT)).extracting(Execution::id).containsExactly(execution.id());
    }

    @Test
    void anEventBringsAWaitsTimeOutForward() {
        Execution execution = acme.committed(acme.openingTurn(acme.newConversation())
                .waitsForEvent("paid")
                .wakesAt(clock.instant().plus(Duration.ofDays(1))));
        InboxEvent event = acme.eventFor(execution, "paid");
        acme.accept(event);
        assertThat(acme.stored(execution).wakeAt()).isEqualTo(event.receivedAt());
    }

    @Test
    void theResultOfATaskWakesTheExecutionThatWaitsForThatTask() {
        TaskRecord task = awaitedTask();
        EventOutcome outcome = acme.settle(task, TaskState.COMPLETED, null);
        Execution stored = store.executions().find(acme.id(), task.execution()).orElseThrow();
        assertThat(outcome).isEqualTo(new EventOutcome.Accepted(stored));
        assertThat(stored.wakeAt()).isEqualTo(clock.instant());
        assertThat(acme.stored(task).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void anEventThatDoesNotEndTheWaitWakesNobodyAndIsKept() {
        Execution input = acme.newExecution();
        Execution other = waitingFor("shipped");
        Execution running = acme.committed(acme.openingTurn(acme.newConversation())
                .runsUntil(clock.instant().plus(Duration.ofHours(1))));
        for (Execution execution : List.of(input, other, running)) {
            InboxEvent event = acme.eventFor(execution, "paid");
            assertThat(acme.accept(event)).isEqualTo(new EventOutcome.Accepted(execution));
            assertThat(acme.stored(execution)).isEqualTo(execution);
            assertThat(store.inboxEvents().listPending(acme.id(), execution.id()))
                    .containsExactly(event);
        }
    }

    @Test
    void theResultOfAnotherTaskDoesNotEndTheWaitForATask() {
        Turn turn = acme.openingTurn(acme.newConversation());
        TaskRecord awaited = turn.newTask(QUEUE);
        TaskRecord other = turn.newTask(QUEUE);
        Execution execution =
                acme.committed(turn.enqueues(awaited).enqueues(other).waitsForTask(awaited));
        assertThat(acme.settle(other, TaskState.COMPLETED, null)).isEqualTo(new EventOutcome.Accepted(execution));
        assertThat(acme.stored(execution).wakeAt()).isNull();
    }

    @Test
    void anEventForAnExecutionThatIsOverIsAcceptedAndWakesNobody() {
        Execution over = acme.committed(acme.openingTurn(acme.newConversation()).completes());
        assertThat(acme.accept(acme.eventFor(over, "paid"))).isEqualTo(new EventOutcome.Accepted(over));
        assertThat(claimDue(Due.WAIT)).isEmpty();
    }

    @Test
    void aWaitThatOpensFindsTheEventThatCameBeforeIt() {
        Execution execution = acme.newExecution();
        acme.accept(acme.eventFor(execution, "paid"));
        Turn turn = acme.turnAfter(execution)
                .waitsForEvent("paid")
                .wakesAt(clock.instant().plus(Duration.ofDays(1)));
        assertThat(acme.commit(turn)).isEqualTo(new TurnOutcome.Committed(true));
        assertThat(acme.stored(execution))
                .isEqualTo(turn.execution().waking(turn.execution().updatedAt()));
        assertThat(claimDue(Due.WAIT)).extracting(Execution::id).containsExactly(execution.id());
    }

    @Test
    void aWaitThatOpensFindsTheResultThatCameBeforeIt() {
        Turn enqueuing = acme.openingTurn(acme.newConversation());
        TaskRecord task = enqueuing.newTask(QUEUE);
        Execution execution = acme.committed(enqueuing.enqueues(task));
        acme.settle(task, TaskState.COMPLETED, null);
        assertThat(acme.commit(acme.turnAfter(execution).waitsForTask(task)))
                .isEqualTo(new TurnOutcome.Committed(true));
    }

    @Test
    void aWaitThatOpensPassesOverEventsThatDoNotEndIt() {
        Execution execution = acme.newExecution();
        acme.accept(acme.eventFor(execution, "shipped"));
        acme.accept(acme.newEvent("paid"));
        acme.accept(acme.eventFor(acme.newExecution(), "paid"));
        Turn turn = acme.turnAfter(execution).waitsForEvent("paid");
        assertThat(acme.commit(turn)).isEqualTo(new TurnOutcome.Committed(false));
        assertThat(acme.stored(execution).wakeAt()).isNull();
    }

    @Test
    void aWaitThatOpensPassesOverEventsThatWereConsumed() {
        Execution execution = acme.newExecution();
        InboxEvent event = acme.eventFor(execution, "paid");
        acme.accept(event);
        Turn turn = acme.turnAfter(execution).consumes(event.id()).waitsForEvent("paid");
        assertThat(acme.commit(turn)).isEqualTo(new TurnOutcome.Committed(false));
        assertThat(acme.commit(acme.turnAfter(turn.execution()).waitsForEvent("paid")))
                .isEqualTo(new TurnOutcome.Committed(false));
    }

    @Test
    void onlyAWaitForAnEventFindsOne() {
        Execution execution = acme.newExecution();
        acme.accept(acme.eventFor(execution, "paid"));
        assertThat(acme.commit(acme.turnAfter(execution).waitsForInput())).isEqualTo(new TurnOutcome.Committed(false));
        assertThat(acme.stored(execution).wakeAt()).isNull();
    }

    @Test
    void anEventFromOutsideClosesATaskWhoeverHoldsIt() {
        TaskRecord pending = acme.newTask(QUEUE);
        assertThat(acme.settle(pending, TaskState.FAILED, null)).isInstanceOf(EventOutcome.Accepted.class);
        assertThat(acme.stored(pending).state()).isEqualTo(TaskState.FAILED);
        TaskRecord leased = leasedTask();
        assertThat(acme.settle(leased, TaskState.COMPLETED, null)).isInstanceOf(EventOutcome.Accepted.class);
        assertThat(acme.stored(leased).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void aWorkerClosesTheTaskThatItHolds() {
        TaskRecord held = leasedTask();
        assertThat(acme.settle(held, TaskState.COMPLETED, held.generation())).isInstanceOf(EventOutcome.Accepted.class);
        assertThat(acme.stored(held).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void aWorkerWhoseLeaseAnotherHasTakenOverChangesNothing() {
        TaskRecord lost = leasedTask();
        fixture.elapse(StoreFixture.LEASE.plusMinutes(1));
        TaskRecord held = claim();
        assertThat(acme.settle(lost, TaskState.COMPLETED, lost.generation())).isEqualTo(TASK_CLOSED);
        assertThat(acme.stored(held)).isEqualTo(held);
        assertThat(store.inboxEvents().listPending(acme.id(), held.execution())).isEmpty();
    }

    @Test
    void aWorkerThatGaveItsTaskBackChangesNothing() {
        TaskRecord held = leasedTask();
        store.tasks().release(held, clock.instant());
        assertThat(acme.settle(held, TaskState.COMPLETED, held.generation())).isEqualTo(TASK_CLOSED);
        assertThat(acme.stored(held).state()).isEqualTo(TaskState.PENDING);
    }

    @Test
    void aTaskIsClosedOnce() {
        TaskRecord task = leasedTask();
        acme.settle(task, TaskState.COMPLETED, null);
        assertThat(acme.settle(task, TaskState.FAILED, null)).isEqualTo(TASK_CLOSED);
        assertThat(acme.settle(task, TaskState.FAILED, task.generation())).isEqualTo(TASK_CLOSED);
        assertThat(acme.stored(task).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(store.inboxEvents().listPending(acme.id(), task.execution())).hasSize(1);
    }

    @Test
    void anEventThatClosesNoTaskIsNotStoredAndItsKeyIsFree() {
        TaskRecord task = acme.newTask(QUEUE);
        acme.settle(task, TaskState.COMPLETED, null);
        InboxEvent late = withKey(acme.resultOf(task), "key");
        assertThat(settle(late, task, null)).isEqualTo(TASK_CLOSED);
        assertThat(settle(late, task, null)).isEqualTo(TASK_CLOSED);
        assertThat(acme.accept(withKey(acme.newEvent("paid"), "key"))).isEqualTo(new EventOutcome.Accepted(null));
    }

    @Test
    void aRepeatedResultIsADuplicateAndNotLate() {
        TaskRecord task = leasedTask();
        InboxEvent result = withKey(acme.resultOf(task), "key");
        assertThat(settle(result, task, task.generation())).isInstanceOf(EventOutcome.Accepted.class);
        InboxEvent again = withKey(acme.resultOf(task), "key");
        assertThat(settle(again, task, task.generation())).isInstanceOf(EventOutcome.Duplicate.class);
    }

    @Test
    void theTaskOfAnotherExecutionOrTenantOrNoneIsClosed() {
        TaskRecord task = acme.newTask(QUEUE);
        Execution other = waitingFor("paid");
        TaskRecord unknown = acme.openingTurn(acme.newConversation()).newTask(QUEUE);
        InboxEvent misled = new InboxEvent(
                acme.id(), acme.newEventId(), "paid", other.state(), other.id(), task.id(), null, clock.instant());
        InboxEvent foreign = new InboxEvent(
                globex.id(),
                acme.newEventId(),
                "paid",
                other.state(),
                task.execution(),
                task.id(),
                null,
                clock.instant());
        assertThat(settle(misled, task, null)).isEqualTo(TASK_CLOSED);
        assertThat(settle(foreign, task, null)).isEqualTo(TASK_CLOSED);
        assertThat(settle(acme.resultOf(unknown), unknown, null)).isEqualTo(TASK_CLOSED);
        assertThat(acme.stored(task)).isEqualTo(task);
        assertThat(acme.stored(other)).isEqualTo(other);
    }

    @Test
    void anEventAndTheWaitForItNeverMissEachOther() {
        for (int round = 0; round < fixture.rounds(3000); round++) {
            Execution execution = acme.newExecution();
            InboxEvent event = acme.eventFor(execution, "paid");
            Turn turn = acme.turnAfter(execution).waitsForEvent("paid");
            List<Boolean> met = Race.run(List.of(() -> sawTheWait(acme.accept(event)), () -> foundTheEvent(turn)));
            assertThat(met).as("one of the two sees the other").containsOnlyOnce(true);
            assertThat(acme.stored(execution).wakeAt()).isNotNull();
        }
    }

    @Test
    void aResultAndTheWaitForItNeverMissEachOther() {
        for (int round = 0; round < fixture.rounds(1000); round++) {
            Turn enqueuing = acme.openingTurn(acme.newConversation());
            TaskRecord task = enqueuing.newTask(QUEUE);
            Execution execution = acme.committed(enqueuing.enqueues(task));
            Turn turn = acme.turnAfter(execution).waitsForTask(task);
            List<Boolean> met = Race.run(
                    List.of(() -> sawTheWait(acme.settle(task, TaskState.COMPLETED, null)), () -> foundTheEvent(turn)));
            assertThat(met).as("one of the two sees the other").containsOnlyOnce(true);
            assertThat(acme.stored(execution).wakeAt()).isNotNull();
        }
    }

    @Test
    void anEventIsNotForgottenByAWorkerThatGivesItsExecutionBack() {
        for (int round = 0; round < fixture.rounds(1000); round++) {
            acme.committed(acme.openingTurn(acme.newConversation())
                    .waitsForEvent("paid")
                    .wakesAt(clock.instant()));
            Execution claimed = claimDue(Due.WAIT).get(0);
            InboxEvent event = acme.eventFor(claimed, "paid");
            Race.run(List.of(() -> acme.accept(event), () -> {
                store.executions().reschedule(claimed, null);
                return claimed;
            }));
            assertThat(acme.stored(claimed).wakeAt()).isEqualTo(event.receivedAt());
            assertThat(claimDue(Due.WAIT)).hasSize(1);
        }
    }

    @Test
    void ofManyWhoSettleATaskOneDoes() {
        for (int round = 0; round < fixture.rounds(100); round++) {
            TaskRecord held = leasedTask();
            List<EventOutcome> outcomes = Race.run(
                    8, i -> () -> acme.settle(held, TaskState.COMPLETED, i % 2 == 0 ? null : held.generation()));
            assertThat(outcomes)
                    .filteredOn(EventOutcome.Accepted.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes).filteredOn(TASK_CLOSED::equals).hasSize(7);
            assertThat(store.inboxEvents().listPending(acme.id(), held.execution()))
                    .hasSize(1);
        }
    }

    @Test
    void ofATurnThatWithdrawsATaskAndItsResultOneCloses() {
        for (int round = 0; round < fixture.rounds(500); round++) {
            TaskRecord task = awaitedTask();
            Execution execution =
                    store.executions().find(acme.id(), task.execution()).orElseThrow();
            Turn turn = acme.turnAfter(execution).withdraws(task).completes();
            List<Boolean> settled = Race.run(
                    List.of(() -> acme.settle(task, TaskState.COMPLETED, null) instanceof EventOutcome.Accepted, () -> {
                        acme.committed(turn);
                        return false;
                    }));
            assertThat(acme.stored(task).state()).isEqualTo(settled.get(0) ? TaskState.COMPLETED : TaskState.WITHDRAWN);
            assertThat(acme.stored(execution)).isEqualTo(turn.execution());
        }
    }

    private static boolean sawTheWait(EventOutcome outcome) {
        return outcome instanceof EventOutcome.Accepted accepted
                && accepted.target() != null
                && accepted.target().openWait() != null
                && accepted.target().openWait().event() != null;
    }

    private boolean foundTheEvent(Turn turn) {
        TurnOutcome outcome = acme.commit(turn);
        assertThat(outcome).isInstanceOf(TurnOutcome.Committed.class);
        return outcome.equals(new TurnOutcome.Committed(true));
    }

    private Execution waitingFor(String event) {
        return acme.committed(acme.openingTurn(acme.newConversation()).waitsForEvent(event));
    }

    private TaskRecord awaitedTask() {
        Turn turn = acme.openingTurn(acme.newConversation());
        TaskRecord task = turn.newTask(QUEUE);
        acme.committed(turn.enqueues(task).waitsForTask(task));
        return task;
    }

    private TaskRecord leasedTask() {
        acme.newTask(QUEUE);
        return claim();
    }

    private TaskRecord claim() {
        return store.tasks().claim(acme.id(), Set.of(QUEUE), fixture.claim(1)).get(0);
    }

    private EventOutcome settle(InboxEvent event, TaskRecord task, @Nullable Long generation) {
        TaskSettlement settlement = new TaskSettlement(task.id(), TaskState.COMPLETED, generation);
        return store.inboxEvents().accept(acme.acceptance(event, settlement));
    }

    private static InboxEvent withKey(InboxEvent event, String key) {
        return new InboxEvent(
                event.tenant(),
                event.id(),
                event.name(),
                event.data(),
                event.execution(),
                event.task(),
                key,
                event.receivedAt());
    }
}

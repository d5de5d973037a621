package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EventOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a {@code TaskStore} must do. */
public abstract class TaskStoreContract extends StoreContract {
    private static final String QUEUE = "inventory";
    private static final Duration PAST_THE_LEASE = StoreFixture.LEASE.plusMinutes(1);

    @Test
    void aDueTaskIsLeasedAndTheAttemptCounts() {
        TaskRecord task = acme.newTask(QUEUE);
        Claim claim = fixture.claim(10);
        List<TaskRecord> claimed = store.tasks().claim(acme.id(), Set.of(QUEUE), claim);
        assertThat(claimed).hasSize(1);
        TaskRecord leased = claimed.get(0);
        assertThat(leased).isEqualTo(task.claimed(leased.dueAt()));
        assertThat(leased.attempts()).isEqualTo(1);
        assertThat(leased.generation()).isEqualTo(1);
        assertThat(leased.dueAt()).isCloseTo(claim.until(), within(1, ChronoUnit.MINUTES));
        assertThat(acme.stored(task)).isEqualTo(leased);
    }

    @Test
    void aTaskThatIsNotDueIsNotClaimed() {
        TaskRecord task = newTask(clock.instant().plus(Duration.ofHours(1)), 3);
        assertThat(claim(10)).isEmpty();
        fixture.elapse(Duration.ofMinutes(61));
        assertThat(claim(10)).extracting(TaskRecord::id).containsExactly(task.id());
    }

    @Test
    void aLeasedTaskIsClaimedAgainWhenTheLeaseHasEndedAndNotBefore() {
        acme.newTask(QUEUE);
        claim(10);
        assertThat(claim(10)).isEmpty();
        fixture.elapse(PAST_THE_LEASE);
        TaskRecord again = claim(10).get(0);
        assertThat(again.attempts()).isEqualTo(2);
        assertThat(again.generation()).isEqualTo(2);
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void onlyTheQueuesAskedForAreServed() {
        TaskRecord one = acme.newTask("one");
        TaskRecord two = acme.newTask("two");
        acme.newTask("three");
        assertThat(store.tasks().claim(acme.id(), Set.of("One", "on"), fixture.claim(10)))
                .isEmpty();
        assertThat(store.tasks().claim(acme.id(), Set.of(), fixture.claim(10))).isEmpty();
        assertThat(store.tasks().claim(acme.id(), Set.of("one", "two"), fixture.claim(10)))
                .extracting(TaskRecord::id)
                .containsExactlyInAnyOrder(one.id(), two.id());
    }

    @Test
    void theLongestDueOfAllQueuesAreClaimedFirstAndNoMoreThanAsked() {
        TaskRecord third = newTask("a", clock.instant().minusSeconds(60));
        TaskRecord first = newTask("b", clock.instant().minusSeconds(180));
        TaskRecord second = newTask("a", clock.instant().minusSeconds(120));
        Set<String> queues = Set.of("a", "b");
        assertThat(store.tasks().claim(acme.id(), queues, fixture.claim(2)))
                .extracting(TaskRecord::id)
                .containsExactly(first.id(), second.id());
        assertThat(store.tasks().claim(acme.id(), queues, fixture.claim(2)))
                .extracting(TaskRecord::id)
                .containsExactly(third.id());
    }

    @Test
    void aWorkerOfOneTenantGetsNoOthersTasksAndAWorkerOfAllGetsThemAll() {
        TaskRecord ours = acme.newTask(QUEUE);
        TaskRecord theirs = globex.newTask(QUEUE);
        assertThat(claim(10)).extracting(TaskRecord::id).containsExactly(ours.id());
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.tasks().claim(null, Set.of(QUEUE), fixture.claim(10)))
                .extracting(TaskRecord::id)
                .containsExactlyInAnyOrder(ours.id(), theirs.id());
    }

    @Test
    void aTaskIsHandedOutNoMoreOftenThanItsAttempts() {
        newTask(clock.instant(), 2);
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(claim(10)).extracting(TaskRecord::attempts).containsExactly(attempt);
            fixture.elapse(PAST_THE_LEASE);
        }
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void aTaskWithoutAttemptsLeftIsLeasedToBeClosedOnceItsLastLeaseHasEnded() {
        newTask(clock.instant(), 1);
        TaskRecord last = claim(10).get(0);
        assertThat(store.tasks().claimExhausted(fixture.claim(10))).isEmpty();
        fixture.elapse(PAST_THE_LEASE);
        List<TaskRecord> exhausted = store.tasks().claimExhausted(fixture.claim(10));
        assertThat(exhausted).hasSize(1);
        assertThat(exhausted.get(0)).isEqualTo(last.reclaimed(exhausted.get(0).dueAt()));
        assertThat(acme.stored(last)).isEqualTo(exhausted.get(0));
        assertThat(store.tasks().claimExhausted(fixture.claim(10))).isEmpty();
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.tasks().claimExhausted(fixture.claim(10)))
                .extracting(TaskRecord::attempts, TaskRecord::generation)
                .containsExactly(tuple(1, 3L));
    }

    @Test
    void aTaskGivenBackWithoutAttemptsLeftIsExhaustedToo() {
        newTask(clock.instant(), 1);
        store.tasks().release(claim(10).get(0), clock.instant());
        assertThat(claim(10)).isEmpty();
        assertThat(store.tasks().claimExhausted(fixture.claim(10))).hasSize(1);
    }

    @Test
    void anUncountedClaimLeasesTheTasksOfAllTenantsAndIsNoAttempt() {
        TaskRecord ours = acme.newTask(QUEUE);
        TaskRecord theirs = globex.newTask(QUEUE);
        acme.newTask("other");
        Claim claim = fixture.claim(10);
        List<TaskRecord> claimed = store.tasks().claimUncounted(Set.of(QUEUE), claim);
        assertThat(claimed).extracting(TaskRecord::id).containsExactlyInAnyOrder(ours.id(), theirs.id());
        for (TaskRecord task : claimed) {
            assertThat(task.state()).isEqualTo(TaskState.LEASED);
            assertThat(task.attempts()).isZero();
            assertThat(task.generation()).isEqualTo(1);
            assertThat(task.dueAt()).isCloseTo(claim.until(), within(1, ChronoUnit.MINUTES));
            assertThat(store.tasks().find(task.tenant(), task.id())).contains(task);
        }
        assertThat(claim(10)).isEmpty();
        assertThat(store.tasks().claimUncounted(Set.of(), claim)).isEmpty();
    }

    @Test
    void anUncountedClaimMayBeMadeAgainForEver() {
        newTask(clock.instant(), 1);
        for (long generation = 1; generation <= 4; generation++) {
            assertThat(store.tasks().claimUncounted(Set.of(QUEUE), fixture.claim(10)))
                    .extracting(TaskRecord::attempts, TaskRecord::generation)
                    .containsExactly(tuple(0, generation));
            assertThat(store.tasks().claimExhausted(fixture.claim(10))).isEmpty();
            fixture.elapse(PAST_THE_LEASE);
        }
    }

    @Test
    void anUncountedClaimTakesTheLongestDueOfAllQueuesAndLeavesWhatIsExhausted() {
        newTask("a", clock.instant().minusSeconds(60));
        TaskRecord first = newTask("b", clock.instant().minusSeconds(180));
        TaskRecord second = newTask("a", clock.instant().minusSeconds(120));
        put(acme.openingTurn(acme.newConversation()), "a", clock.instant().minusSeconds(300), 1);
        store.tasks()
                .release(
                        store.tasks()
                                .claim(acme.id(), Set.of("a"), fixture.claim(1))
                                .get(0),
                        clock.instant());
        assertThat(store.tasks().claimUncounted(Set.of("a", "b"), fixture.claim(2)))
                .extracting(TaskRecord::id)
                .containsExactly(first.id(), second.id());
    }

    @Test
    void aHolderWhoGivesATaskBackSaysHowManyAttemptsCount() {
        newTask(clock.instant(), 1);
        TaskRecord held =
                store.tasks().claimUncounted(Set.of(QUEUE), fixture.claim(1)).get(0);
        assertThat(store.tasks().release(held.attempted(), clock.instant())).isTrue();
        assertThat(acme.stored(held)).isEqualTo(held.attempted().with(TaskState.PENDING, clock.instant()));
        assertThat(store.tasks().claimUncounted(Set.of(QUEUE), fixture.claim(1)))
                .isEmpty();
        assertThat(store.tasks().claimExhausted(fixture.claim(1)))
                .extracting(TaskRecord::attempts)
                .containsExactly(1);
    }

    @Test
    void aTaskWithAttemptsLeftIsNotExhausted() {
        acme.newTask(QUEUE);
        globex.newTask(QUEUE);
        claim(10);
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.tasks().claimExhausted(fixture.claim(10))).isEmpty();
    }

    @Test
    void anExtendedLeaseLastsFromNow() {
        acme.newTask(QUEUE);
        TaskRecord held = claim(10).get(0);
        fixture.elapse(Duration.ofMinutes(40));
        assertThat(store.tasks().extend(held, clock.instant(), StoreFixture.LEASE))
                .isTrue();
        assertThat(acme.stored(held).generation()).isEqualTo(held.generation());
        fixture.elapse(Duration.ofMinutes(40));
        assertThat(claim(10)).isEmpty();
        fixture.elapse(Duration.ofMinutes(40));
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void aLeasePastItsEndIsHeldUntilAnotherClaimsTheTask() {
        acme.newTask(QUEUE);
        TaskRecord held = claim(10).get(0);
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.tasks().extend(held, clock.instant(), StoreFixture.LEASE))
                .isTrue();
        assertThat(claim(10)).isEmpty();
        fixture.elapse(PAST_THE_LEASE);
        claim(10);
        assertLost(held);
    }

    @Test
    void aTaskGivenBackIsDueWhenToldAndItsAttemptStaysCounted() {
        acme.newTask(QUEUE);
        TaskRecord held = claim(10).get(0);
        Instant later = clock.instant().plus(Duration.ofMinutes(30));
        assertThat(store.tasks().release(held, later)).isTrue();
        assertThat(acme.stored(held)).isEqualTo(held.with(TaskState.PENDING, later));
        assertThat(claim(10)).isEmpty();
        fixture.elapse(Duration.ofMinutes(31));
        assertThat(claim(10)).extracting(TaskRecord::attempts).containsExactly(2);
    }

    @Test
    void aLeaseIsLostOnceItWasGivenBack() {
        acme.newTask(QUEUE);
        TaskRecord held = claim(10).get(0);
        store.tasks().release(held, clock.instant());
        assertLost(held);
    }

    @Test
    void aLeaseIsLostOnceTheTaskIsClosed() {
        for (TaskState state : List.of(TaskState.COMPLETED, TaskState.FAILED, TaskState.DEAD)) {
            acme.newTask(QUEUE);
            TaskRecord held = claim(10).get(0);
            acme.settle(held, state, held.generation());
            assertLost(held);
        }
    }

    @Test
    void aLeaseIsLostOnceTheTaskIsWithdrawn() {
        TaskRecord task = acme.newTask(QUEUE);
        TaskRecord held = claim(10).get(0);
        Execution execution =
                store.executions().find(acme.id(), task.execution()).orElseThrow();
        acme.committed(acme.turnAfter(execution).withdraws(task));
        assertLost(held);
        fixture.elapse(PAST_THE_LEASE);
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void aTaskThatIsNotLeasedIsHeldByNobody() {
        assertLost(acme.newTask(QUEUE));
        Turn turn = acme.openingTurn(acme.newConversation());
        TaskRecord unknown = turn.newTask(QUEUE);
        assertThat(store.tasks().extend(unknown, clock.instant(), StoreFixture.LEASE))
                .isFalse();
        assertThat(store.tasks().release(unknown, clock.instant())).isFalse();
    }

    @Test
    void aClosedTaskIsNeverClaimed() {
        TaskRecord task = acme.newTask(QUEUE);
        acme.settle(task, TaskState.COMPLETED, null);
        newTask(clock.instant(), 1);
        TaskRecord last = claim(10).get(0);
        acme.settle(last, TaskState.FAILED, last.generation());
        fixture.elapse(PAST_THE_LEASE);
        assertThat(claim(10)).isEmpty();
        assertThat(store.tasks().claimExhausted(fixture.claim(10))).isEmpty();
    }

    @Test
    void theTasksOfAnExecutionAreListedInTheOrderInWhichTheyWereMade() {
        Turn first = acme.openingTurn(acme.newConversation());
        TaskRecord b = first.newTask("b");
        TaskRecord a = first.newTask("a");
        Execution execution = acme.committed(first.enqueues(a).enqueues(b));
        Turn second = acme.turnAfter(execution);
        TaskRecord c = second.newTask("c");
        acme.committed(second.enqueues(c));
        acme.newTask("other");
        assertThat(store.tasks().list(acme.id(), execution.id())).containsExactly(a, b, c);
        assertThat(store.tasks().list(acme.id(), new ExecutionId(fixture.newId())))
                .isEmpty();
    }

    @Test
    void anotherTenantsTasksAreAbsent() {
        acme.newTask(QUEUE);
        TaskRecord held = claim(10).get(0);
        TaskRecord stolen = ofGlobex(held);
        assertThat(store.tasks().find(globex.id(), held.id())).isEmpty();
        assertThat(store.tasks().list(globex.id(), held.execution())).isEmpty();
        assertThat(store.tasks().extend(stolen, clock.instant(), StoreFixture.LEASE))
                .isFalse();
        assertThat(store.tasks().release(stolen, clock.instant())).isFalse();
        assertThat(acme.stored(held)).isEqualTo(held);
    }

    @Test
    void manyWhoClaimAtOnceNeverHoldTheSameTask() {
        for (int round = 0; round < fixture.rounds(400); round++) {
            List<TaskId> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(acme.newTask(QUEUE).id());
            }
            assertThat(Race.drain(3, () -> claim(2)))
                    .extracting(TaskRecord::id)
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void ofAHolderWhoGivesBackAndOneWhoSettlesOneSucceeds() {
        for (int round = 0; round < fixture.rounds(500); round++) {
            acme.newTask(QUEUE);
            TaskRecord held = claim(1).get(0);
            List<Boolean> done = Race.run(List.of(
                    () -> store.tasks().release(held, clock.instant().plus(Duration.ofDays(1))),
                    () -> acme.settle(held, TaskState.COMPLETED, held.generation()) instanceof EventOutcome.Accepted));
            assertThat(done).containsOnlyOnce(true);
            assertThat(acme.stored(held).state()).isEqualTo(done.get(0) ? TaskState.PENDING : TaskState.COMPLETED);
        }
    }

    private List<TaskRecord> claim(int limit) {
        return store.tasks().claim(acme.id(), Set.of(QUEUE), fixture.claim(limit));
    }

    private void assertLost(TaskRecord held) {
        TaskRecord before = acme.stored(held);
        assertThat(store.tasks().extend(held, clock.instant(), StoreFixture.LEASE))
                .isFalse();
        assertThat(store.tasks().release(held, clock.instant())).isFalse();
        assertThat(acme.stored(held)).isEqualTo(before);
    }

    private TaskRecord newTask(String queue, Instant dueAt) {
        return put(acme.openingTurn(acme.newConversation()), queue, dueAt, 3);
    }

    private TaskRecord newTask(Instant dueAt, int maxAttempts) {
        return put(acme.openingTurn(acme.newConversation()), QUEUE, dueAt, maxAttempts);
    }

    private TaskRecord put(Turn turn, String queue, Instant dueAt, int maxAttempts) {
        TaskRecord task = turn.newTask(queue);
        TaskRecord changed = new TaskRecord(
                task.tenant(),
                task.id(),
                queue,
                task.execution(),
                task.conversation(),
                task.node(),
                task.resultEvents(),
                task.payload(),
                task.state(),
                0,
                maxAttempts,
                task.deadline(),
                dueAt,
                0);
        acme.committed(turn.enqueues(changed));
        return changed;
    }

    private TaskRecord ofGlobex(TaskRecord task) {
        return new TaskRecord(
                globex.id(),
                task.id(),
                task.queue(),
                task.execution(),
                task.conversation(),
                task.node(),
                task.resultEvents(),
                task.payload(),
                task.state(),
                task.attempts(),
                task.maxAttempts(),
                task.deadline(),
                task.dueAt(),
                task.generation());
    }
}

package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ExecutionStore.Due;
import dev.flowruntime.store.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an {@code ExecutionStore} must do besides committing turns. */
public abstract class ExecutionStoreContract extends StoreContract {
    @Test
    void anUnknownExecutionIsAbsent() {
        ExecutionId unknown = new ExecutionId(fixture.newId());
        assertThat(store.executions().find(acme.id(), unknown)).isEmpty();
        assertThat(store.executions().listHistory(acme.id(), unknown)).isEmpty();
    }

    @Test
    void anExecutionIsFoundWithEachKindOfWaitAndWithNone() {
        Turn input = acme.openingTurn(acme.newConversation());
        Turn event = acme.openingTurn(acme.newConversation()).waitsForEvent("paid");
        Turn task = acme.openingTurn(acme.newConversation());
        TaskRecord work = task.newTask("inventory");
        task.enqueues(work).waitsForTask(work);
        Turn running = acme.openingTurn(acme.newConversation()).runsUntil(inAnHour());
        Turn over = acme.openingTurn(acme.newConversation()).completes();
        for (Turn turn : List.of(input, event, task, running, over)) {
            assertThat(acme.committed(turn)).isEqualTo(turn.execution());
        }
    }

    @Test
    void anotherTenantsExecutionsAreAbsent() {
        Execution execution = acme.committed(
                acme.openingTurn(acme.newConversation()).waitsForEvent("paid").says("secret"));
        assertThat(store.executions().find(globex.id(), execution.id())).isEmpty();
        assertThat(store.executions().listHistory(globex.id(), execution.id())).isEmpty();
        assertThat(store.executions().listWaiting(globex.id(), "paid", null, 10))
                .isEmpty();
    }

    @Test
    void anExecutionIsLoadedWithItsConversation() {
        Conversation conversation = acme.openConversation();
        Execution execution = acme.committed(acme.firstTurn(conversation));
        assertThat(store.executions().load(acme.id(), execution.id())).contains(new Standing(execution, conversation));
        assertThat(store.executions().load(globex.id(), execution.id())).isEmpty();
        assertThat(store.executions().load(acme.id(), new ExecutionId(fixture.newId())))
                .isEmpty();
    }

    @Test
    void theExecutionThatAsksIsTheOneOfItsConversationThatWaitsForInput() {
        Conversation conversation = acme.openConversation();
        assertThat(asking(conversation)).isEmpty();
        acme.committed(acme.firstTurn(conversation).waitsForEvent("paid"));
        acme.committed(acme.firstTurn(conversation).runsUntil(inAnHour()));
        acme.committed(acme.firstTurn(conversation).completes());
        acme.newExecution();
        assertThat(asking(conversation)).isEmpty();
        Execution execution = acme.committed(acme.firstTurn(conversation));
        assertThat(asking(conversation)).contains(execution);
        assertThat(store.executions().findAsking(globex.id(), conversation.id()))
                .isEmpty();
        acme.committed(acme.turnAfter(execution).completes());
        assertThat(asking(conversation)).isEmpty();
    }

    @Test
    void ofSeveralExecutionsThatAskTheOneStartedLastCounts() {
        Conversation conversation = acme.openConversation();
        Turn withLesserId = acme.firstTurn(conversation);
        Execution first = acme.committed(acme.firstTurn(conversation));
        assertThat(acme.committed(withLesserId)).isNotEqualTo(first);
        assertThat(asking(conversation)).contains(first);
        Turn late = acme.firstTurn(conversation).of(new ExecutionId(new UUID(0x7000, Long.MIN_VALUE)));
        clock.advance(Duration.ofMillis(1));
        Execution last = acme.committed(late);
        assertThat(asking(conversation)).contains(last);
        Execution answered = acme.committed(acme.turnAfter(first));
        assertThat(asking(conversation)).contains(last);
        acme.committed(acme.turnAfter(last).completes());
        assertThat(asking(conversation)).contains(answered);
    }

    private Optional<Execution> asking(Conversation conversation) {
        return store.executions().findAsking(acme.id(), conversation.id());
    }

    @Test
    void aClaimedExecutionIsGivenBackForAnotherTime() {
        Execution claimed = claimed();
        Instant later = inAnHour();
        store.executions().reschedule(claimed, later);
        assertThat(acme.stored(claimed)).isEqualTo(claimed.waking(later));
        fixture.elapse(StoreFixture.LEASE.plusMinutes(1));
        assertThat(claimDue(Due.WAIT))
                .extracting(Execution::id, Execution::attempts)
                .containsExactly(tuple(claimed.id(), 2));
    }

    @Test
    void aClaimedExecutionIsGivenBackForNoTimeAtAll() {
        Execution claimed = claimed();
        store.executions().reschedule(claimed, null);
        assertThat(acme.stored(claimed).wakeAt()).isNull();
        fixture.elapse(StoreFixture.LEASE.plusMinutes(1));
        assertThat(claimIds(10)).isEmpty();
    }

    @Test
    void anExecutionThatMovedOnIsNotGivenBack() {
        Execution claimed = claimed();
        Execution next = acme.committed(acme.turnAfter(claimed).completes());
        store.executions().reschedule(claimed, inAnHour());
        assertThat(acme.stored(claimed)).isEqualTo(next);
    }

    @Test
    void anExecutionThatAnotherHasClaimedSinceIsNotGivenBack() {
        Execution lost = claimed();
        fixture.elapse(StoreFixture.LEASE.plusMinutes(1));
        Execution held = claimDue(Due.WAIT).get(0);
        store.executions().reschedule(lost, null);
        assertThat(acme.stored(lost)).isEqualTo(held);
    }

    @Test
    void anExecutionThatAnEventHasWokenSinceIsNotGivenBack() {
        Execution claimed = claimed();
        InboxEvent event = acme.eventFor(claimed, "paid");
        acme.accept(event);
        store.executions().reschedule(claimed, null);
        assertThat(acme.stored(claimed).wakeAt()).isEqualTo(event.receivedAt());
    }

    @Test
    void nobodyGivesAnotherTenantsExecutionBack() {
        Execution claimed = claimed();
        Execution stolen = new Execution(
                globex.id(),
                claimed.id(),
                claimed.conversation(),
                claimed.flow(),
                claimed.flowVersion(),
                claimed.status(),
                claimed.revision(),
                claimed.state(),
                claimed.blocks(),
                claimed.openWait(),
                claimed.wakeAt(),
                claimed.attempts(),
                claimed.startedAt(),
                claimed.updatedAt());
        store.executions().reschedule(stolen, null);
        assertThat(acme.stored(claimed)).isEqualTo(claimed);
    }

    @Test
    void executionsThatWaitForAnEventAreListedByItsName() {
        Execution paid = waiting("paid");
        waiting("paid_back");
        waiting("PAID");
        acme.newExecution();
        assertThat(store.executions().listWaiting(acme.id(), "paid", null, 10)).containsExactly(paid);
        assertThat(store.executions().listWaiting(acme.id(), "unknown", null, 10))
                .isEmpty();
    }

    @Test
    void whoWaitsForATasksResultDoesNotWaitForItsNameAlone() {
        Turn turn = acme.openingTurn(acme.newConversation());
        TaskRecord task = turn.newTask("inventory");
        acme.committed(turn.enqueues(task).waitsForTask(task));
        assertThat(store.executions().listWaiting(acme.id(), "inventory.completed", null, 10))
                .isEmpty();
    }

    @Test
    void whoWaitsNoLongerIsNotListed() {
        Execution execution = waiting("paid");
        Execution next = acme.committed(acme.turnAfter(execution).waitsForEvent("shipped"));
        assertThat(store.executions().listWaiting(acme.id(), "paid", null, 10)).isEmpty();
        assertThat(store.executions().listWaiting(acme.id(), "shipped", null, 10))
                .containsExactly(next);
        acme.committed(acme.turnAfter(next).completes());
        assertThat(store.executions().listWaiting(acme.id(), "shipped", null, 10))
                .isEmpty();
    }

    @Test
    void whoWaitsIsListedPageByPageInTheOrderOfIds() {
        List<Execution> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(waiting("paid"));
        }
        assertThat(store.executions().listWaiting(acme.id(), "paid", null, 2)).isEqualTo(all.subList(0, 2));
        assertThat(store.executions().listWaiting(acme.id(), "paid", all.get(1).id(), 2))
                .isEqualTo(all.subList(2, 4));
        assertThat(store.executions().listWaiting(acme.id(), "paid", all.get(3).id(), 2))
                .isEqualTo(all.subList(4, 5));
        assertThat(store.executions().listWaiting(acme.id(), "paid", all.get(4).id(), 2))
                .isEmpty();
    }

    @Test
    void anExecutionWhoseTimeHasComeIsLeased() {
        Execution due = acme.committed(
                acme.openingTurn(acme.newConversation()).waitsForEvent("paid").wakesAt(clock.instant()));
        Claim claim = fixture.claim(10);
        List<Execution> claimed = claimDue(Due.WAIT, claim);
        assertThat(claimed).hasSize(1);
        Execution leased = claimed.get(0);
        assertThat(leased)
                .usingRecursiveComparison()
                .ignoringFields("wakeAt", "attempts")
                .isEqualTo(due);
        assertThat(leased.attempts()).isEqualTo(1);
        assertThat(leased.wakeAt()).isCloseTo(claim.until(), within(1, ChronoUnit.MINUTES));
        assertThat(acme.stored(due)).isEqualTo(leased);
    }

    @Test
    void whatIsClaimedComesWithItsConversation() {
        Map<ExecutionId, Conversation> conversations = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            TenantFixture tenant = i % 3 == 0 ? globex : acme;
            Conversation conversation = tenant.newConversation(i % 2 == 0 ? "customer" + i : null);
            Turn turn = tenant.openingTurn(conversation).wakesAt(clock.instant());
            conversations.put(tenant.committed(turn).id(), conversation);
        }
        assertThat(store.executions().claimDue(Due.WAIT, fixture.claim(100)))
                .hasSize(40)
                .allSatisfy(claimed -> assertThat(claimed.conversation())
                        .isEqualTo(conversations.get(claimed.execution().id())));
    }

    @Test
    void twoThatAreDueInOneConversationAreClaimedBoth() {
        Conversation conversation = acme.openConversation();
        Execution first = acme.committed(acme.firstTurn(conversation).wakesAt(clock.instant()));
        Execution second = acme.committed(acme.firstTurn(conversation).wakesAt(clock.instant()));
        assertThat(claimIds(10)).containsExactlyInAnyOrder(first.id(), second.id());
    }

    @Test
    void anExecutionWhoseTimeHasNotComeOrThatHasNoneIsNotClaimed() {
        acme.committed(acme.openingTurn(acme.newConversation()).wakesAt(inAnHour()));
        acme.newExecution();
        acme.committed(acme.openingTurn(acme.newConversation()).completes());
        assertThat(claimDue(Due.WAIT)).isEmpty();
    }

    @Test
    void anExecutionIsClaimedOnceItsTimeHasCome() {
        Execution execution =
                acme.committed(acme.openingTurn(acme.newConversation()).wakesAt(inAnHour()));
        fixture.elapse(Duration.ofMinutes(61));
        assertThat(claimDue(Due.WAIT)).extracting(Execution::id).containsExactly(execution.id());
    }

    @Test
    void aLeasedExecutionIsClaimedAgainWhenTheLeaseHasEndedAndNotBefore() {
        Execution execution = due(clock.instant());
        claimDue(Due.WAIT);
        assertThat(claimDue(Due.WAIT)).isEmpty();
        fixture.elapse(StoreFixture.LEASE.plusMinutes(1));
        assertThat(claimDue(Due.WAIT))
                .extracting(Execution::id, Execution::attempts, Execution::revision)
                .containsExactly(tuple(execution.id(), 2, 1L));
    }

    @Test
    void aClaimedExecutionStillTakesTheTurnThatWasMadeBefore() {
        Execution execution = due(clock.instant());
        claimDue(Due.WAIT);
        Turn turn = acme.turnAfter(execution);
        assertThat(acme.committed(turn)).isEqualTo(turn.execution());
    }

    @Test
    void aTurnEndsTheLeaseAndForgetsTheAttempts() {
        due(clock.instant());
        Execution leased = claimDue(Due.WAIT).get(0);
        Execution next = acme.committed(acme.turnAfter(leased));
        assertThat(next.attempts()).isZero();
        assertThat(next.wakeAt()).isNull();
        fixture.elapse(StoreFixture.LEASE.plusMinutes(1));
        assertThat(claimDue(Due.WAIT)).isEmpty();
    }

    @Test
    void aRunningExecutionIsClaimedWhenItsLeaseHasEndedByWhoeverClaimsSteps() {
        Execution running = acme.committed(acme.openingTurn(acme.newConversation())
                .runsUntil(clock.instant().plus(StoreFixture.LEASE)));
        Execution waiting = due(clock.instant());
        assertThat(claimDue(Due.STEP)).isEmpty();
        fixture.elapse(StoreFixture.LEASE.plusMinutes(1));
        assertThat(claimDue(Due.WAIT)).extracting(Execution::id).containsExactly(waiting.id());
        assertThat(claimDue(Due.STEP))
                .extracting(Execution::id, Execution::status)
                .containsExactly(tuple(running.id(), ExecutionStatus.RUNNING));
    }

    @Test
    void theLongestDueOfAllTenantsAreClaimedFirstAndNoMoreThanAsked() {
        Execution third = due(clock.instant().minusSeconds(60));
        Execution first = due(clock.instant().minusSeconds(180));
        Execution second = globex.committed(globex.openingTurn(globex.newConversation())
                .wakesAt(clock.instant().minusSeconds(120)));
        assertThat(claimIds(2)).containsExactly(first.id(), second.id());
        assertThat(claimIds(2)).containsExactly(third.id());
        assertThat(claimIds(2)).isEmpty();
    }

    @Test
    void manyWhoClaimAtOnceNeverGetTheSameExecution() {
        for (int round = 0; round < fixture.rounds(400); round++) {
            List<ExecutionId> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(due(clock.instant()).id());
            }
            assertThat(Race.drain(3, () -> claimIds(2))).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void ofAClaimAndATurnNeitherUndoesTheOther() {
        for (int round = 0; round < fixture.rounds(500); round++) {
            Execution execution = due(clock.instant());
            Turn turn = acme.turnAfter(execution);
            List<Integer> done = Race.run(List.of(() -> claimIds(1).size(), () -> {
                acme.committed(turn);
                return 0;
            }));
            assertThat(done.get(0)).isBetween(0, 1);
            assertThat(acme.stored(execution)).isEqualTo(turn.execution());
            assertThat(claimIds(1)).isEmpty();
        }
    }

    /** An execution that waits for an event, claimed because its time has come. */
    private Execution claimed() {
        acme.committed(
                acme.openingTurn(acme.newConversation()).waitsForEvent("paid").wakesAt(clock.instant()));
        return claimDue(Due.WAIT).get(0);
    }

    private List<ExecutionId> claimIds(int limit) {
        return claimDue(Due.WAIT, fixture.claim(limit)).stream()
                .map(Execution::id)
                .toList();
    }

    private Instant inAnHour() {
        return clock.instant().plus(Duration.ofHours(1));
    }

    private Execution due(Instant at) {
        return acme.committed(acme.openingTurn(acme.newConversation()).wakesAt(at));
    }

    private Execution waiting(String event) {
        return acme.committed(acme.openingTurn(acme.newConversation()).waitsForEvent(event));
    }
}

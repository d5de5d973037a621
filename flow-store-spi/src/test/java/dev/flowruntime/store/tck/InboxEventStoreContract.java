package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an {@code InboxEventStore} must do with events, whoever waits for them. */
public abstract class InboxEventStoreContract extends StoreContract {
    private static final EventOutcome ACCEPTED = new EventOutcome.Accepted(null);
    private static final Json REPLY = new Json("{\"subscriptions_matched\":1,\"a\":1.0}");
    private static final Duration PAST_THE_LEASE = StoreFixture.LEASE.plusMinutes(1);

    @Test
    void anEventForWhoeverWaitsIsAcceptedWithoutATarget() {
        assertThat(acme.accept(acme.newEvent("paid"))).isEqualTo(ACCEPTED);
    }

    @Test
    void aRepeatedIdempotencyKeyIsADuplicateThatTellsOfTheFirst() {
        InboxEvent first = withKey(acme.newEvent("paid"), "key");
        acme.accept(first);
        InboxEvent second = withKey(acme.newEvent("refunded"), "key");
        EventAcceptance repeat = new EventAcceptance(second, "another request", null, StoreFixture.LEASE);
        assertThat(store.inboxEvents().accept(repeat)).isEqualTo(duplicateOf(first, null));
        store.inboxEvents().finish(acme.id(), first.id(), REPLY);
        assertThat(store.inboxEvents().accept(repeat)).isEqualTo(duplicateOf(first, REPLY));
    }

    @Test
    void aRepeatedEventIsADuplicateOfItself() {
        InboxEvent event = acme.eventFor(acme.newExecution(), "paid");
        acme.accept(event);
        assertThat(acme.accept(event)).isEqualTo(duplicateOf(event, null));
        assertThat(pending(event)).containsExactly(event);
    }

    @Test
    void eventsWithoutAnIdempotencyKeyAreNoDuplicates() {
        acme.accept(acme.newEvent("paid"));
        assertThat(acme.accept(acme.newEvent("paid"))).isEqualTo(ACCEPTED);
    }

    @Test
    void aDuplicateOfAnEventForAnExecutionStoresAndWakesNothing() {
        Execution execution =
                acme.committed(acme.openingTurn(acme.newConversation()).waitsForEvent("paid"));
        acme.accept(withKey(acme.newEvent("unrelated"), "key"));
        InboxEvent event = withKey(acme.eventFor(execution, "paid"), "key");
        assertThat(acme.accept(event)).isInstanceOf(EventOutcome.Duplicate.class);
        assertThat(pending(event)).isEmpty();
        assertThat(acme.stored(execution)).isEqualTo(execution);
    }

    @Test
    void tenantsHaveTheirOwnIdempotencyKeysAndEventIds() {
        InboxEvent ours = withKey(acme.newEvent("paid"), "key");
        acme.accept(ours);
        InboxEvent theirs =
                new InboxEvent(globex.id(), ours.id(), "paid", Json.EMPTY_OBJECT, null, null, "key", clock.instant());
        assertThat(globex.accept(theirs)).isEqualTo(ACCEPTED);
        store.inboxEvents().finish(globex.id(), theirs.id(), REPLY);
        assertThat(acme.accept(ours)).isEqualTo(duplicateOf(ours, null));
    }

    @Test
    void theFirstReplyStays() {
        InboxEvent event = withKey(acme.newEvent("paid"), "key");
        acme.accept(event);
        store.inboxEvents().finish(acme.id(), event.id(), REPLY);
        store.inboxEvents().finish(acme.id(), event.id(), Json.EMPTY_OBJECT);
        assertThat(acme.accept(event)).isEqualTo(duplicateOf(event, REPLY));
    }

    @Test
    void finishingAnUnknownEventIsNothing() {
        EventId unknown = acme.newEventId();
        store.inboxEvents().finish(acme.id(), unknown, REPLY);
        InboxEvent event =
                new InboxEvent(acme.id(), unknown, "paid", Json.EMPTY_OBJECT, null, null, null, clock.instant());
        assertThat(acme.accept(event)).isEqualTo(ACCEPTED);
    }

    @Test
    void anEventForAnUnknownExecutionIsStoredAndMeetsNobody() {
        InboxEvent event = new InboxEvent(
                acme.id(),
                acme.newEventId(),
                "paid",
                new Json("{\"a\":1.0}"),
                new ExecutionId(fixture.newId()),
                new TaskId(fixture.newId()),
                "key",
                clock.instant());
        assertThat(acme.accept(event)).isEqualTo(ACCEPTED);
        assertThat(acme.accept(event)).isEqualTo(duplicateOf(event, null));
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(10))).containsExactly(event);
    }

    @Test
    void anotherTenantsExecutionIsUnknown() {
        Execution ours = acme.committed(acme.openingTurn(acme.newConversation()).waitsForEvent("paid"));
        InboxEvent theirs = new InboxEvent(
                globex.id(), acme.newEventId(), "paid", Json.EMPTY_OBJECT, ours.id(), null, null, clock.instant());
        assertThat(globex.accept(theirs)).isEqualTo(ACCEPTED);
        assertThat(acme.stored(ours)).isEqualTo(ours);
        assertThat(store.inboxEvents().listPending(acme.id(), ours.id())).isEmpty();
    }

    @Test
    void eventsForAnExecutionArePendingInTheOrderOfTheirAcceptance() {
        Execution execution = acme.newExecution();
        InboxEvent second = acme.eventFor(execution, "b");
        InboxEvent first = acme.eventFor(execution, "a");
        acme.accept(first);
        acme.accept(second);
        acme.accept(acme.eventFor(acme.newExecution(), "c"));
        acme.accept(acme.newEvent("d"));
        assertThat(store.inboxEvents().listPending(acme.id(), execution.id())).containsExactly(first, second);
        assertThat(store.inboxEvents().listPending(globex.id(), execution.id())).isEmpty();
    }

    @Test
    void anEventIsPendingUntilItsExecutionHasConsumedItEvenWhenFinished() {
        Execution execution = acme.newExecution();
        InboxEvent event = acme.eventFor(execution, "paid");
        acme.accept(event);
        store.inboxEvents().finish(acme.id(), event.id(), REPLY);
        acme.committed(acme.turnAfter(acme.newExecution()).consumes(event.id()));
        assertThat(pending(event)).containsExactly(event);
        acme.committed(acme.turnAfter(execution).consumes(event.id()));
        assertThat(pending(event)).isEmpty();
    }

    @Test
    void anUnfinishedEventIsClaimedWhenTheLeaseItCameWithHasEndedAndNotBefore() {
        InboxEvent loose = acme.newEvent("paid");
        InboxEvent named = acme.eventFor(acme.newExecution(), "paid");
        acme.accept(loose);
        acme.accept(named);
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(10))).isEmpty();
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(10))).containsExactlyInAnyOrder(loose, named);
    }

    @Test
    void anEventThatNobodyServesMeanwhileCanBeClaimedAtOnce() {
        InboxEvent event = acme.newEvent("paid");
        store.inboxEvents().accept(new EventAcceptance(event, "fingerprint", null, Duration.ZERO));
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(10))).containsExactly(event);
    }

    @Test
    void aLeasedEventIsClaimedAgainWhenTheLeaseHasEndedAndNotBefore() {
        InboxEvent event = acme.newEvent("paid");
        acme.accept(event);
        fixture.elapse(PAST_THE_LEASE);
        store.inboxEvents().claimUnfinished(fixture.claim(10));
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(10))).isEmpty();
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(10))).containsExactly(event);
    }

    @Test
    void aFinishedEventIsNeverClaimed() {
        InboxEvent loose = acme.newEvent("paid");
        InboxEvent named = acme.eventFor(acme.newExecution(), "paid");
        for (InboxEvent event : List.of(loose, named)) {
            acme.accept(event);
            store.inboxEvents().finish(acme.id(), event.id(), REPLY);
        }
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(10))).isEmpty();
    }

    @Test
    void theLongestDueOfAllTenantsAreClaimedFirstAndNoMoreThanAsked() {
        InboxEvent second = receivedAt(acme.newEvent("paid"), clock.instant().minusSeconds(60));
        InboxEvent third = receivedAt(acme.newEvent("paid"), clock.instant());
        InboxEvent first = receivedAt(globex.newEvent("paid"), clock.instant().minusSeconds(120));
        globex.accept(first);
        acme.accept(second);
        acme.accept(third);
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(2))).containsExactly(first, second);
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(2))).containsExactly(third);
    }

    @Test
    void ofManyWhoSendOneIdempotencyKeyAtOnceOneIsAccepted() {
        Execution one = acme.newExecution();
        Execution other = acme.newExecution();
        for (int round = 0; round < fixture.rounds(2000); round++) {
            String key = "key " + round;
            List<InboxEvent> events = List.of(
                    withKey(acme.newEvent("paid"), key),
                    withKey(acme.eventFor(one, "paid"), key),
                    withKey(acme.eventFor(other, "paid"), key));
            List<EventOutcome> outcomes = Race.run(3, i -> () -> acme.accept(events.get(i)));
            assertThat(outcomes)
                    .filteredOn(EventOutcome.Accepted.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(EventOutcome.Duplicate.class::isInstance)
                    .hasSize(2);
        }
    }

    @Test
    void manyWhoClaimAtOnceNeverGetTheSameEvent() {
        for (int round = 0; round < fixture.rounds(400); round++) {
            List<InboxEvent> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(acme.newEvent("paid"));
                all.add(acme.eventFor(acme.newExecution(), "paid"));
            }
            for (InboxEvent event : all) {
                store.inboxEvents().accept(new EventAcceptance(event, "fingerprint", null, Duration.ZERO));
            }
            assertThat(Race.drain(3, () -> store.inboxEvents().claimUnfinished(fixture.claim(2))))
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    private List<InboxEvent> pending(InboxEvent event) {
        ExecutionId execution = event.execution();
        return execution == null ? List.of() : store.inboxEvents().listPending(event.tenant(), execution);
    }

    private static EventOutcome duplicateOf(InboxEvent event, @Nullable Json reply) {
        return new EventOutcome.Duplicate(event.id(), "fingerprint", reply);
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

    private static InboxEvent receivedAt(InboxEvent event, Instant at) {
        return new InboxEvent(
                event.tenant(),
                event.id(),
                event.name(),
                event.data(),
                event.execution(),
                event.task(),
                event.idempotencyKey(),
                at);
    }
}

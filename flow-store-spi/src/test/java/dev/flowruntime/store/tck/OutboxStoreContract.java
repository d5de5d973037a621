package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.OutboxBacklog;
import dev.flowruntime.store.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an {@code OutboxStore} must do. */
public abstract class OutboxStoreContract extends StoreContract {
    private static final Duration PAST_THE_LEASE = StoreFixture.LEASE.plusMinutes(1);

    @Test
    void aFreshEntryIsPendingToTheLetter() {
        Conversation conversation = acme.openConversation();
        OutboxEntry entry = new OutboxEntry(
                acme.id(),
                new OutboxId(fixture.newId()),
                acme.widgetKey(),
                conversation.id(),
                "chat.execution.updated",
                new Json("{\"b\":1.0,\"a\":{},\"t\":\"\\u00e9 é 😀\"}"),
                clock.instant());
        send(conversation, entry);
        assertThat(store.outbox().find(acme.id(), entry.id())).contains(Delivery.fresh(entry));
    }

    @Test
    void aDueEntryIsLeasedAndTheAttemptCounts() {
        OutboxEntry entry = sent(acme.openConversation());
        Claim claim = fixture.claim(10);
        List<Delivery> claimed = store.outbox().claim(claim, EndpointLimits.NONE);
        assertThat(claimed).hasSize(1);
        Delivery leased = claimed.get(0);
        assertThat(leased).isEqualTo(Delivery.fresh(entry).claimed(leased.dueAt()));
        assertThat(leased.dueAt()).isCloseTo(claim.until(), within(1, ChronoUnit.MINUTES));
        assertThat(store.outbox().find(acme.id(), entry.id())).contains(leased);
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void anEntryWhoseLeaseHasEndedIsClaimedAgainAndTheOldLeaseIsLost() {
        OutboxEntry entry = sent(acme.openConversation());
        Delivery lost = claim(10).get(0);
        fixture.elapse(PAST_THE_LEASE);
        Delivery held = claim(10).get(0);
        assertThat(held.attempts()).isEqualTo(2);
        assertThat(held.generation()).isEqualTo(2);
        assertThat(store.outbox().settle(lost, new Settlement.Delivered(clock.instant())))
                .isFalse();
        assertThat(store.outbox().settle(lost, new Settlement.Failed(clock.instant(), "500")))
                .isFalse();
        assertThat(store.outbox().find(acme.id(), entry.id())).contains(held);
        assertThat(store.outbox().settle(held, new Settlement.Delivered(clock.instant())))
                .isTrue();
    }

    @Test
    void aLeasePastItsEndIsHeldUntilAnotherClaimsTheEntry() {
        sent(acme.openConversation());
        Delivery held = claim(10).get(0);
        fixture.elapse(PAST_THE_LEASE);
        assertThat(store.outbox().settle(held, new Settlement.Delivered(clock.instant())))
                .isTrue();
    }

    @Test
    void aDeliveredOrDeadEntryIsNeverClaimedAgain() {
        List<Settlement> ends =
                List.of(new Settlement.Delivered(clock.instant()), new Settlement.Dead(clock.instant(), "gone"));
        for (Settlement end : ends) {
            OutboxEntry entry = sent(acme.openConversation());
            Delivery held = claim(10).get(0);
            assertThat(store.outbox().settle(held, end)).isTrue();
            assertThat(store.outbox().find(acme.id(), entry.id())).contains(end.of(held));
            assertThat(store.outbox().settle(held, new Settlement.Failed(clock.instant(), "500")))
                    .isFalse();
            fixture.elapse(PAST_THE_LEASE);
            assertThat(claim(10)).isEmpty();
        }
    }

    @Test
    void anEntryThatFailedIsDueWhenTold() {
        OutboxEntry entry = sent(acme.openConversation());
        Delivery held = claim(10).get(0);
        Instant later = clock.instant().plus(Duration.ofMinutes(30));
        assertThat(store.outbox().settle(held, new Settlement.Failed(later, "status 500")))
                .isTrue();
        assertThat(store.outbox().find(acme.id(), entry.id()))
                .contains(held.with(Delivery.State.PENDING, later, "status 500"));
        assertThat(claim(10)).isEmpty();
        fixture.elapse(Duration.ofMinutes(31));
        assertThat(claim(10)).extracting(Delivery::attempts).containsExactly(2);
    }

    @Test
    void entriesOfOneConversationAndEndpointLeaveOneByOneInTheOrderOfTheirCommits() {
        Conversation conversation = acme.openConversation();
        OutboxEntry third = acme.newEntry(conversation);
        OutboxEntry first = acme.newEntry(conversation);
        OutboxEntry second = acme.newEntry(conversation);
        send(conversation, first, second);
        acme.committed(acme.firstTurn(conversation).sends(third));
        for (OutboxEntry entry : List.of(first, second, third)) {
            List<Delivery> claimed = claim(10);
            assertThat(claimed).extracting(Delivery::entry).containsExactly(entry);
            store.outbox().settle(claimed.get(0), new Settlement.Delivered(clock.instant()));
        }
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void anEntryThatWaitsForItsRetryHoldsItsLineBack() {
        Conversation conversation = acme.openConversation();
        OutboxEntry head = sent(conversation);
        OutboxEntry next = sent(conversation);
        Delivery held = claim(10).get(0);
        store.outbox().settle(held, new Settlement.Failed(clock.instant().plus(Duration.ofMinutes(30)), "500"));
        assertThat(claim(10)).isEmpty();
        fixture.elapse(Duration.ofMinutes(31));
        Delivery again = claim(10).get(0);
        assertThat(again.entry()).isEqualTo(head);
        store.outbox().settle(again, new Settlement.Delivered(clock.instant()));
        assertThat(claim(10)).extracting(Delivery::entry).containsExactly(next);
    }

    @Test
    void theNextEntryLeavesOnceTheHeadIsDead() {
        Conversation conversation = acme.openConversation();
        sent(conversation);
        OutboxEntry next = sent(conversation);
        store.outbox().settle(claim(10).get(0), new Settlement.Dead(clock.instant(), "gone"));
        assertThat(claim(10)).extracting(Delivery::entry).containsExactly(next);
    }

    @Test
    void anEntryWhoseLeaseHasEndedIsStillTheHeadOfItsLine() {
        Conversation conversation = acme.openConversation();
        OutboxEntry head = sent(conversation);
        sent(conversation);
        claim(10);
        fixture.elapse(PAST_THE_LEASE);
        assertThat(claim(10)).extracting(Delivery::entry).containsExactly(head);
    }

    @Test
    void linesOfOtherConversationsAndEndpointsAreNotHeldBack() {
        Conversation one = acme.openConversation();
        Conversation two = acme.openConversation();
        OutboxEntry first = sent(one);
        sent(one);
        OutboxEntry otherConversation = sent(two);
        OutboxEntry otherEndpoint = acme.newEntry(one.id(), acme.putWidgetKey(), clock.instant());
        send(one, otherEndpoint);
        assertThat(claim(10))
                .extracting(Delivery::entry)
                .containsExactlyInAnyOrder(first, otherConversation, otherEndpoint);
    }

    @Test
    void entriesOfNoConversationWaitForNoOther() {
        Conversation conversation = acme.openConversation();
        OutboxEntry one = newEntry(null, clock.instant());
        OutboxEntry two = newEntry(null, clock.instant());
        send(conversation, one, two);
        List<Delivery> claimed = claim(10);
        assertThat(claimed).extracting(Delivery::entry).containsExactlyInAnyOrder(one, two);
        assertThat(store.outbox().settle(claimed.get(0), new Settlement.Delivered(clock.instant())))
                .isTrue();
        fixture.elapse(PAST_THE_LEASE);
        assertThat(claim(10))
                .extracting(Delivery::entry)
                .containsExactly(claimed.get(1).entry());
    }

    @Test
    void theLongestDueOfAllTenantsAreClaimedFirstAndNoMoreThanAsked() {
        OutboxEntry third = sentAt(acme, clock.instant().minusSeconds(60));
        OutboxEntry first = sentAt(globex, clock.instant().minusSeconds(180));
        OutboxEntry second = sentAt(acme, clock.instant().minusSeconds(120));
        assertThat(claim(2)).extracting(Delivery::entry).containsExactly(first, second);
        assertThat(claim(2)).extracting(Delivery::entry).containsExactly(third);
    }

    @Test
    void anUnknownEntryIsAbsentAndHeldByNobody() {
        OutboxEntry unknown = newEntry(null, clock.instant());
        assertThat(store.outbox().find(acme.id(), unknown.id())).isEmpty();
        Delivery never = Delivery.fresh(unknown).claimed(clock.instant());
        assertThat(store.outbox().settle(never, new Settlement.Delivered(clock.instant())))
                .isFalse();
    }

    @Test
    void anotherTenantsEntriesAreAbsent() {
        OutboxEntry entry = sent(acme.openConversation());
        Delivery held = claim(10).get(0);
        assertThat(store.outbox().find(globex.id(), entry.id())).isEmpty();
        OutboxEntry foreign = new OutboxEntry(
                globex.id(),
                entry.id(),
                globex.widgetKey(),
                entry.conversation(),
                entry.event(),
                entry.body(),
                entry.createdAt());
        Delivery stolen = Delivery.fresh(foreign).claimed(held.dueAt());
        assertThat(store.outbox().settle(stolen, new Settlement.Dead(clock.instant(), "gone")))
                .isFalse();
        assertThat(store.outbox().find(acme.id(), entry.id())).contains(held);
    }

    @Test
    void aClaimTakesNoMoreOfAnEndpointThanItsLimit() {
        WidgetKeyId busy = acme.putWidgetKey();
        WidgetKeyId other = acme.putWidgetKey();
        for (int i = 0; i < 5; i++) {
            sentTo(busy, acme.openConversation());
            sentTo(other, acme.openConversation());
        }
        EndpointLimits limits = new EndpointLimits(3, Map.of(busy, 1));
        List<Delivery> claimed = store.outbox().claim(fixture.claim(10), limits);
        assertThat(claimed)
                .extracting(delivery -> delivery.entry().endpoint())
                .containsExactlyInAnyOrder(busy, other, other, other);
    }

    @Test
    void anEndpointThatGetsNothingHoldsNoOtherBack() {
        WidgetKeyId silent = acme.putWidgetKey();
        for (int i = 0; i < 30; i++) {
            sentTo(silent, acme.openConversation());
        }
        OutboxEntry next = sent(acme.openConversation());
        assertThat(store.outbox().claim(fixture.claim(1), new EndpointLimits(1, Map.of(silent, 0))))
                .extracting(Delivery::entry)
                .containsExactly(next);
    }

    @Test
    void entriesBehindTheirHeadDoNotUseUpTheLimit() {
        WidgetKeyId endpoint = acme.putWidgetKey();
        Conversation line = acme.openConversation();
        OutboxEntry head = sentTo(endpoint, line);
        for (int i = 0; i < 4; i++) {
            sentTo(endpoint, line);
        }
        OutboxEntry other = sentTo(endpoint, acme.openConversation());
        assertThat(store.outbox().claim(fixture.claim(10), new EndpointLimits(2, Map.of())))
                .extracting(Delivery::entry)
                .containsExactlyInAnyOrder(head, other);
    }

    @Test
    void nothingIsClaimedForAnEndpointThatIsPaused() {
        WidgetKeyId paused = acme.putWidgetKey();
        OutboxEntry waiting = sentTo(paused, acme.openConversation());
        OutboxEntry other = sent(acme.openConversation());
        store.endpoints().pause(acme.id(), paused, clock.instant());
        assertThat(claim(10)).extracting(Delivery::entry).containsExactly(other);
        store.endpoints().resume(acme.id(), paused);
        assertThat(claim(10)).extracting(Delivery::entry).containsExactly(waiting);
    }

    @Test
    void anAttemptThatWasNotMadeDoesNotCount() {
        OutboxEntry entry = sent(acme.openConversation());
        Delivery held = claim(10).get(0);
        assertThat(store.outbox().settle(held, new Settlement.Unsent(clock.instant())))
                .isTrue();
        assertThat(store.outbox().find(acme.id(), entry.id())).contains(held.unclaimed(clock.instant()));
        assertThat(claim(10).get(0).attempts()).isEqualTo(1);
    }

    @Test
    void whatComesAfterADeadEntryIsAfterAGapUntilOneWasDelivered() {
        Conversation conversation = acme.openConversation();
        sent(conversation);
        sent(conversation);
        sent(conversation);
        Delivery dead = claim(10).get(0);
        assertThat(dead.afterGap()).isFalse();
        store.outbox().settle(dead, new Settlement.Dead(clock.instant(), "gone"));
        Delivery after = claim(10).get(0);
        assertThat(after.afterGap()).isTrue();
        store.outbox().settle(after, new Settlement.Failed(clock.instant(), "500"));
        Delivery again = claim(10).get(0);
        assertThat(again.afterGap()).isTrue();
        store.outbox().settle(again, new Settlement.Delivered(clock.instant()));
        assertThat(claim(10).get(0).afterGap()).isFalse();
    }

    @Test
    void anEntryThatIsCommittedLaterIsAfterTheGapAsWellButOfAnotherEndpointIsNot() {
        Conversation conversation = acme.openConversation();
        sent(conversation);
        store.outbox().settle(claim(10).get(0), new Settlement.Dead(clock.instant(), "gone"));
        OutboxEntry next = sent(conversation);
        OutboxEntry elsewhere = sentTo(acme.putWidgetKey(), conversation);
        assertThat(claim(10))
                .extracting(Delivery::entry, Delivery::afterGap)
                .containsExactlyInAnyOrder(tuple(next, true), tuple(elsewhere, false));
    }

    @Test
    void aDeadEntryIsReplayedWithAllItsAttemptsBeforeIt() {
        OutboxEntry entry = sent(acme.openConversation());
        Delivery held = claim(10).get(0);
        store.outbox().settle(held, new Settlement.Dead(clock.instant(), "gone"));
        assertThat(store.outbox().replay(acme.id(), entry.id(), clock.instant()))
                .isTrue();
        assertThat(store.outbox().replay(acme.id(), entry.id(), clock.instant()))
                .isFalse();
        Delivery again = claim(10).get(0);
        assertThat(again.entry()).isEqualTo(entry);
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(store.outbox().settle(held, new Settlement.Delivered(clock.instant())))
                .isFalse();
        assertThat(store.outbox().settle(again, new Settlement.Delivered(clock.instant())))
                .isTrue();
    }

    @Test
    void onlyDeadEntriesOfTheTenantAreReplayed() {
        OutboxEntry pending = sent(acme.openConversation());
        Delivery held = claim(10).get(0);
        assertThat(store.outbox().replay(acme.id(), pending.id(), clock.instant()))
                .isFalse();
        store.outbox().settle(held, new Settlement.Delivered(clock.instant()));
        assertThat(store.outbox().replay(acme.id(), pending.id(), clock.instant()))
                .isFalse();
        OutboxEntry dead = sent(acme.openConversation());
        store.outbox().settle(claim(10).get(0), new Settlement.Dead(clock.instant(), "gone"));
        assertThat(store.outbox().replay(globex.id(), dead.id(), clock.instant()))
                .isFalse();
    }

    @Test
    void aReplayedEntryLeavesBeforeThoseThatCameAfterIt() {
        Conversation conversation = acme.openConversation();
        OutboxEntry first = sent(conversation);
        OutboxEntry second = sent(conversation);
        OutboxEntry third = sent(conversation);
        store.outbox().settle(claim(10).get(0), new Settlement.Dead(clock.instant(), "gone"));
        store.outbox().settle(claim(10).get(0), new Settlement.Dead(clock.instant(), "gone"));
        Delivery underWay = claim(10).get(0);
        store.outbox().replay(acme.id(), second.id(), clock.instant());
        store.outbox().replay(acme.id(), first.id(), clock.instant());
        store.outbox().settle(underWay, new Settlement.Failed(clock.instant(), "500"));
        for (OutboxEntry entry : List.of(first, second, third)) {
            List<Delivery> claimed = claim(10);
            assertThat(claimed).extracting(Delivery::entry).containsExactly(entry);
            store.outbox().settle(claimed.get(0), new Settlement.Delivered(clock.instant()));
        }
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void anEntryOfNoConversationIsReplayedToo() {
        OutboxEntry entry = newEntry(null, clock.instant());
        send(acme.openConversation(), entry);
        store.outbox().settle(claim(10).get(0), new Settlement.Dead(clock.instant(), "gone"));
        store.outbox().replay(acme.id(), entry.id(), clock.instant());
        assertThat(claim(10)).extracting(Delivery::entry).containsExactly(entry);
    }

    @Test
    void deliveriesAreListedPageByPageAndByWhatTheyAre() {
        WidgetKeyId other = acme.putWidgetKey();
        OutboxEntry delivered = sent(acme.openConversation());
        store.outbox().settle(claim(10).get(0), new Settlement.Delivered(clock.instant()));
        OutboxEntry dead = sent(acme.openConversation());
        store.outbox().settle(claim(10).get(0), new Settlement.Dead(clock.instant(), "gone"));
        clock.advance(Duration.ofMinutes(1));
        OutboxEntry pending = sentTo(other, acme.openConversation());
        sent(globex, globex.openConversation());
        assertThat(list(DeliveryFilter.ALL, null, 2)).containsExactly(delivered, dead);
        assertThat(list(DeliveryFilter.ALL, dead.id(), 2)).containsExactly(pending);
        assertThat(list(new DeliveryFilter(Delivery.State.DEAD, null, null), null, 9))
                .containsExactly(dead);
        assertThat(list(new DeliveryFilter(null, other, null), null, 9)).containsExactly(pending);
        assertThat(list(new DeliveryFilter(null, null, clock.instant()), null, 9))
                .containsExactly(pending);
        assertThat(list(new DeliveryFilter(Delivery.State.DEAD, other, clock.instant()), null, 9))
                .isEmpty();
    }

    private List<OutboxEntry> list(DeliveryFilter filter, @Nullable OutboxId after, int limit) {
        return store.outbox().list(acme.id(), filter, after, limit).stream()
                .map(Delivery::entry)
                .toList();
    }

    @Test
    void manyWhoClaimAtOnceNeverHoldTheSameEntry() {
        for (int round = 0; round < fixture.rounds(400); round++) {
            List<OutboxEntry> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(sentAt(acme, clock.instant()));
            }
            assertThat(Race.drain(3, () -> claim(2)))
                    .extracting(Delivery::entry)
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void ofTwoWhoSettleALeaseOneDoes() {
        for (int round = 0; round < fixture.rounds(500); round++) {
            sent(acme.openConversation());
            Delivery held = claim(1).get(0);
            List<Boolean> settled =
                    Race.run(2, i -> () -> store.outbox().settle(held, new Settlement.Delivered(clock.instant())));
            assertThat(settled).containsOnlyOnce(true);
        }
    }

    @Test
    void manyWhoDeliverAtOnceKeepEveryLineInOrderAndDeliverOnce() {
        int lines = 8;
        int perLine = fixture.rounds(100);
        List<ConversationId> conversations = new ArrayList<>();
        List<OutboxEntry> all = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            Conversation conversation = acme.openConversation();
            conversations.add(conversation.id());
            for (int i = 0; i < perLine; i++) {
                all.add(sent(conversation));
            }
        }
        List<OutboxEntry> delivered = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger left = new AtomicInteger(all.size());
        Race.run(4, i -> () -> {
            while (left.get() > 0) {
                for (Delivery held : claim(3)) {
                    delivered.add(held.entry());
                    assertThat(store.outbox().settle(held, new Settlement.Delivered(clock.instant())))
                            .isTrue();
                    left.decrementAndGet();
                }
            }
            return left.get();
        });
        assertThat(delivered).hasSameSizeAs(all);
        for (ConversationId conversation : conversations) {
            assertThat(delivered)
                    .filteredOn(entry -> conversation.equals(entry.conversation()))
                    .isEqualTo(all.stream()
                            .filter(entry -> conversation.equals(entry.conversation()))
                            .toList());
        }
    }

    @Test
    void whatIsPendingOfAllTenantsIsCountedWhateverItWaitsFor() {
        assertThat(store.outbox().backlog(10)).isEqualTo(OutboxBacklog.NONE);
        Instant oldest = clock.instant().minusSeconds(600);
        Conversation conversation = acme.openConversation();
        send(conversation, acme.newEntry(conversation.id(), acme.widgetKey(), oldest));
        OutboxEntry behind = sent(conversation);
        OutboxEntry loose = newEntry(null, clock.instant());
        send(acme.openConversation(), loose);
        assertThat(claim(1)).hasSize(1);
        assertThat(claim(1)).extracting(Delivery::entry).containsExactly(loose);
        assertThat(claim(1)).as("behind").isEmpty();
        sent(globex, globex.openConversation());
        assertThat(store.outbox().find(acme.id(), behind.id())).isPresent();
        assertThat(store.outbox().backlog(10)).isEqualTo(new OutboxBacklog(4, oldest));
    }

    @Test
    void whatIsDeliveredOrDeadIsNoBacklogUnlessItIsReplayed() {
        Instant first = clock.instant().minusSeconds(600);
        Instant second = clock.instant().minusSeconds(300);
        OutboxEntry delivered = sentAt(acme, first);
        OutboxEntry dead = sentAt(acme, second);
        for (Delivery held : claim(10)) {
            boolean took = held.entry().equals(delivered);
            Settlement settlement =
                    took ? new Settlement.Delivered(clock.instant()) : new Settlement.Dead(clock.instant(), "410");
            assertThat(store.outbox().settle(held, settlement)).isTrue();
        }
        assertThat(store.outbox().backlog(10)).isEqualTo(OutboxBacklog.NONE);
        assertThat(store.outbox().replay(acme.id(), dead.id(), clock.instant())).isTrue();
        assertThat(store.outbox().backlog(10)).isEqualTo(new OutboxBacklog(1, second));
    }

    @Test
    void aBacklogIsCountedSoFarAndNoFurther() {
        for (int i = 0; i < 3; i++) {
            Conversation conversation = acme.openConversation();
            sent(conversation);
            sent(conversation);
        }
        send(acme.openConversation(), newEntry(null, clock.instant()));
        assertThat(store.outbox().backlog(5).pending()).isEqualTo(5);
        assertThat(store.outbox().backlog(7)).isEqualTo(new OutboxBacklog(7, clock.instant()));
    }

    private List<Delivery> claim(int limit) {
        return store.outbox().claim(fixture.claim(limit), EndpointLimits.NONE);
    }

    private OutboxEntry newEntry(@Nullable ConversationId conversation, Instant createdAt) {
        return acme.newEntry(conversation, acme.widgetKey(), createdAt);
    }

    private OutboxEntry sent(Conversation conversation) {
        OutboxEntry entry = acme.newEntry(conversation);
        send(conversation, entry);
        return entry;
    }

    private OutboxEntry sentTo(WidgetKeyId endpoint, Conversation conversation) {
        OutboxEntry entry = acme.newEntry(conversation.id(), endpoint, clock.instant());
        send(conversation, entry);
        return entry;
    }

    private void sent(TenantFixture tenant, Conversation conversation) {
        send(conversation, tenant.newEntry(conversation));
    }

    private static OutboxEntry sentAt(TenantFixture tenant, Instant createdAt) {
        Conversation conversation = tenant.newConversation();
        OutboxEntry entry = tenant.newEntry(conversation.id(), tenant.widgetKey(), createdAt);
        tenant.committed(tenant.openingTurn(conversation).sends(entry));
        return entry;
    }

    private void send(Conversation conversation, OutboxEntry... entries) {
        store.conversations()
                .commit(new ConversationCommit(new ConversationChange.Keep(conversation), List.of(entries), List.of()));
    }
}

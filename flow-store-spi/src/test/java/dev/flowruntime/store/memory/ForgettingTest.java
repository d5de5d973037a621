package dev.flowruntime.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.ExecutionStore.Due;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.MessageRange;
import dev.flowruntime.store.Settlement;
import dev.flowruntime.store.TurnOutcome;
import dev.flowruntime.store.tck.Race;
import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TenantFixture;
import dev.flowruntime.store.tck.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the in-memory store keeps, and what it forgets. */
class ForgettingTest {
    private static final int KEPT = 2;

    private final Tables tables = new Tables(KEPT);
    private final StoreFixture fixture = new InMemoryStoreFixture(new InMemoryFlowStore(tables, KEPT));
    private final FlowStore store = fixture.store();
    private final TenantFixture acme = fixture.newTenant("acme");

    @Test
    void atLeastOneConversationIsKept() {
        assertThatIllegalArgumentException().isThrownBy(() -> InMemoryFlowStore.keeping(0));
    }

    @Test
    void theLongestIdleConversationIsForgotten() {
        List<Conversation> opened = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            opened.add(acme.openConversation());
        }
        assertThat(isKept(opened)).containsExactly(false, false, true, true);
    }

    @Test
    void aConversationThatIsChangedIsIdleAnew() {
        Conversation first = acme.openConversation();
        Conversation second = acme.openConversation();
        acme.commit(new ConversationChange.Replace(first.withVariables(Json.EMPTY_OBJECT)));
        acme.openConversation();
        assertThat(isKept(List.of(first, second))).containsExactly(true, false);
    }

    @Test
    void aConversationIsIdleFromTheEndOfItsLastExecution() {
        Conversation first = acme.openConversation();
        Execution execution = acme.committed(acme.firstTurn(first));
        Execution other = acme.committed(acme.firstTurn(first));
        flood();
        acme.committed(acme.turnAfter(execution).completes());
        flood();
        assertThat(isKept(List.of(first))).containsExactly(true);
        Conversation before = acme.openConversation();
        acme.committed(acme.turnAfter(other).completes());
        acme.openConversation();
        assertThat(isKept(List.of(first, before))).containsExactly(true, false);
        flood();
        assertThat(isKept(List.of(first))).containsExactly(false);
    }

    @Test
    void aConversationIsKeptUntilItsWebhooksHaveLeft() {
        Conversation conversation = acme.newConversation();
        OutboxEntry delivered = acme.newEntry(conversation);
        OutboxEntry dead = acme.newEntry(conversation);
        acme.committed(acme.openingTurn(conversation).sends(delivered, dead).completes());
        flood();
        settle(delivered, new Settlement.Delivered(fixture.clock().instant()));
        flood();
        assertThat(isKept(List.of(conversation))).containsExactly(true);
        settle(dead, new Settlement.Dead(fixture.clock().instant(), "gone"));
        flood();
        assertThat(isKept(List.of(conversation))).containsExactly(false);
        assertThat(store.outbox().find(acme.id(), dead.id())).isEmpty();
    }

    @Test
    void aConversationIsKeptUntilItsEventsAreFinished() {
        Execution over = acme.committed(acme.openingTurn(acme.newConversation()).completes());
        InboxEvent event = acme.eventFor(over, "paid");
        acme.accept(event);
        flood();
        assertThat(store.executions().find(acme.id(), over.id())).isPresent();
        store.inboxEvents().finish(acme.id(), event.id(), Json.EMPTY_OBJECT);
        flood();
        assertThat(store.executions().find(acme.id(), over.id())).isEmpty();
    }

    @Test
    void whatBelongsToAForgottenConversationIsAsIfItHadNeverBeen() {
        Conversation conversation = acme.open(acme.newConversation("ann"));
        Turn first = acme.firstTurn(conversation).says("hello");
        TaskRecord done = first.newTask("inventory");
        TaskRecord open = first.newTask("inventory");
        Execution execution = acme.committed(first.enqueues(done).enqueues(open).waitsForEvent("paid"));
        InboxEvent event = withKey(acme.eventFor(execution, "paid"));
        acme.accept(event);
        TaskRecord held = store.tasks()
                .claim(acme.id(), Set.of("inventory"), fixture.claim(2))
                .get(1);
        acme.committed(
                acme.turnAfter(execution).consumes(event.id()).withdraws(done).completes());
        store.inboxEvents().finish(acme.id(), event.id(), Json.EMPTY_OBJECT);
        flood();

        assertThat(store.conversations().findByCustomer(acme.id(), acme.widgetKey(), "ann"))
                .isEmpty();
        assertThat(store.conversations().listMessages(acme.id(), conversation.id(), MessageRange.after(0, 10)))
                .isEmpty();
        assertThat(store.executions().find(acme.id(), execution.id())).isEmpty();
        assertThat(store.executions().listHistory(acme.id(), execution.id())).isEmpty();
        assertThat(store.tasks().list(acme.id(), execution.id())).isEmpty();
        assertThat(store.tasks().find(acme.id(), open.id())).isEmpty();
        assertThat(store.tasks().release(held, fixture.clock().instant())).isFalse();
        fixture.elapse(Duration.ofDays(1));
        assertThat(store.tasks().claim(null, Set.of("inventory"), fixture.claim(9)))
                .isEmpty();
        assertThat(acme.commit(acme.turnAfter(execution))).isEqualTo(new TurnOutcome.Stale());
        assertThat(acme.accept(event)).isEqualTo(new EventOutcome.Accepted(null));
        assertThat(acme.commit(new ConversationChange.Open(conversation)))
                .isEqualTo(new ConversationOutcome.Committed());
    }

    @Test
    void onlyTheNewestFinishedEventsOfNoConversationAreKept() {
        List<InboxEvent> events = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            InboxEvent event = acme.newEvent("paid");
            acme.accept(event);
            events.add(event);
        }
        InboxEvent unfinished = acme.newEvent("paid");
        acme.accept(unfinished);
        events.forEach(event -> store.inboxEvents().finish(acme.id(), event.id(), Json.EMPTY_OBJECT));
        assertThat(tables.events).hasSize(KEPT + 1);
        assertThat(acme.accept(unfinished)).isInstanceOf(EventOutcome.Duplicate.class);
        assertThat(acme.accept(events.get(3))).isInstanceOf(EventOutcome.Duplicate.class);
        assertThat(acme.accept(events.get(0))).isInstanceOf(EventOutcome.Accepted.class);
    }

    @Test
    void onlyTheNewestEndedDeliveriesOfNoConversationAreKept() {
        Conversation conversation = acme.openConversation();
        List<OutboxEntry> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            entries.add(acme.newEntry(
                    null, acme.widgetKey(), fixture.clock().instant().plusMillis(i)));
        }
        store.conversations()
                .commit(new ConversationCommit(new ConversationChange.Keep(conversation), entries, List.of()));
        fixture.elapse(Duration.ofMinutes(1));
        settle(entries.get(0), new Settlement.Delivered(fixture.clock().instant()));
        settle(entries.get(1), new Settlement.Dead(fixture.clock().instant(), "gone"));
        settle(entries.get(2), new Settlement.Delivered(fixture.clock().instant()));
        assertThat(entries)
                .filteredOn(entry -> store.outbox().find(acme.id(), entry.id()).isPresent())
                .isEqualTo(entries.subList(1, 4));
    }

    @Test
    void onlyTheNewestIdempotencyKeysAreKeptAndThoseThatAttemptsHold() {
        List<IdempotencyAttempt> attempts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            IdempotencyKey key = new IdempotencyKey(acme.id(), "scope", "k" + i);
            attempts.add(new IdempotencyAttempt(
                    key, fixture.newId(), "f", fixture.clock().instant(), StoreFixture.LEASE, StoreFixture.LEASE));
        }
        attempts.subList(0, 3).forEach(attempt -> store.idempotency().begin(attempt));
        for (IdempotencyAttempt attempt : attempts.subList(1, 3)) {
            store.idempotency().finish(attempt.key(), attempt.id(), new KeptReply(200, Json.EMPTY_OBJECT));
        }
        attempts.subList(3, 5).forEach(attempt -> store.idempotency().begin(attempt));
        assertThat(attempts)
                .filteredOn(attempt -> store.idempotency()
                        .finish(attempt.key(), attempt.id(), new KeptReply(200, Json.EMPTY_OBJECT))
                        .isPresent())
                .containsExactly(attempts.get(0), attempts.get(3), attempts.get(4));
    }

    @Test
    void onlyTheNewestAuditRecordsOfEachTenantAreKept() {
        TenantFixture globex = fixture.newTenant("globex");
        store.audit().append(globex.newAudit("kept"));
        AuditRecord oldest = acme.newAudit("first");
        store.audit().append(oldest);
        for (int i = 0; i < InMemoryFlowStore.AUDIT_RECORDS; i++) {
            store.audit().append(acme.newAudit("later"));
        }
        assertThat(store.audit().list(acme.id(), null, null, Integer.MAX_VALUE))
                .hasSize(InMemoryFlowStore.AUDIT_RECORDS)
                .doesNotContain(oldest);
        assertThat(store.audit().list(globex.id(), null, null, 10)).hasSize(1);
    }

    @Test
    void theKeyOfATelemetryEventIsForgottenWithItAndNotWithAnEarlierOne() {
        record("once");
        fixture.elapse(Duration.ofDays(1));
        store.telemetry().sweepKeys(fixture.clock().instant(), Duration.ofDays(1), 10);
        record("once");
        for (int i = 1; i < InMemoryFlowStore.TELEMETRY_ROWS; i++) {
            record(null);
        }
        assertThat(record("once")).isZero();
        record(null);
        assertThat(record("once")).isEqualTo(1);
    }

    private int record(String key) {
        return store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("e", key))));
    }

    @Test
    void aConversationIsNotForgottenOnceAnExecutionHasStartedInIt() {
        for (int round = 0; round < 3000; round++) {
            Conversation longestIdle = acme.openConversation();
            acme.openConversation();
            Turn turn = acme.firstTurn(longestIdle);
            List<Boolean> started =
                    Race.run(List.of(() -> acme.commit(turn) instanceof TurnOutcome.Committed, this::openAnother));
            assertThat(isKept(List.of(longestIdle))).containsExactly(started.get(0));
            if (started.get(0)) {
                acme.committed(acme.turnAfter(turn.execution()).completes());
            }
        }
    }

    @Test
    void aConversationIsNotForgottenOnceItIsIdleAnew() {
        for (int round = 0; round < 3000; round++) {
            Conversation longestIdle = acme.openConversation();
            acme.openConversation();
            ConversationChange change =
                    new ConversationChange.Replace(longestIdle.withVariables(longestIdle.variables()));
            List<Boolean> changed = Race.run(
                    List.of(() -> acme.commit(change) instanceof ConversationOutcome.Committed, this::openAnother));
            assertThat(isKept(List.of(longestIdle))).containsExactly(changed.get(0));
        }
    }

    @Test
    void manyConversationsThatComeAndGoAtOnceLeaveNothingBehind() {
        Race.run(4, i -> () -> {
            for (int round = 0; round < 500; round++) {
                live("customer " + round % 7);
            }
            return null;
        });
        flood();
        assertThat(tables.conversations).hasSize(KEPT);
        assertThat(tables.customers).isEmpty();
        assertThat(tables.executions).isEmpty();
        assertThat(tables.tasks).isEmpty();
        assertThat(tables.events).isEmpty();
        assertThat(tables.idempotencyKeys).isEmpty();
        fixture.elapse(Duration.ofDays(9));
        assertThat(store.executions().claimDue(Due.WAIT, fixture.claim(9))).isEmpty();
        assertThat(store.inboxEvents().claimUnfinished(fixture.claim(9))).isEmpty();
        assertThat(store.tasks().claim(null, Set.of("inventory"), fixture.claim(9)))
                .isEmpty();
    }

    /** A conversation from its beginning to its end, which any other may make forgotten at any moment that it is idle. */
    private void live(String customer) {
        Conversation conversation = acme.newConversation(customer);
        ConversationOutcome opened = acme.commit(new ConversationChange.Open(conversation));
        Conversation own = opened instanceof ConversationOutcome.Taken taken ? taken.conversation() : conversation;
        Turn first = acme.firstTurn(own);
        TaskRecord task = first.newTask("inventory");
        if (acme.commit(first.enqueues(task).waitsForTask(task)) instanceof TurnOutcome.Stale) {
            return;
        }
        Execution execution = acme.stored(first.execution());
        InboxEvent event = withKey(acme.eventFor(execution, "paid"));
        assertThat(acme.accept(event)).isEqualTo(new EventOutcome.Accepted(execution));
        store.inboxEvents().finish(acme.id(), event.id(), Json.EMPTY_OBJECT);
        acme.committed(acme.turnAfter(execution).withdraws(task).runsUntil(execution.updatedAt()));
        assertThat(acme.commit(acme.turnAfter(acme.stored(execution)).completes()))
                .isEqualTo(new TurnOutcome.Committed(false));
    }

    private boolean openAnother() {
        acme.openConversation();
        return true;
    }

    private void flood() {
        for (int i = 0; i < KEPT; i++) {
            acme.openConversation();
        }
    }

    private List<Boolean> isKept(List<Conversation> conversations) {
        return conversations.stream()
                .map(conversation ->
                        store.conversations().find(acme.id(), conversation.id()).isPresent())
                .toList();
    }

    private void settle(OutboxEntry entry, Settlement settlement) {
        List<Delivery> claimed = store.outbox().claim(fixture.claim(1), EndpointLimits.NONE);
        assertThat(claimed).extracting(Delivery::entry).containsExactly(entry);
        assertThat(store.outbox().settle(claimed.get(0), settlement)).isTrue();
    }

    private static InboxEvent withKey(InboxEvent event) {
        return new InboxEvent(
                event.tenant(),
                event.id(),
                event.name(),
                event.data(),
                event.execution(),
                event.task(),
                "key " + event.id(),
                event.receivedAt());
    }
}

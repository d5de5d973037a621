package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.MessageRange;
import dev.flowruntime.store.TurnOutcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code ExecutionStore.commit} must do when nobody else is at work. */
public abstract class TurnContract extends StoreContract {
    private static final TurnOutcome COMMITTED = new TurnOutcome.Committed(false);
    private static final TurnOutcome STALE = new TurnOutcome.Stale();
    private static final TurnOutcome REPEATED = new TurnOutcome.Repeated();
    private static final Json JSON = new Json("{\"b\":1.0,\"a\":[{}],\"t\":\"\\u00e9 é 😀\",\"n\":null}");

    @Test
    void aFirstTurnStoresEverythingThatItWrites() {
        Conversation conversation = acme.openConversation();
        Turn turn = acme.firstTurn(conversation).says("hello").withState(JSON);
        TaskRecord task = turn.newTask("inventory");
        OutboxEntry entry = acme.newEntry(conversation);
        AuditRecord record = acme.newAudit("widget.message.send");
        turn.enqueues(task).waitsForTask(task).sends(entry).audits(record);
        assertThat(acme.commit(turn)).isEqualTo(COMMITTED);
        assertThat(acme.stored(turn.execution())).isEqualTo(turn.execution());
        assertThat(history(turn.execution())).containsExactly(turn.toCommit().history());
        assertThat(messages(conversation))
                .containsExactly(turn.messages().get(0).withSeq(1));
        assertThat(acme.stored(task)).isEqualTo(task);
        assertThat(store.outbox().find(acme.id(), entry.id()).map(Delivery::entry))
                .contains(entry);
        assertThat(store.audit().list(acme.id(), null, null, 10)).containsExactly(record);
    }

    @Test
    void aLaterTurnReplacesTheExecutionAndAddsToItsHistory() {
        Execution execution = acme.newExecution();
        Turn turn = acme.turnAfter(execution).withState(JSON).says("bye").completes();
        assertThat(acme.commit(turn)).isEqualTo(COMMITTED);
        assertThat(acme.stored(execution)).isEqualTo(turn.execution());
        assertThat(history(execution))
                .extracting(HistoryEvent::revision, HistoryEvent::status)
                .containsExactly(
                        tuple(1L, execution.status()),
                        tuple(2L, turn.execution().status()));
    }

    @Test
    void historyIsDenseAndInOrder() {
        Execution execution = acme.newExecution();
        for (int i = 2; i <= 12; i++) {
            execution = acme.committed(acme.turnAfter(execution));
        }
        assertThat(history(execution))
                .extracting(HistoryEvent::revision)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    }

    @Test
    void aTurnThatWasNotMadeFromTheNewestRevisionIsStale() {
        Execution first = acme.newExecution();
        Execution second = acme.committed(acme.turnAfter(first));
        assertThat(acme.commit(acme.turnAfter(first))).isEqualTo(STALE);
        assertThat(acme.commit(acme.turnAfter(second).withRevision(4))).isEqualTo(STALE);
        assertThat(acme.stored(first)).isEqualTo(second);
    }

    @Test
    void aLaterTurnOfAnUnknownExecutionIsStale() {
        Turn turn = acme.firstTurn(acme.openConversation()).withRevision(2);
        assertThat(acme.commit(turn)).isEqualTo(STALE);
        assertThat(store.executions().find(acme.id(), turn.execution().id())).isEmpty();
    }

    @Test
    void aTurnInAnUnknownConversationIsStale() {
        assertThat(acme.commit(acme.firstTurn(acme.newConversation()))).isEqualTo(STALE);
    }

    @Test
    void anExecutionStaysInItsConversation() {
        Execution execution = acme.newExecution();
        Conversation other = acme.openConversation();
        Turn turn = acme.turnAfter(execution)
                .changing(new ConversationChange.Keep(other))
                .says("lost");
        assertThat(acme.commit(turn)).isEqualTo(STALE);
        assertThat(messages(other)).isEmpty();
    }

    @Test
    void aFirstTurnMadeTwiceIsRepeated() {
        Turn turn = acme.firstTurn(acme.openConversation());
        assertThat(acme.commit(turn)).isEqualTo(COMMITTED);
        assertThat(acme.commit(turn)).isEqualTo(REPEATED);
        Execution second = acme.committed(acme.turnAfter(turn.execution()));
        assertThat(acme.commit(turn)).isEqualTo(REPEATED);
        assertThat(acme.stored(second)).isEqualTo(second);
    }

    @Test
    void aTurnOpensItsConversation() {
        Conversation conversation = acme.newConversation("ann");
        assertThat(acme.commit(acme.openingTurn(conversation).says("hello"))).isEqualTo(COMMITTED);
        assertThat(find(conversation)).isEqualTo(conversation);
        assertThat(store.conversations().findByCustomer(acme.id(), acme.widgetKey(), "ann"))
                .contains(conversation);
        assertThat(messages(conversation)).extracting(ChatMessage::seq).containsExactly(1L);
    }

    @Test
    void anOpeningTurnMadeTwiceIsRepeatedAndNotStale() {
        Turn turn = acme.openingTurn(acme.newConversation("ann"));
        assertThat(acme.commit(turn)).isEqualTo(COMMITTED);
        assertThat(acme.commit(turn)).isEqualTo(REPEATED);
    }

    @Test
    void aTurnThatOpensAKnownConversationIsStale() {
        Conversation conversation = acme.openConversation();
        Turn turn = acme.openingTurn(conversation);
        assertThat(acme.commit(turn)).isEqualTo(STALE);
        assertThat(store.executions().find(acme.id(), turn.execution().id())).isEmpty();
    }

    @Test
    void aTurnThatOpensAConversationForATakenCustomerIsStale() {
        Conversation first = acme.open(acme.newConversation("ann"));
        Conversation second = acme.newConversation("ann");
        assertThat(acme.commit(acme.openingTurn(second))).isEqualTo(STALE);
        assertThat(store.conversations().find(acme.id(), second.id())).isEmpty();
        assertThat(store.conversations().findByCustomer(acme.id(), acme.widgetKey(), "ann"))
                .contains(first);
    }

    @Test
    void anExecutionThatExistsInAnotherConversationOpensNoSecondOne() {
        Execution execution = acme.newExecution();
        Conversation other = acme.newConversation("ann");
        assertThat(acme.commit(acme.openingTurn(other).of(execution.id()))).isEqualTo(REPEATED);
        assertThat(store.conversations().find(acme.id(), other.id())).isEmpty();
        assertThat(store.conversations().findByCustomer(acme.id(), acme.widgetKey(), "ann"))
                .isEmpty();
        assertThat(acme.stored(execution)).isEqualTo(execution);
    }

    @Test
    void aLaterTurnOpensNoConversation() {
        Conversation other = acme.newConversation("ann");
        Turn late = acme.turnAfter(acme.newExecution()).changing(new ConversationChange.Open(other));
        assertThat(acme.commit(late)).isEqualTo(STALE);
        assertThat(store.conversations().find(acme.id(), other.id())).isEmpty();
    }

    @Test
    void aTurnReplacesVariablesWhenTheyAreTheOnesItRead() {
        Conversation conversation = acme.openConversation();
        Conversation next = conversation.withVariables(JSON);
        Turn turn = acme.firstTurn(conversation).changing(new ConversationChange.Replace(next));
        assertThat(acme.commit(turn)).isEqualTo(COMMITTED);
        assertThat(find(conversation)).isEqualTo(next);
        Turn late = acme.firstTurn(conversation).changing(new ConversationChange.Replace(next));
        assertThat(acme.commit(late)).isEqualTo(STALE);
        assertThat(store.executions().find(acme.id(), late.execution().id())).isEmpty();
    }

    @Test
    void aTurnThatKeepsVariablesIsStaleOnceTheyChanged() {
        Conversation conversation = acme.openConversation();
        Conversation next = conversation.withVariables(JSON);
        acme.commit(new ConversationChange.Replace(next));
        assertThat(acme.commit(acme.firstTurn(conversation))).isEqualTo(STALE);
        assertThat(acme.commit(acme.firstTurn(next))).isEqualTo(COMMITTED);
        assertThat(find(conversation)).isEqualTo(next);
    }

    @Test
    void anExecutionConsumesAnEventOnce() {
        InboxEvent event = acme.newEvent("paid");
        acme.accept(event);
        Execution execution = acme.committed(acme.turnAfter(acme.newExecution()).consumes(event.id()));
        assertThat(acme.commit(acme.turnAfter(execution).consumes(event.id()))).isEqualTo(REPEATED);
        assertThat(acme.commit(acme.turnAfter(acme.newExecution()).consumes(event.id())))
                .isEqualTo(COMMITTED);
    }

    @Test
    void aTurnThatIsRepeatedAndStaleIsRepeated() {
        InboxEvent event = acme.newEvent("paid");
        acme.accept(event);
        Execution first = acme.newExecution();
        Turn turn = acme.turnAfter(first).consumes(event.id());
        acme.committed(acme.turnAfter(acme.committed(turn)));
        assertThat(acme.commit(turn)).isEqualTo(REPEATED);
    }

    @Test
    void aRefusedTurnLeavesNothingBehind() {
        Execution execution = acme.newExecution();
        Conversation conversation = conversationOf(execution);
        InboxEvent event = acme.eventFor(execution, "paid");
        acme.accept(event);
        Turn withTask = acme.turnAfter(execution);
        TaskRecord open = withTask.newTask("inventory");
        Execution current = acme.committed(withTask.enqueues(open));
        Turn stale = acme.turnAfter(execution).says("lost").consumes(event.id()).withdraws(open);
        TaskRecord task = stale.newTask("inventory");
        OutboxEntry entry = acme.newEntry(conversation);
        stale.enqueues(task)
                .sends(entry)
                .audits(acme.newAudit("widget.message.send"))
                .changing(new ConversationChange.Replace(conversation.withVariables(JSON)));
        assertThat(acme.commit(stale)).isEqualTo(STALE);
        assertThat(acme.stored(execution)).isEqualTo(current);
        assertThat(history(execution)).hasSize(2);
        assertThat(messages(conversation)).isEmpty();
        assertThat(find(conversation)).isEqualTo(conversation);
        assertThat(store.tasks().list(acme.id(), execution.id())).containsExactly(open);
        assertThat(store.outbox().find(acme.id(), entry.id())).isEmpty();
        assertThat(store.audit().list(acme.id(), null, null, 10)).isEmpty();
        assertThat(store.inboxEvents().listPending(acme.id(), execution.id())).containsExactly(event);
    }

    @Test
    void messagesAreNumberedFromOneThroughAllExecutionsOfAConversation() {
        Conversation conversation = acme.openConversation();
        Execution one = acme.committed(acme.firstTurn(conversation).says("a").says("b"));
        acme.committed(acme.firstTurn(conversation).says("c"));
        acme.committed(acme.turnAfter(one).says("d"));
        assertThat(messages(conversation)).extracting(ChatMessage::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(messages(conversation)).extracting(ChatMessage::text).containsExactly("a", "b", "c", "d");
    }

    @Test
    void onlyOpenTasksAreWithdrawn() {
        Turn first = acme.openingTurn(acme.newConversation());
        TaskRecord pending = first.newTask("inventory");
        TaskRecord leased = first.newTask("leased");
        TaskRecord done = first.newTask("inventory");
        Execution execution =
                acme.committed(first.enqueues(pending).enqueues(leased).enqueues(done));
        acme.settle(done, TaskState.COMPLETED, null);
        store.tasks().claim(acme.id(), Set.of("leased"), fixture.claim(1));
        acme.committed(acme.turnAfter(execution)
                .withdraws(pending)
                .withdraws(leased)
                .withdraws(done)
                .completes());
        assertThat(store.tasks().list(acme.id(), execution.id()))
                .extracting(TaskRecord::state)
                .containsExactly(TaskState.WITHDRAWN, TaskState.WITHDRAWN, TaskState.COMPLETED);
    }

    @Test
    void aTurnWithdrawsOnlyTasksOfItsOwnExecution() {
        TaskRecord other = acme.newTask("inventory");
        TaskRecord theirs = globex.newTask("inventory");
        acme.committed(acme.turnAfter(acme.newExecution()).withdraws(other).withdraws(theirs));
        assertThat(acme.stored(other).state()).isEqualTo(TaskState.PENDING);
        assertThat(globex.stored(theirs).state()).isEqualTo(TaskState.PENDING);
    }

    @Test
    void anotherTenantsExecutionsAreAbsent() {
        Execution ours = acme.committed(acme.openingTurn(acme.newConversation()).says("secret"));
        Conversation theirs = globex.openConversation();
        Turn stolen = globex.firstTurn(theirs).of(ours.id()).withRevision(2);
        assertThat(globex.commit(stolen)).isEqualTo(STALE);
        Turn inOurs = globex.firstTurn(globexNamed(ours.conversation()));
        assertThat(globex.commit(inOurs)).isEqualTo(STALE);
        assertThat(acme.stored(ours)).isEqualTo(ours);
    }

    @Test
    void twoTenantsMayHaveTheSameExecutionId() {
        Execution ours = acme.newExecution();
        Turn turn = globex.firstTurn(globex.openConversation()).of(ours.id());
        assertThat(globex.commit(turn)).isEqualTo(COMMITTED);
        globex.committed(globex.turnAfter(turn.execution()));
        assertThat(acme.stored(ours)).isEqualTo(ours);
        assertThat(history(ours)).hasSize(1);
    }

    private Conversation globexNamed(ConversationId id) {
        return new Conversation(globex.id(), id, null, null, null, Json.EMPTY_OBJECT, 1, clock.instant());
    }

    private Conversation conversationOf(Execution execution) {
        return store.conversations().find(acme.id(), execution.conversation()).orElseThrow();
    }

    private Conversation find(Conversation conversation) {
        return store.conversations().find(acme.id(), conversation.id()).orElseThrow();
    }

    private List<ChatMessage> messages(Conversation conversation) {
        return store.conversations().listMessages(acme.id(), conversation.id(), MessageRange.after(0, 100));
    }

    private List<HistoryEvent> history(Execution execution) {
        return store.executions().listHistory(acme.id(), execution.id());
    }
}

package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.MessageId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.MessageRange;
import dev.flowruntime.store.Standing;
import dev.flowruntime.store.TurnOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@code ExecutionStore.commit} must do when many commit at once. */
public abstract class TurnRaceContract extends StoreContract {
    private static final int THREADS = 200;
    private static final TurnOutcome COMMITTED = new TurnOutcome.Committed(false);
    private static final TurnOutcome STALE = new TurnOutcome.Stale();
    private static final TurnOutcome REPEATED = new TurnOutcome.Repeated();

    @Test
    void ofManyTurnsFromOneRevisionOneIsCommitted() {
        Execution execution = acme.newExecution();
        for (int round = 1; round <= fixture.rounds(10); round++) {
            Execution before = execution;
            List<Turn> turns = new ArrayList<>();
            List<TurnOutcome> outcomes = Race.run(THREADS, i -> {
                Turn turn = acme.turnAfter(before).says("thread " + i);
                turns.add(turn);
                return () -> acme.commit(turn);
            });
            assertThat(outcomes).containsOnlyOnce(COMMITTED).containsOnly(COMMITTED, STALE);
            execution = acme.stored(before);
            assertThat(execution.revision()).isEqualTo(round + 1);
            assertThat(messages(execution)).hasSize(round);
            assertThat(messages(execution).get(round - 1).id())
                    .isEqualTo(turns.get(outcomes.indexOf(COMMITTED))
                            .messages()
                            .get(0)
                            .id());
        }
        assertThat(store.executions().listHistory(acme.id(), execution.id())).hasSize((int) execution.revision());
    }

    @Test
    void ofTwoTurnsFromOneRevisionOneIsCommitted() {
        Execution execution = acme.newExecution();
        int rounds = fixture.rounds(3000);
        for (int round = 0; round < rounds; round++) {
            Execution before = execution;
            List<TurnOutcome> outcomes = Race.run(2, i -> {
                Turn turn = acme.turnAfter(before).says("thread " + i);
                return () -> acme.commit(turn);
            });
            assertThat(outcomes).containsExactlyInAnyOrder(COMMITTED, STALE);
            execution = acme.stored(before);
        }
        assertThat(messages(execution)).hasSize(rounds);
    }

    @Test
    void ofManyWhoMakeTheSameOpeningTurnOneIsCommittedAndTheRestAreRepeated() {
        for (int round = 0; round < fixture.rounds(2000); round++) {
            Turn turn =
                    acme.openingTurn(acme.newConversation("customer " + round)).says("hello");
            List<TurnOutcome> outcomes = Race.run(3, i -> () -> acme.commit(turn));
            assertThat(outcomes).containsOnlyOnce(COMMITTED).containsOnly(COMMITTED, REPEATED);
            assertThat(messages(turn.execution())).hasSize(1);
        }
    }

    @Test
    void anExecutionThatManyStartEachInAConversationOfItsOwnStartsInOne() {
        for (int round = 0; round < fixture.rounds(100); round++) {
            ExecutionId id = new ExecutionId(fixture.newId());
            List<Conversation> conversations = new ArrayList<>();
            List<TurnOutcome> outcomes = Race.run(8, i -> {
                Conversation own = acme.newConversation();
                conversations.add(own);
                Turn turn = acme.openingTurn(own).of(id);
                return () -> acme.commit(turn);
            });
            assertThat(outcomes).containsOnlyOnce(COMMITTED).containsOnly(COMMITTED, REPEATED);
            Conversation winner = conversations.get(outcomes.indexOf(COMMITTED));
            assertThat(store.executions().find(acme.id(), id).orElseThrow().conversation())
                    .isEqualTo(winner.id());
            assertThat(conversations)
                    .filteredOn(own ->
                            store.conversations().find(acme.id(), own.id()).isPresent())
                    .containsExactly(winner);
        }
    }

    @Test
    void ofManyTurnsThatReplaceTheSameVariablesOneIsCommitted() {
        Conversation current = acme.openConversation();
        for (int round = 0; round < fixture.rounds(50); round++) {
            Conversation next = current.withVariables(current.variables());
            List<TurnOutcome> outcomes = Race.run(8, i -> {
                Turn turn = acme.firstTurn(next).changing(new ConversationChange.Replace(next));
                return () -> acme.commit(turn);
            });
            assertThat(outcomes).containsOnlyOnce(COMMITTED).containsOnly(COMMITTED, STALE);
            current = next;
        }
    }

    @Test
    void messagesOfManyExecutionsAreNumberedWithoutGapsInTheOrderOfTheirCommits() {
        Conversation conversation = acme.openConversation();
        int turns = fixture.rounds(200);
        Map<MessageId, Long> storedBefore = new HashMap<>();
        Race.run(4, i -> () -> speak(conversation, turns)).forEach(storedBefore::putAll);
        List<ChatMessage> messages =
                store.conversations().listMessages(acme.id(), conversation.id(), MessageRange.after(0, 10_000));
        assertThat(messages)
                .extracting(ChatMessage::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 8L * turns).boxed().toList());
        for (int i = 0; i < messages.size(); i += 2) {
            ChatMessage first = messages.get(i);
            assertThat(first.text()).isEqualTo("first");
            assertThat(messages.get(i + 1).text()).isEqualTo("second");
            assertThat(messages.get(i + 1).execution()).isEqualTo(first.execution());
            assertThat(first.seq()).isGreaterThan(storedBefore.get(first.id()));
        }
    }

    @Test
    void whoeverReadsTurnsAfterTheLastOneThatWasSeenMissesNoneAndSeesNoneTwice() {
        Conversation conversation = acme.openConversation();
        int turns = fixture.rounds(200);
        List<Callable<List<Long>>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(() -> {
                speak(conversation, turns);
                return List.of();
            });
        }
        all.add(() -> follow(conversation, 4 * turns));
        assertThat(Race.run(all).get(4))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 4L * turns).boxed().toList());
    }

    private List<Long> follow(Conversation conversation, int turns) {
        List<Long> seen = new ArrayList<>();
        while (seen.size() < turns) {
            long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
            store.conversations()
                    .listTurns(acme.id(), conversation.id(), last, 3)
                    .forEach(turn -> seen.add(turn.number()));
            if (last > seen.size()) {
                break; // one was missed: it will never come
            }
        }
        return seen;
    }

    /** @return for each turn's first message how many were stored before the turn was committed */
    private Map<MessageId, Long> speak(Conversation conversation, int turns) {
        Map<MessageId, Long> storedBefore = new HashMap<>();
        Turn turn = acme.firstTurn(conversation);
        for (int i = 0; i < turns; i++) {
            turn.says("first").says("second");
            storedBefore.put(turn.messages().get(0).id(), lastSeq(conversation));
            assertThat(acme.commit(turn)).isEqualTo(COMMITTED);
            turn = acme.turnAfter(turn.execution());
        }
        return storedBefore;
    }

    private long lastSeq(Conversation conversation) {
        List<ChatMessage> all =
                store.conversations().listMessages(acme.id(), conversation.id(), MessageRange.after(0, 10_000));
        return all.isEmpty() ? 0 : all.get(all.size() - 1).seq();
    }

    @Test
    void nobodySeesHalfATurn() {
        Conversation conversation = acme.openConversation();
        Execution first = acme.committed(acme.firstTurn(conversation).says("1"));
        int turns = fixture.rounds(2000);
        AtomicBoolean over = new AtomicBoolean();
        Callable<Long> writer = () -> {
            Execution execution = first;
            for (int i = 0; i < turns; i++) {
                Turn turn = acme.turnAfter(execution);
                TaskRecord task = turn.newTask("inventory");
                assertThat(acme.commit(turn.says("more").enqueues(task))).isEqualTo(COMMITTED);
                execution = turn.execution();
            }
            over.set(true);
            return execution.revision();
        };
        Callable<Long> reader = () -> {
            long seen = 1;
            while (!over.get()) {
                seen = acme.stored(first).revision();
                assertSeen(first, seen);
            }
            return seen;
        };
        Race.run(List.of(writer, reader));
        assertSeen(first, turns + 1L);
    }

    @Test
    void anExecutionIsNeverLoadedWithTheConversationOfAnotherTurn() {
        Conversation conversation = acme.openConversation();
        Execution first = acme.committed(acme.firstTurn(conversation));
        int turns = fixture.rounds(2000);
        AtomicBoolean over = new AtomicBoolean();
        Callable<Long> writer = () -> {
            Conversation read = conversation;
            Execution execution = first;
            for (int i = 0; i < turns; i++) {
                read = read.withVariables(read.variables());
                Turn turn = acme.turnAfter(execution).changing(new ConversationChange.Replace(read));
                assertThat(acme.commit(turn)).isEqualTo(COMMITTED);
                execution = turn.execution();
            }
            over.set(true);
            return execution.revision();
        };
        Callable<Long> reader = () -> {
            long loaded = 0;
            while (!over.get()) {
                loaded++;
                Standing standing =
                        store.executions().load(acme.id(), first.id()).orElseThrow();
                assertThat(standing.conversation().revision())
                        .isEqualTo(standing.execution().revision());
            }
            return loaded;
        };
        assertThat(Race.run(List.of(writer, reader)).get(0)).isEqualTo(turns + 1L);
    }

    private void assertSeen(Execution execution, long revision) {
        assertThat(store.executions().listHistory(acme.id(), execution.id()))
                .extracting(HistoryEvent::revision)
                .contains(revision);
        assertThat(store.conversations()
                        .listMessages(acme.id(), execution.conversation(), MessageRange.after(revision - 1, 1)))
                .hasSize(1);
        assertThat(store.tasks().list(acme.id(), execution.id())).hasSizeGreaterThanOrEqualTo((int) revision - 1);
    }

    private List<ChatMessage> messages(Execution execution) {
        return store.conversations().listMessages(acme.id(), execution.conversation(), MessageRange.after(0, 10_000));
    }
}

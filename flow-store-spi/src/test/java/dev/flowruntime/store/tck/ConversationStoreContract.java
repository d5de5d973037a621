package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.store.LastTurn;
import dev.flowruntime.store.MessageRange;
import dev.flowruntime.store.TurnOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a {@code ConversationStore} must do. */
public abstract class ConversationStoreContract extends StoreContract {
    private static final ConversationOutcome COMMITTED = new ConversationOutcome.Committed();
    private static final ConversationOutcome STALE = new ConversationOutcome.Stale();
    private static final Json VARIABLES = new Json("{\"name\":\"Ann\",\"age\":1.0,\"a\":null}");

    @Test
    void anOpenedConversationIsFoundToTheLetter() {
        Conversation conversation =
                new Conversation(acme.id(), newId(), acme.widgetKey(), "ann é", null, VARIABLES, 1, clock.instant());
        assertThat(open(conversation)).isEqualTo(COMMITTED);
        assertThat(find(conversation)).isEqualTo(conversation);
        assertThat(findByCustomer("ann é")).isEqualTo(conversation);
    }

    @Test
    void anUnknownConversationIsAbsent() {
        assertThat(store.conversations().find(acme.id(), newId())).isEmpty();
        assertThat(findByCustomer("ann")).isNull();
        assertThat(store.conversations().listMessages(acme.id(), newId(), MessageRange.after(0, 10)))
                .isEmpty();
    }

    @Test
    void openingAKnownIdIsStaleAndNothingChanges() {
        Conversation conversation = acme.openConversation();
        assertThat(open(sameId(conversation, "bob"))).isEqualTo(STALE);
        assertThat(find(conversation)).isEqualTo(conversation);
        assertThat(findByCustomer("bob")).isNull();
    }

    @Test
    void aCustomerWhoHasAConversationUnderTheKeyIsTaken() {
        Conversation first = acme.open(acme.newConversation("ann"));
        assertThat(open(acme.newConversation("ann"))).isEqualTo(new ConversationOutcome.Taken(first));
        Conversation changed = first.with("de", VARIABLES);
        acme.commit(new ConversationChange.Replace(changed));
        assertThat(open(acme.newConversation("ann"))).isEqualTo(new ConversationOutcome.Taken(changed));
    }

    @Test
    void openingACustomersConversationTwiceIsTakenByItself() {
        Conversation conversation = acme.open(acme.newConversation("ann"));
        assertThat(open(conversation)).isEqualTo(new ConversationOutcome.Taken(conversation));
    }

    @Test
    void customersAreApartByWidgetKey() {
        Conversation first = acme.open(acme.newConversation("ann"));
        Conversation other = acme.open(acme.newConversation(acme.putWidgetKey(), "ann"));
        assertThat(findByCustomer("ann")).isEqualTo(first);
        assertThat(find(other)).isEqualTo(other);
    }

    @Test
    void visitorsWithoutACustomerIdOrAWidgetKeyAreNeverTaken() {
        acme.open(acme.newConversation());
        acme.open(acme.newConversation());
        acme.open(acme.newConversation(null, "ann"));
        assertThat(open(acme.newConversation(null, "ann"))).isEqualTo(COMMITTED);
    }

    @Test
    void theNextRevisionReplacesLocaleAndVariablesAndNothingElse() {
        Conversation conversation = acme.open(acme.newConversation("ann"));
        Conversation next = conversation.with("de", VARIABLES);
        assertThat(acme.commit(new ConversationChange.Replace(sameId(next, "bob"))))
                .isEqualTo(COMMITTED);
        assertThat(find(conversation)).isEqualTo(next);
        assertThat(findByCustomer("bob")).isNull();
    }

    @Test
    void anotherRevisionThanTheNextIsStale() {
        Conversation conversation = acme.openConversation();
        Conversation second = conversation.with("de", VARIABLES);
        Conversation third = second.with("fr", VARIABLES);
        assertThat(acme.commit(new ConversationChange.Replace(third))).isEqualTo(STALE);
        assertThat(acme.commit(new ConversationChange.Replace(second))).isEqualTo(COMMITTED);
        assertThat(acme.commit(new ConversationChange.Replace(conversation.withVariables(Json.EMPTY_OBJECT))))
                .isEqualTo(STALE);
        assertThat(find(conversation)).isEqualTo(second);
    }

    @Test
    void whatIsNotThereCannotBeChanged() {
        Conversation unknown = acme.newConversation();
        assertThat(acme.commit(new ConversationChange.Keep(unknown))).isEqualTo(STALE);
        assertThat(acme.commit(new ConversationChange.Replace(unknown.withVariables(VARIABLES))))
                .isEqualTo(STALE);
        assertThat(store.conversations().find(acme.id(), unknown.id())).isEmpty();
    }

    @Test
    void keepingWhatHasChangedIsStale() {
        Conversation conversation = acme.openConversation();
        Conversation next = conversation.with("fr", new Json("{\"a\":1}"));
        assertThat(acme.commit(new ConversationChange.Replace(next))).isEqualTo(COMMITTED);
        assertThat(acme.commit(new ConversationChange.Keep(conversation))).isEqualTo(STALE);
        assertThat(acme.commit(new ConversationChange.Keep(next))).isEqualTo(COMMITTED);
        assertThat(find(conversation)).isEqualTo(next);
    }

    @Test
    void outboxEntriesAndAuditRecordsAreStoredWithEveryChange() {
        Conversation conversation = acme.newConversation();
        List<ConversationChange> changes = List.of(
                new ConversationChange.Open(conversation),
                new ConversationChange.Keep(conversation),
                new ConversationChange.Replace(conversation.withVariables(VARIABLES)));
        for (ConversationChange change : changes) {
            ConversationCommit commit = telling(change);
            assertThat(store.conversations().commit(commit)).isEqualTo(COMMITTED);
            assertTold(commit, true);
        }
    }

    @Test
    void aRefusedChangeLeavesNothingBehind() {
        Conversation conversation = acme.open(acme.newConversation("ann"));
        List<ConversationChange> changes = List.of(
                new ConversationChange.Open(acme.newConversation("ann")),
                new ConversationChange.Open(sameId(conversation, "bob")),
                new ConversationChange.Keep(acme.newConversation()),
                new ConversationChange.Replace(conversation));
        for (ConversationChange change : changes) {
            ConversationCommit commit = telling(change);
            assertThat(store.conversations().commit(commit)).isNotEqualTo(COMMITTED);
            assertTold(commit, false);
        }
    }

    @Test
    void messagesAreListedAfterAPlaceInOrder() {
        Conversation conversation = acme.openConversation();
        acme.committed(acme.firstTurn(conversation).says("a").says("b").says("c"));
        acme.committed(acme.firstTurn(conversation).says("d"));
        assertThat(texts(conversation, 0, 10)).containsExactly("a", "b", "c", "d");
        assertThat(texts(conversation, 1, 2)).containsExactly("b", "c");
        assertThat(texts(conversation, 3, 2)).containsExactly("d");
        assertThat(texts(conversation, 4, 2)).isEmpty();
        assertThat(texts(conversation, 99, 2)).isEmpty();
    }

    @Test
    void messagesAreListedSinceATimeWhereverThatIsInTheirOrder() {
        Conversation conversation = acme.openConversation();
        Instant start = clock.instant();
        acme.committed(acme.firstTurn(conversation).says("old"));
        clock.advance(Duration.ofSeconds(2));
        acme.committed(acme.firstTurn(conversation).says("new"));
        clock.set(start.plusSeconds(1));
        acme.committed(acme.firstTurn(conversation).says("at").says("at, too"));
        clock.set(start);
        acme.committed(acme.firstTurn(conversation).says("late but old"));
        assertThat(texts(conversation, new MessageRange(0, start.plusSeconds(1), 10)))
                .containsExactly("new", "at", "at, too");
        assertThat(texts(conversation, new MessageRange(2, start.plusSeconds(1), 1)))
                .containsExactly("at");
        assertThat(texts(conversation, new MessageRange(0, start.plusSeconds(3), 10)))
                .isEmpty();
    }

    @Test
    void turnsOfAllExecutionsAreListedInTheOrderOfTheirCommits() {
        Conversation conversation = acme.newConversation();
        Json told = new Json("{\"blocks\":[ 1.0 ]}");
        Execution first = acme.committed(acme.openingTurn(conversation).tells(told));
        Execution second = acme.committed(acme.firstTurn(conversation));
        acme.commit(new ConversationChange.Keep(conversation));
        acme.committed(acme.turnAfter(first).says("a").says("b"));
        assertThat(acme.commit(acme.turnAfter(first))).isInstanceOf(TurnOutcome.Stale.class);
        acme.committed(acme.turnAfter(second).completes());

        assertThat(turns(conversation, 0, 10))
                .containsExactly("1:1 " + first.id(), "2:1 " + second.id(), "3:2 " + first.id(), "4:2 " + second.id());
        assertThat(turns(conversation, 1, 2)).containsExactly("2:1 " + second.id(), "3:2 " + first.id());
        assertThat(turns(conversation, 4, 2)).isEmpty();
        assertThat(turns(conversation, 99, 2)).isEmpty();
        ConversationTurn turn = store.conversations()
                .listTurns(acme.id(), conversation.id(), 0, 1)
                .get(0);
        assertThat(turn.event())
                .isEqualTo(store.executions().listHistory(acme.id(), first.id()).get(0));
        assertThat(turn.event().reply()).isEqualTo(told);
    }

    @Test
    void turnsOfOtherConversationsAndTenantsAreNotListed() {
        Conversation conversation = acme.newConversation();
        acme.committed(acme.openingTurn(conversation));
        Conversation theirs = globex.open(ofGlobex(conversation));
        assertThat(store.conversations().listTurns(globex.id(), theirs.id(), 0, 10))
                .isEmpty();
        assertThat(store.conversations().listTurns(acme.id(), newId(), 0, 10)).isEmpty();
        globex.committed(globex.firstTurn(theirs));
        globex.committed(globex.firstTurn(theirs));
        assertThat(turns(conversation, 0, 10)).hasSize(1);
    }

    @Test
    void conversationsThatHaveAdvancedAreToldWhoeverTheyBelongTo() {
        Conversation still = acme.openConversation();
        Conversation once = acme.newConversation();
        acme.committed(acme.openingTurn(once));
        Conversation theirs = globex.open(ofGlobex(once));
        globex.committed(globex.firstTurn(theirs));
        globex.committed(globex.firstTurn(theirs));
        LastTurn unknown = new LastTurn(acme.id(), newId(), 0);

        assertThat(store.conversations().listAdvanced(List.of())).isEmpty();
        assertThat(store.conversations()
                        .listAdvanced(List.of(lastTurn(still, 0), lastTurn(once, 0), lastTurn(theirs, 0), unknown)))
                .containsExactlyInAnyOrder(lastTurn(once, 1), lastTurn(theirs, 2));
        assertThat(store.conversations().listAdvanced(List.of(lastTurn(once, 1), lastTurn(theirs, 1))))
                .containsExactly(lastTurn(theirs, 2));
        assertThat(store.conversations().listAdvanced(List.of(lastTurn(still, -1), lastTurn(once, 2))))
                .containsExactly(lastTurn(still, 0));
    }

    @Test
    void manyConversationsAreAskedForAtOnce() {
        List<LastTurn> known = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            known.add(new LastTurn(acme.id(), newId(), 0));
        }
        Conversation advanced = acme.newConversation();
        acme.committed(acme.openingTurn(advanced));
        known.add(lastTurn(advanced, 0));
        assertThat(store.conversations().listAdvanced(known)).containsExactly(lastTurn(advanced, 1));
    }

    @Test
    void anotherTenantsConversationsAreAbsent() {
        Conversation conversation = acme.open(acme.newConversation("ann"));
        acme.committed(acme.firstTurn(conversation).says("secret"));
        Conversation stolen = ofGlobex(conversation);
        assertThat(store.conversations().find(globex.id(), conversation.id())).isEmpty();
        assertThat(store.conversations().findByCustomer(globex.id(), acme.widgetKey(), "ann"))
                .isEmpty();
        assertThat(store.conversations().listMessages(globex.id(), conversation.id(), MessageRange.after(0, 10)))
                .isEmpty();
        assertThat(globex.commit(new ConversationChange.Keep(stolen))).isEqualTo(STALE);
        assertThat(globex.commit(new ConversationChange.Replace(stolen.withVariables(VARIABLES))))
                .isEqualTo(STALE);
        assertThat(find(conversation)).isEqualTo(conversation);
    }

    @Test
    void twoTenantsMayHaveTheSameIdAndTheSameCustomer() {
        Conversation ours = acme.open(acme.newConversation("ann"));
        Conversation theirs = globex.open(ofGlobex(ours));
        globex.committed(globex.firstTurn(theirs).says("theirs"));
        assertThat(find(ours)).isEqualTo(ours);
        assertThat(store.conversations().find(globex.id(), ours.id())).contains(theirs);
        assertThat(texts(ours, 0, 10)).isEmpty();
    }

    @Test
    void ofManyWhoOpenOneCustomersConversationOneDoesAndAllGetIt() {
        for (int round = 0; round < fixture.rounds(50); round++) {
            String customer = "customer " + round;
            List<Conversation> got = Race.run(16, i -> {
                Conversation mine = acme.newConversation(customer);
                return () -> open(mine) instanceof ConversationOutcome.Taken taken ? taken.conversation() : mine;
            });
            assertThat(got).containsOnly(findByCustomer(customer));
        }
    }

    @Test
    void ofManyWhoChangeOneRevisionOneDoes() {
        Conversation current = acme.openConversation();
        for (int round = 0; round < fixture.rounds(50); round++) {
            Conversation before = current;
            List<ConversationOutcome> outcomes = Race.run(16, i -> {
                Conversation next = before.withVariables(new Json("{\"by\":" + i + "}"));
                return () -> acme.commit(new ConversationChange.Replace(next));
            });
            assertThat(outcomes).containsOnlyOnce(COMMITTED);
            assertThat(outcomes).containsOnly(COMMITTED, STALE);
            current = find(before);
            assertThat(current.variables().text()).isEqualTo("{\"by\":" + outcomes.indexOf(COMMITTED) + "}");
        }
    }

    private ConversationId newId() {
        return new ConversationId(fixture.newId());
    }

    private ConversationOutcome open(Conversation conversation) {
        return acme.commit(new ConversationChange.Open(conversation));
    }

    private Conversation find(Conversation conversation) {
        return store.conversations()
                .find(conversation.tenant(), conversation.id())
                .orElseThrow();
    }

    private @Nullable Conversation findByCustomer(String customer) {
        return store.conversations()
                .findByCustomer(acme.id(), acme.widgetKey(), customer)
                .orElse(null);
    }

    private List<String> texts(Conversation conversation, long after, int limit) {
        return texts(conversation, MessageRange.after(after, limit));
    }

    private List<String> texts(Conversation conversation, MessageRange range) {
        return store.conversations().listMessages(acme.id(), conversation.id(), range).stream()
                .map(ChatMessage::text)
                .toList();
    }

    private List<String> turns(Conversation conversation, long after, int limit) {
        return store.conversations().listTurns(acme.id(), conversation.id(), after, limit).stream()
                .map(turn -> turn.number() + ":" + turn.event().revision() + " "
                        + turn.event().execution())
                .toList();
    }

    private static LastTurn lastTurn(Conversation conversation, long number) {
        return new LastTurn(conversation.tenant(), conversation.id(), number);
    }

    private static Conversation sameId(Conversation conversation, String customer) {
        return new Conversation(
                conversation.tenant(),
                conversation.id(),
                conversation.widgetKey(),
                customer,
                conversation.locale(),
                conversation.variables(),
                conversation.revision(),
                conversation.createdAt());
    }

    private Conversation ofGlobex(Conversation conversation) {
        return new Conversation(
                globex.id(),
                conversation.id(),
                globex.widgetKey(),
                conversation.customerId(),
                "en",
                Json.EMPTY_OBJECT,
                1,
                clock.instant());
    }

    private ConversationCommit telling(ConversationChange change) {
        OutboxEntry entry = acme.newEntry(change.conversation());
        AuditRecord record = acme.newAudit("widget.session.start");
        return new ConversationCommit(change, List.of(entry), List.of(record));
    }

    private void assertTold(ConversationCommit commit, boolean told) {
        OutboxEntry entry = commit.outbox().get(0);
        assertThat(store.outbox().find(acme.id(), entry.id()).map(Delivery::entry))
                .isEqualTo(told ? Optional.of(entry) : Optional.empty());
        assertThat(store.audit()
                        .list(acme.id(), null, null, 100)
                        .contains(commit.audit().get(0)))
                .isEqualTo(told);
    }
}

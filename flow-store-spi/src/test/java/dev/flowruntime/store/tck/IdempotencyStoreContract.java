package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.IdempotencyKey;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.KeptReply;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.IdempotencyAttempt;
import dev.flowruntime.store.IdempotencyOutcome;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an {@code IdempotencyStore} must do, and what a commit does to it. */
public abstract class IdempotencyStoreContract extends StoreContract {
    private static final IdempotencyOutcome BEGUN = new IdempotencyOutcome.Begun();
    private static final IdempotencyOutcome RUNNING = new IdempotencyOutcome.Running();
    private static final IdempotencyOutcome CONFLICT = new IdempotencyOutcome.Conflict();
    private static final TurnOutcome COMMITTED = new TurnOutcome.Committed(false);
    private static final TurnOutcome LOST = new TurnOutcome.AttemptLost();
    private static final KeptReply REPLY = new KeptReply(200, new Json("{\"reply\":{\"b\":1.0,  \"a\":\"é\\n\"}}"));
    private static final KeptReply OTHER = new KeptReply(409, new Json("{}"));
    private static final Duration LIFE = StoreFixture.LEASE.multipliedBy(24);
    private static final Duration PAST_THE_LEASE = StoreFixture.LEASE.plusMinutes(1);
    private static final Duration PAST_THE_LIFE = LIFE.plusMinutes(1);

    @Test
    void whileAnAttemptHoldsTheKeyNoOtherBegins() {
        IdempotencyAttempt first = attempt("k");
        assertThat(begin(first)).isEqualTo(BEGUN);
        assertThat(begin(attempt("k"))).isEqualTo(RUNNING);
        assertThat(begin(first)).isEqualTo(BEGUN);
    }

    @Test
    void theAnswerIsToldToTheLetter() {
        IdempotencyAttempt first = begun("k");
        assertThat(finish(first, REPLY)).contains(REPLY);
        assertThat(begin(attempt("k"))).isEqualTo(answered(REPLY));
        assertThat(begin(first)).isEqualTo(answered(REPLY));
    }

    @Test
    void theFirstAnswerStays() {
        IdempotencyAttempt first = begun("k");
        finish(first, REPLY);
        assertThat(finish(first, OTHER)).contains(REPLY);
        store.idempotency().release(first.key(), first.id());
        assertThat(begin(attempt("k"))).isEqualTo(answered(REPLY));
    }

    @Test
    void anotherRequestUnderTheKeyIsAConflict() {
        IdempotencyAttempt first = begun("k");
        assertThat(begin(attempt(first.key(), "other"))).isEqualTo(CONFLICT);
        fixture.elapse(PAST_THE_LEASE);
        assertThat(begin(attempt(first.key(), "other"))).isEqualTo(CONFLICT);
        finish(first, REPLY);
        assertThat(begin(attempt(first.key(), "other"))).isEqualTo(CONFLICT);
    }

    @Test
    void keysAreApartByTenantScopeAndText() {
        finish(begun("k"), REPLY);
        assertThat(begin(attempt("K"))).isEqualTo(BEGUN);
        assertThat(begin(attempt("k"))).isEqualTo(answered(REPLY));
        assertThat(begin(attempt(new IdempotencyKey(acme.id(), "other", "k"), "f")))
                .isEqualTo(BEGUN);
        assertThat(begin(attempt(new IdempotencyKey(globex.id(), "scope", "k"), "f")))
                .isEqualTo(BEGUN);
        assertThat(begin(attempt("!~".repeat(127)))).isEqualTo(BEGUN);
        assertThat(begin(attempt("!~".repeat(127) + "!"))).isEqualTo(BEGUN);
    }

    @Test
    void anAttemptWhoseLeaseHasEndedLosesTheKeyToTheNext() {
        IdempotencyAttempt first = begun("k");
        fixture.elapse(PAST_THE_LEASE);
        IdempotencyAttempt second = begun("k");
        assertThat(begin(attempt("k"))).isEqualTo(RUNNING);
        assertThat(finish(first, OTHER)).isEmpty();
        store.idempotency().release(first.key(), first.id());
        assertThat(begin(attempt("k"))).isEqualTo(RUNNING);
        assertThat(finish(second, REPLY)).contains(REPLY);
        assertThat(finish(first, OTHER)).contains(REPLY);
    }

    @Test
    void anAttemptWhoseLeaseHasEndedStillAnswersWhenNobodyElseHasBegun() {
        IdempotencyAttempt first = begun("k");
        fixture.elapse(PAST_THE_LEASE);
        assertThat(finish(first, REPLY)).contains(REPLY);
        assertThat(begin(attempt("k"))).isEqualTo(answered(REPLY));
    }

    @Test
    void aKeyThatNobodyHoldsHasNoAnswer() {
        IdempotencyAttempt never = attempt("k");
        assertThat(finish(never, REPLY)).isEmpty();
        store.idempotency().release(never.key(), never.id());
        assertThat(begin(never)).isEqualTo(BEGUN);
    }

    @Test
    void aReleasedKeyIsFree() {
        IdempotencyAttempt first = begun("k");
        store.idempotency().release(first.key(), first.id());
        assertThat(begin(attempt(first.key(), "other"))).isEqualTo(BEGUN);
    }

    @Test
    void aTurnIsStoredWithItsAnswer() {
        IdempotencyAttempt first = begun("k");
        Turn turn = acme.openingTurn(acme.newConversation());
        assertThat(commit(turn, first, true)).isEqualTo(COMMITTED);
        assertThat(begin(attempt("k"))).isEqualTo(answered(REPLY));
        assertThat(finish(first, OTHER)).contains(REPLY);
    }

    @Test
    void everyKindOfTurnHasItsAnswer() {
        Conversation conversation = acme.openConversation();
        Turn started = acme.firstTurn(conversation).says("a").says("b");
        assertThat(commit(started, begun("k1"), true)).isEqualTo(COMMITTED);
        Execution execution = acme.stored(started.execution());
        Turn goneOn = acme.turnAfter(execution)
                .changing(new ConversationChange.Replace(conversation.withVariables(new Json("{\"a\":1}"))));
        assertThat(commit(goneOn, begun("k2"), true)).isEqualTo(COMMITTED);
        assertThat(begin(attempt("k1"))).isEqualTo(answered(REPLY));
        assertThat(begin(attempt("k2"))).isEqualTo(answered(REPLY));
    }

    @Test
    void aReplyThatIsNotTheLastIsTheAnswerOnlyWhenTheLeaseHasEnded() {
        IdempotencyAttempt first = begun("k");
        commit(acme.openingTurn(acme.newConversation()), first, false);
        assertThat(begin(attempt("k"))).isEqualTo(RUNNING);
        fixture.elapse(PAST_THE_LEASE);
        assertThat(begin(attempt("k"))).isEqualTo(answered(REPLY));
        assertThat(finish(first, OTHER)).contains(REPLY);
        assertThat(begin(attempt("k"))).isEqualTo(answered(REPLY));
    }

    @Test
    void aReplyThatIsNotTheLastGivesWayToTheAnswer() {
        IdempotencyAttempt first = begun("k");
        commit(acme.openingTurn(acme.newConversation()), first, false);
        assertThat(finish(first, OTHER)).contains(OTHER);
        assertThat(begin(attempt("k"))).isEqualTo(answered(OTHER));
    }

    @Test
    void aReplyThatIsNotTheLastIsTheAnswerOfAnAttemptThatIsReleased() {
        IdempotencyAttempt first = begun("k");
        commit(acme.openingTurn(acme.newConversation()), first, false);
        store.idempotency().release(first.key(), first.id());
        assertThat(begin(attempt("k"))).isEqualTo(answered(REPLY));
    }

    @Test
    void aRefusedTurnRecordsNoReply() {
        Execution execution = acme.newExecution();
        IdempotencyAttempt first = begun("k");
        assertThat(commit(acme.turnAfter(execution).withRevision(7), first, true))
                .isEqualTo(new TurnOutcome.Stale());
        Conversation changed = new Conversation(
                acme.id(), execution.conversation(), null, null, null, Json.EMPTY_OBJECT, 5, clock.instant());
        Turn inAnother = acme.turnAfter(execution).changing(new ConversationChange.Keep(changed));
        assertThat(commit(inAnother, first, true)).isEqualTo(new TurnOutcome.Stale());
        assertThat(begin(attempt("k"))).isEqualTo(RUNNING);
        assertThat(commit(acme.turnAfter(execution), first, true)).isEqualTo(COMMITTED);
    }

    @Test
    void aTurnOfAnAttemptThatLostTheKeyIsNotStored() {
        Conversation conversation = acme.openConversation();
        Execution execution = acme.committed(acme.firstTurn(conversation));
        IdempotencyAttempt first = begun("k");
        fixture.elapse(PAST_THE_LEASE);
        IdempotencyAttempt second = begun("k");
        OutboxEntry entry = acme.newEntry(conversation);
        Turn goesOn = acme.turnAfter(execution).says("twice").sends(entry).audits(acme.newAudit("twice"));
        Turn starts = acme.firstTurn(conversation).says("twice");
        Turn opens = acme.openingTurn(acme.newConversation());
        for (Turn turn : List.of(goesOn, starts, opens)) {
            assertThat(commit(turn, first, true)).isEqualTo(LOST);
        }
        assertThat(acme.stored(execution)).isEqualTo(execution);
        assertThat(store.executions().find(acme.id(), starts.execution().id())).isEmpty();
        assertThat(store.conversations().find(acme.id(), opens.execution().conversation()))
                .isEmpty();
        assertThat(store.outbox().find(acme.id(), entry.id())).isEmpty();
        assertThat(store.audit().list(acme.id(), "twice", null, 1)).isEmpty();
        assertThat(begin(attempt("k"))).isEqualTo(RUNNING);
        assertThat(commit(goesOn, second, true)).isEqualTo(COMMITTED);
    }

    @Test
    void aTurnThatWasStoredIsRepeatedAndNotLost() {
        IdempotencyAttempt first = begun("k");
        Turn turn = acme.openingTurn(acme.newConversation());
        TurnCommit commit = turn.toCommit().with(new AttemptReply(first.key(), first.id(), REPLY, true));
        assertThat(store.executions().commit(commit)).isEqualTo(COMMITTED);
        assertThat(store.executions().commit(commit)).isEqualTo(new TurnOutcome.Repeated());
    }

    @Test
    void aKeyWhoseLifeIsOverIsNew() {
        IdempotencyAttempt first = begun("k");
        finish(first, REPLY);
        fixture.elapse(PAST_THE_LIFE);
        assertThat(begin(attempt(first.key(), "other"))).isEqualTo(BEGUN);
        assertThat(begin(attempt(first.key(), "other"))).isEqualTo(RUNNING);
        assertThat(finish(first, OTHER)).isEmpty();
    }

    @Test
    void keysWhoseLifeIsOverAreSwept() {
        finish(begun("a"), REPLY);
        begun("b");
        store.idempotency().begin(attempt(new IdempotencyKey(globex.id(), "scope", "c"), "f"));
        fixture.elapse(PAST_THE_LEASE);
        assertThat(sweep(10)).isZero();
        fixture.elapse(LIFE.minus(PAST_THE_LEASE).plusMinutes(1));
        finish(begun("d"), REPLY);
        assertThat(sweep(2)).isEqualTo(2);
        assertThat(sweep(10)).isEqualTo(1);
        assertThat(sweep(10)).isZero();
        assertThat(begin(attempt("d"))).isEqualTo(answered(REPLY));
    }

    @Test
    void ofManyWhoBeginWithOneKeyOneDoes() {
        for (int round = 0; round < fixture.rounds(50); round++) {
            String key = "k" + round;
            List<IdempotencyOutcome> outcomes = Race.run(16, i -> {
                IdempotencyAttempt mine = attempt(key);
                return () -> begin(mine);
            });
            assertThat(outcomes).containsOnly(BEGUN, RUNNING).containsOnlyOnce(BEGUN);
        }
    }

    @Test
    void ofATurnAndAnAttemptThatTakesItsKeyOneComesFirst() {
        for (int round = 0; round < fixture.rounds(100); round++) {
            String key = "k" + round;
            IdempotencyAttempt first = begun(key);
            fixture.elapse(PAST_THE_LEASE);
            IdempotencyAttempt second = attempt(key);
            Turn turn = acme.openingTurn(acme.newConversation());
            List<Object> outcomes = Race.run(List.of(() -> commit(turn, first, true), () -> begin(second)));
            assertThat(outcomes)
                    .isIn(List.of(COMMITTED, answered(REPLY)), List.of(COMMITTED, RUNNING), List.of(LOST, BEGUN));
            assertThat(store.executions().find(acme.id(), turn.execution().id()).isPresent())
                    .isEqualTo(outcomes.get(0).equals(COMMITTED));
        }
    }

    @Test
    void ofManyTurnsOfOneAttemptOneIsStored() {
        for (int round = 0; round < fixture.rounds(50); round++) {
            IdempotencyAttempt attempt = begun("k" + round);
            List<TurnOutcome> outcomes = Race.run(8, i -> {
                Turn turn = acme.openingTurn(acme.newConversation());
                return () -> commit(turn, attempt, true);
            });
            assertThat(Collections.frequency(outcomes, COMMITTED)).isEqualTo(1);
            assertThat(outcomes).containsOnly(COMMITTED, LOST);
        }
    }

    private IdempotencyAttempt attempt(String text) {
        return attempt(new IdempotencyKey(acme.id(), "scope", text), "f");
    }

    private IdempotencyAttempt attempt(IdempotencyKey key, String fingerprint) {
        UUID id = fixture.newId();
        return new IdempotencyAttempt(key, id, fingerprint, clock.instant(), StoreFixture.LEASE, LIFE);
    }

    private IdempotencyOutcome begin(IdempotencyAttempt attempt) {
        return store.idempotency().begin(attempt);
    }

    private IdempotencyAttempt begun(String text) {
        IdempotencyAttempt attempt = attempt(text);
        assertThat(begin(attempt)).isEqualTo(BEGUN);
        return attempt;
    }

    private Optional<KeptReply> finish(IdempotencyAttempt attempt, KeptReply reply) {
        return store.idempotency().finish(attempt.key(), attempt.id(), reply);
    }

    private TurnOutcome commit(Turn turn, IdempotencyAttempt attempt, boolean last) {
        AttemptReply reply = new AttemptReply(attempt.key(), attempt.id(), REPLY, last);
        return store.executions().commit(turn.toCommit().with(reply));
    }

    private int sweep(int limit) {
        return store.idempotency().sweep(clock.instant(), limit);
    }

    private static IdempotencyOutcome answered(KeptReply reply) {
        return new IdempotencyOutcome.Answered(reply);
    }
}

package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.Completion;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.store.CompletionOutcome;
import dev.flowruntime.store.GoalCount;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TrafficRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store of goals must do. */
public abstract class GoalStoreContract extends StoreContract {
    private static final int THREADS = 8;
    private static final int ROUNDS = 100;
    private static final CompletionOutcome RECORDED = new CompletionOutcome.Recorded();

    private TrafficRange live() {
        return new TrafficRange(
                clock.instant().minus(Duration.ofDays(1)), clock.instant().plus(Duration.ofDays(1)), false);
    }

    private CompletionOutcome complete(Completion completion) {
        return store.goals().complete(completion, acme.newAudit("engine.api.call"));
    }

    private List<Completion> completions() {
        return store.goals().listCompletions(acme.id(), null, live(), null, 100);
    }

    private Completion conversion(@Nullable Conversation conversation, @Nullable String externalRef) {
        return acme.newConversion("bought", conversation == null ? null : conversation.id(), externalRef);
    }

    @Test
    void aGoalComesBackAsItWasAdded() {
        Goal bought = acme.newGoal("bought");
        Goal asked = acme.newGoal("asked");
        assertThat(store.goals().add(bought)).isTrue();
        assertThat(store.goals().add(asked)).isTrue();
        assertThat(store.goals().list(acme.id())).containsExactly(asked, bought);
        assertThat(store.goals().list(globex.id())).isEmpty();
    }

    @Test
    void aCodeIsTakenOnce() {
        Goal bought = acme.newGoal("bought");
        store.goals().add(bought);
        assertThat(store.goals().add(bought.withStatus(Goal.Status.PAUSED))).isFalse();
        assertThat(store.goals().list(acme.id())).containsExactly(bought);
        assertThat(store.goals().add(globex.newGoal("bought"))).isTrue();
    }

    @Test
    void ofManyWhoAddOneCodeAtOnceOneDoes() {
        Goal goal = acme.newGoal("bought");
        assertThat(Race.run(THREADS, i -> () -> store.goals().add(goal))).containsOnlyOnce(true);
    }

    @Test
    void aKnownGoalIsReplaced() {
        Goal bought = acme.newGoal("bought");
        assertThat(store.goals().replace(bought)).isFalse();
        store.goals().add(bought);
        Goal archived = bought.withStatus(Goal.Status.ARCHIVED);
        assertThat(store.goals().replace(archived)).isTrue();
        assertThat(store.goals().list(acme.id())).containsExactly(archived);
    }

    @Test
    void anExternalReferenceCompletesAGoalOnce() {
        Completion first = conversion(acme.openConversation(), "order-1");
        assertThat(complete(first)).isEqualTo(RECORDED);
        assertThat(complete(conversion(acme.openConversation(), "order-1")))
                .isEqualTo(new CompletionOutcome.Known(first));
        assertThat(complete(acme.newConversion("asked", null, "order-1"))).isEqualTo(RECORDED);
        assertThat(complete(conversion(null, "ORDER-1"))).isEqualTo(RECORDED);
        assertThat(completions()).hasSize(3);
        assertThat(store.audit().list(acme.id(), "engine.api.call", null, 10)).hasSize(4);
    }

    @Test
    void aConversationCompletesAGoalOnceWhereNoReferenceTellsItsCompletionsApart() {
        Conversation conversation = acme.openConversation();
        Completion first = conversion(conversation, "order-1");
        complete(first);
        assertThat(complete(conversion(conversation, "order-2"))).isEqualTo(RECORDED);
        assertThat(complete(conversion(conversation, null))).isEqualTo(new CompletionOutcome.Known(first));
        Completion other = conversion(acme.openConversation(), null);
        assertThat(complete(other)).isEqualTo(RECORDED);
        Completion again = acme.newConversion("bought", other.conversation(), null);
        assertThat(complete(again)).isEqualTo(new CompletionOutcome.Known(other));
    }

    @Test
    void aCompletionByAnEventCountsForItsConversation() {
        TelemetryEvent event = acme.newTelemetry("purchase", null);
        Completion byEvent = acme.newCompletion("bought", event);
        store.telemetry().record(acme.telemetry(List.of(event), byEvent));
        assertThat(complete(acme.newConversion("bought", event.conversation(), null)))
                .isEqualTo(new CompletionOutcome.Known(byEvent));
        assertThat(complete(acme.newConversion("bought", event.conversation(), "order-1")))
                .isEqualTo(RECORDED);
    }

    @Test
    void withNeitherEachIsRecorded() {
        assertThat(complete(conversion(null, null))).isEqualTo(RECORDED);
        assertThat(complete(conversion(null, null))).isEqualTo(RECORDED);
        assertThat(completions()).hasSize(2);
    }

    @Test
    void ofManyWhoTellOfOneCompletionAtOnceOneDoes() {
        for (int round = 0; round < fixture.rounds(ROUNDS); round++) {
            String order = "order-" + round;
            Conversation conversation = acme.openConversation();
            assertThat(Race.run(THREADS, i -> () -> complete(conversion(null, order))))
                    .containsOnlyOnce(RECORDED);
            assertThat(Race.run(THREADS, i -> () -> complete(conversion(conversation, null))))
                    .containsOnlyOnce(RECORDED);
        }
    }

    @Test
    void anotherTenantsCompletionsAreAbsent() {
        store.goals().complete(globex.newConversion("bought", null, "order-1"), globex.newAudit("engine.api.call"));
        assertThat(complete(conversion(null, "order-1"))).isEqualTo(RECORDED);
        assertThat(completions()).hasSize(1);
    }

    @Test
    void completionsAreListedPageByPage() {
        Completion first = conversion(null, null);
        Completion second = conversion(null, null);
        Completion asked = acme.newConversion("asked", null, null);
        complete(second);
        complete(first);
        complete(asked);
        assertThat(store.goals().listCompletions(acme.id(), "bought", live(), null, 1))
                .containsExactly(first);
        Position place = new Position(first.recordedAt(), first.id());
        assertThat(store.goals().listCompletions(acme.id(), "bought", live(), place, 10))
                .containsExactly(second);
        assertThat(completions()).containsExactly(first, second, asked);
    }

    @Test
    void completionsAreCountedByGoalAndCurrency() {
        complete(acme.valued(conversion(null, null), 1_500_000L, "EUR"));
        complete(acme.valued(conversion(null, null), 2_000_000L, "EUR"));
        complete(acme.valued(conversion(null, null), 7L, "USD"));
        complete(conversion(null, null));
        complete(acme.newConversion("asked", null, null));
        assertThat(store.goals().countCompletions(acme.id(), live()))
                .containsExactly(
                        new GoalCount("asked", null, 1, 0),
                        new GoalCount("bought", null, 1, 0),
                        new GoalCount("bought", "EUR", 2, 3_500_000),
                        new GoalCount("bought", "USD", 1, 7));
        TrafficRange test = new TrafficRange(live().from(), live().until(), true);
        assertThat(store.goals().countCompletions(acme.id(), test)).isEmpty();
    }
}

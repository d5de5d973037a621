package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.Completion;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.ModelUse;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.EventCount;
import dev.flowruntime.store.ModelSpend;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TrafficRange;
import dev.flowruntime.store.TurnOutcome;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store of telemetry must do. */
public abstract class TelemetryStoreContract extends StoreContract {
    private static final int THREADS = 8;
    private static final int ROUNDS = 100;
    private static final Duration LIFE = Duration.ofDays(30);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 30);

    private TrafficRange live() {
        return new TrafficRange(
                clock.instant().minus(Duration.ofDays(1)), clock.instant().plus(Duration.ofDays(1)), false);
    }

    private TrafficRange test() {
        return new TrafficRange(live().from(), live().until(), true);
    }

    private List<TelemetryEvent> events() {
        return store.telemetry().listEvents(acme.id(), live(), null, 100);
    }

    @Test
    void eventsComeBackAsTheyWereRecordedWithTheirCompletionsAndTheirAudit() {
        TelemetryEvent plain = acme.newTelemetry("viewed", null);
        TelemetryEvent named = acme.newTelemetry("purchase", "order-1");
        Completion completion = acme.newCompletion("bought", named);
        assertThat(store.telemetry().record(acme.telemetry(List.of(plain, named), completion)))
                .isEqualTo(2);
        assertThat(events()).containsExactly(plain, named);
        assertThat(store.goals().listCompletions(acme.id(), null, live(), null, 10))
                .containsExactly(completion);
        assertThat(store.audit().list(acme.id(), "widget.event", null, 10)).hasSize(1);
    }

    @Test
    void aRepeatedEventIsLeftOutWithWhatItAchieves() {
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("purchase", "order-1"))));
        TelemetryEvent repeat = acme.newTelemetry("purchase", "order-1");
        TelemetryEvent other = acme.newTelemetry("purchase", "order-2");
        Completion ofRepeat = acme.newCompletion("bought", repeat);
        Completion ofOther = acme.newCompletion("bought", other);
        assertThat(store.telemetry().record(acme.telemetry(List.of(repeat, other), ofRepeat, ofOther)))
                .isEqualTo(1);
        assertThat(events()).extracting(TelemetryEvent::key).containsExactly("order-1", "order-2");
        assertThat(store.goals().listCompletions(acme.id(), null, live(), null, 10))
                .containsExactly(ofOther);
        assertThat(store.audit().list(acme.id(), "widget.event", null, 10)).hasSize(2);
    }

    @Test
    void keysThatDifferOnlyInCaseOrSpaceAreDifferent() {
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("e", "a"))));
        assertThat(store.telemetry()
                        .record(acme.telemetry(List.of(
                                acme.newTelemetry("e", "A"),
                                acme.newTelemetry("e", "a "),
                                acme.newTelemetry("e", "á")))))
                .isEqualTo(3);
    }

    @Test
    void anEventWithoutAKeyIsNeverARepeat() {
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("viewed", null))));
        assertThat(store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("viewed", null)))))
                .isEqualTo(1);
        assertThat(events()).hasSize(2);
    }

    @Test
    void keysAreThoseOfTheirWidgetKey() {
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("e", "1"))));
        WidgetKeyId other = acme.putWidgetKey();
        assertThat(store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry(other, "e", "1", false)))))
                .isEqualTo(1);
    }

    @Test
    void keysOfOldEventsAreSwept() {
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("e", "1"), acme.newTelemetry("e", "2"))));
        store.telemetry().record(globex.telemetry(List.of(globex.newTelemetry("e", "1"))));
        clock.advance(LIFE.minusSeconds(1));
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("e", "young"))));
        assertThat(sweep(10)).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(sweep(2)).isEqualTo(2);
        assertThat(sweep(10)).isEqualTo(1);
        assertThat(sweep(10)).isZero();
        assertThat(store.telemetry()
                        .record(acme.telemetry(List.of(
                                acme.newTelemetry("e", "1"),
                                acme.newTelemetry("e", "2"),
                                acme.newTelemetry("e", "young")))))
                .isEqualTo(2);
        assertThat(store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("e", "1")))))
                .isZero();
        assertThat(store.telemetry().listEvents(acme.id(), ofLife(), null, 100)).hasSize(5);
    }

    private int sweep(int limit) {
        return store.telemetry().sweepKeys(clock.instant(), LIFE, limit);
    }

    private TrafficRange ofLife() {
        return new TrafficRange(clock.instant().minus(LIFE), live().until(), false);
    }

    @Test
    void ofManyWhoRecordOneEventAtOnceOneDoes() {
        for (int round = 0; round < fixture.rounds(ROUNDS); round++) {
            String key = "of round " + round;
            List<Integer> recorded = Race.run(
                    THREADS,
                    i -> () -> store.telemetry()
                            .record(acme.telemetry(
                                    List.of(acme.newTelemetry("e", key), acme.newTelemetry("e", key + " and " + i)))));
            assertThat(recorded.stream().mapToInt(Integer::intValue).sum()).isEqualTo(THREADS + 1);
        }
    }

    @Test
    void eventsAreListedPageByPageInTheOrderOfTheirRecording() {
        TelemetryEvent first = acme.newTelemetry("a", null);
        TelemetryEvent second = acme.newTelemetry("b", null);
        store.telemetry().record(acme.telemetry(List.of(second, first)));
        clock.advance(Duration.ofSeconds(1));
        TelemetryEvent third = acme.newTelemetry("c", null);
        store.telemetry().record(acme.telemetry(List.of(third)));
        assertThat(store.telemetry().listEvents(acme.id(), live(), null, 2)).containsExactly(first, second);
        Position place = new Position(second.recordedAt(), second.id());
        assertThat(store.telemetry().listEvents(acme.id(), live(), place, 2)).containsExactly(third);
    }

    @Test
    void countsAreOfTheirTimeAndTrafficAndTenant() {
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("a", null), acme.newTelemetry("b", null))));
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry("a", null))));
        store.telemetry().record(acme.telemetry(List.of(acme.newTelemetry(acme.widgetKey(), "a", null, true))));
        store.telemetry().record(globex.telemetry(List.of(globex.newTelemetry("a", null))));
        assertThat(store.telemetry().countEvents(acme.id(), live()))
                .containsExactly(new EventCount("a", 2), new EventCount("b", 1));
        assertThat(store.telemetry().countEvents(acme.id(), test())).containsExactly(new EventCount("a", 1));
        TrafficRange before = new TrafficRange(live().from(), clock.instant(), false);
        assertThat(store.telemetry().countEvents(acme.id(), before)).isEmpty();
        assertThat(events()).hasSize(3);
    }

    @Test
    void whatModelsUsedInATurnIsSummed() {
        Conversation conversation = acme.openConversation();
        Turn first = acme.firstTurn(conversation).uses("big", 10, 5, 700L).uses("new", 1, 2, null);
        acme.committed(first);
        Turn second = acme.turnAfter(first.execution()).uses("big", 3, 4, 7L);
        acme.committed(second);
        acme.committed(acme.openingTurn(acme.newConversation()).uses("big", 100, 100, 1L));
        ModelSpend unpriced = new ModelSpend("new", 1, 2, 0, 3);
        List<ModelSpend> ofFirst = List.of(new ModelSpend("big", 13, 9, 707, 0), unpriced);
        assertThat(store.telemetry().sumModelUse(acme.id(), first.execution().id()))
                .isEqualTo(ofFirst);
        assertThat(store.telemetry().sumModelUse(acme.id(), conversation.id())).isEqualTo(ofFirst);
        assertThat(store.telemetry().sumModelUse(acme.id(), live()))
                .containsExactly(new ModelSpend("big", 113, 109, 708, 0), unpriced);
        assertThat(store.telemetry().sumModelUse(acme.id(), test())).isEmpty();
        assertThat(store.telemetry().sumModelUse(globex.id(), live())).isEmpty();
        assertThat(store.telemetry().sumModelUse(globex.id(), conversation.id()))
                .isEmpty();
    }

    @Test
    void aRefusedTurnUsedNothing() {
        Execution execution = acme.newExecution();
        Turn stale = acme.turnAfter(execution).withRevision(3).uses("big", 1, 1, 1L);
        assertThat(acme.commit(stale)).isEqualTo(new TurnOutcome.Stale());
        assertThat(store.telemetry().sumModelUse(acme.id(), execution.id())).isEmpty();
    }

    @Test
    void aTestConversationsUseIsApart() {
        Turn turn = acme.openingTurn(acme.newConversation()).uses("big", 1, 1, 1L);
        ModelUse use = turn.toCommit().uses().get(0);
        acme.committed(turn.replacingUses(new ModelUse(
                use.tenant(), use.execution(), use.conversation(), use.revision(), "big", 1, 1, 1L, use.at(), true)));
        assertThat(store.telemetry().sumModelUse(acme.id(), live())).isEmpty();
        assertThat(store.telemetry().sumModelUse(acme.id(), test())).hasSize(1);
    }

    @Test
    void usageAddsUpByKeyAndDay() {
        WidgetKeyId other = acme.putWidgetKey();
        KeyUsage usage = new KeyUsage(acme.widgetKey(), DAY, 1, 2, 3, 4);
        KeyUsage next = new KeyUsage(acme.widgetKey(), DAY.plusDays(1), 1, 0, 0, 0);
        KeyUsage ofOther = new KeyUsage(other, DAY, 0, 0, 0, 5_000_000_000L);
        store.telemetry().addUsage(acme.id(), List.of(usage, next, ofOther));
        store.telemetry().addUsage(acme.id(), List.of(usage));
        assertThat(store.telemetry().listUsage(acme.id(), DAY, DAY.plusDays(1)))
                .containsExactly(usage.plus(usage), ofOther, next);
        assertThat(store.telemetry().listUsage(acme.id(), DAY, DAY)).containsExactly(usage.plus(usage), ofOther);
        assertThat(store.telemetry().listUsage(globex.id(), DAY, DAY)).isEmpty();
    }

    @Test
    void usageThatManyAddAtOnceIsAllCounted() {
        KeyUsage one = new KeyUsage(acme.widgetKey(), DAY, 1, 1, 1, 1);
        Race.run(THREADS, i -> () -> {
            store.telemetry().addUsage(acme.id(), List.of(one));
            return i;
        });
        assertThat(store.telemetry().listUsage(acme.id(), DAY, DAY))
                .containsExactly(new KeyUsage(acme.widgetKey(), DAY, THREADS, THREADS, THREADS, THREADS));
    }
}

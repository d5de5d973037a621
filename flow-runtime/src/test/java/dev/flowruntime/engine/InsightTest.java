package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowruntime.Caller;
import dev.flowruntime.ChatSession;
import dev.flowruntime.Conversion;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.GoalRequest;
import dev.flowruntime.OpenSession;
import dev.flowruntime.PageEvent;
import dev.flowruntime.RecordedConversion;
import dev.flowruntime.RecordedEvents;
import dev.flowruntime.SessionReply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.EventCount;
import dev.flowruntime.store.TrafficRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telemetry, goals, conversions and what is counted of widget keys. */
class InsightTest {
    private static final String ORIGIN = "https://acme.com";
    private static final String ADDRESS = "203.0.113.9";

    private final Fixture fixture = new Fixture();
    private WidgetKey live;
    private WidgetKey test;
    private SessionReply opened;
    private ChatSession session;

    @BeforeEach
    void openSession() {
        fixture.flow("- { id: hi, type: message, text: hi }");
        live = key("live", false);
        test = key("test", true);
        opened = open(live);
        session = session(opened);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private WidgetKey key(String label, boolean ofTest) {
        return fixture.runtime
                .widgetKeys()
                .create(
                        fixture.tenant,
                        new WidgetKeyRequest(
                                label,
                                null,
                                ofTest,
                                WidgetKey.Status.ACTIVE,
                                List.of(ORIGIN),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                null,
                                null,
                                null));
    }

    private SessionReply open(WidgetKey key) {
        return fixture.runtime
                .chat()
                .open(
                        new OpenSession(key.publicKey(), null, null, null, Map.of()),
                        new Caller(ORIGIN, true, null, "req-1", ADDRESS));
    }

    private ChatSession session(SessionReply reply) {
        return fixture.runtime.chat().authorize(new Caller(ORIGIN, true, reply.sessionToken(), "req-2", ADDRESS));
    }

    private TrafficRange traffic(boolean ofTest) {
        Instant now = fixture.clock.instant();
        return new TrafficRange(now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(2)), ofTest);
    }

    private List<TelemetryEvent> events() {
        return fixture.runtime.insight().events(fixture.tenant, traffic(false), null, 100);
    }

    private List<Completion> completions() {
        return fixture.runtime.insight().completions(fixture.tenant, null, traffic(false), null, 100);
    }

    private static PageEvent event(String name, @Nullable String id) {
        return new PageEvent(name, Map.of(), null, id);
    }

    private RecordedConversion convert(@Nullable String conversation, @Nullable String ref) {
        return fixture.runtime
                .engine()
                .convert(new Conversion(fixture.tenant, "bought", conversation, ref, null, Map.of()));
    }

    private void goal(Map<String, Object> match) {
        fixture.runtime
                .insight()
                .goals()
                .create(
                        fixture.tenant,
                        new GoalRequest(
                                "bought",
                                "Bought",
                                Goal.Kind.CONVERSION,
                                "purchase",
                                new LinkedHashMap<>(match),
                                true,
                                Goal.Status.ACTIVE));
    }

    @Test
    void repeatsOfAnEventAreToldForThirtyDays() {
        session.record(List.of(event("viewed", "e1")));
        fixture.clock.advance(Duration.ofDays(30).minusSeconds(1));
        fixture.runtime.runOnce();
        session = session(open(live));
        assertThat(session.record(List.of(event("viewed", "e1")))).isEqualTo(new RecordedEvents(0, 1));
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.runtime.runOnce();
        assertThat(session.record(List.of(event("viewed", "e1")))).isEqualTo(new RecordedEvents(1, 0));
    }

    @Test
    void anEventIsRecordedWithItsConversationAndAudited() {
        RecordedEvents recorded = session.record(List.of(PageEvent.of("viewed", Map.of("sku", "a"))));
        assertThat(recorded).isEqualTo(new RecordedEvents(1, 0));
        assertThat(events())
                .extracting(
                        TelemetryEvent::name,
                        TelemetryEvent::conversation,
                        TelemetryEvent::widgetKey,
                        TelemetryEvent::occurredAt)
                .containsExactly(tuple("viewed", opened.conversationId(), live.id(), fixture.clock.instant()));
        assertThat(audit("widget.event"))
                .extracting(AuditRecord::actor, AuditRecord::subject, AuditRecord::requestId)
                .containsExactly(
                        tuple("widget_key:" + live.id(), opened.conversationId().toString(), "req-2"));
    }

    private List<AuditRecord> audit(String action) {
        return fixture.store.audit().list(fixture.tenant, action, null, 10);
    }

    @Test
    void repeatsAreDuplicatesAlsoWithinOneRequest() {
        assertThat(session.record(List.of(event("a", "1"), event("a", "1"), event("a", null), event("a", null))))
                .isEqualTo(new RecordedEvents(3, 1));
        assertThat(session.record(List.of(event("b", "1"), event("b", "2")))).isEqualTo(new RecordedEvents(1, 1));
        assertThat(events()).hasSize(4);
    }

    @Test
    void whatLiesInTheFutureOccursNow() {
        Instant now = fixture.clock.instant();
        session.record(List.of(
                new PageEvent("late", Map.of(), now.minusSeconds(60), null),
                new PageEvent("early", Map.of(), now.plusSeconds(60), null)));
        assertThat(events())
                .extracting(TelemetryEvent::name, TelemetryEvent::occurredAt)
                .containsExactlyInAnyOrder(tuple("late", now.minusSeconds(60)), tuple("early", now));
    }

    @Test
    void theTrafficOfTestKeysIsApart() {
        goal(Map.of());
        SessionReply testing = open(test);
        session(testing).record(List.of(event("purchase", "1")));
        assertThat(fixture.runtime
                        .engine()
                        .convert(new Conversion(
                                fixture.tenant,
                                "bought",
                                testing.conversationId().toString(),
                                "o",
                                null,
                                Map.of()))
                        .deduped())
                .isFalse();
        assertThat(events()).isEmpty();
        assertThat(completions()).isEmpty();
        assertThat(fixture.runtime.insight().countEvents(fixture.tenant, traffic(true)))
                .containsExactly(new EventCount("purchase", 1));
        assertThat(fixture.runtime.insight().completions(fixture.tenant, null, traffic(true), null, 9))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', purchase, 1",
        "'currency=EUR,items=2,gift=true', purchase, 1",
        "'currency=USD', purchase, 0",
        "'currency=eur', purchase, 0",
        "'items=3', purchase, 0",
        "'gift=false', purchase, 0",
        "'colour=red', purchase, 0",
        "'', viewed, 0"
    })
    void aGoalIsCompletedByEventsOfItsNameWithAllThatItWants(String wanted, String name, int completed) {
        Map<String, Object> match = new LinkedHashMap<>();
        for (String pair : wanted.isEmpty() ? new String[0] : wanted.split(",", -1)) {
            String value = pair.substring(pair.indexOf('=') + 1);
            match.put(
                    pair.substring(0, pair.indexOf('=')),
                    value.matches("[0-9]+")
                            ? (Object) Long.valueOf(value)
                            : value.matches("true|false") ? Boolean.valueOf(value) : value);
        }
        goal(match);
        session.record(List.of(PageEvent.of(name, Map.of("currency", "EUR", "items", 2.0, "gift", true))));
        assertThat(completions()).hasSize(completed);
    }

    @Test
    void aCompletionKeepsWhatItWasWorth() {
        goal(Map.of());
        session.record(List.of(
                PageEvent.of("purchase", Map.of("value", 19.99, "currency", "EUR")),
                PageEvent.of("purchase", Map.of("value", 3L, "currency", "Euro")),
                PageEvent.of("purchase", Map.of("value", "7", "currency", "USD")),
                PageEvent.of("purchase", Map.of("value", 1e30))));
        assertThat(completions())
                .extracting(Completion::valueMicros, Completion::currency)
                .containsExactlyInAnyOrder(
                        tuple(19_990_000L, "EUR"), tuple(3_000_000L, null), tuple(null, "USD"), tuple(null, null));
    }

    @Test
    void onlyActiveGoalsAreCompletedAndAChangeCountsAtOnce() {
        goal(Map.of());
        session.record(List.of(event("purchase", "1")));
        fixture.runtime.insight().goals().setStatus(fixture.tenant, "bought", Goal.Status.PAUSED);
        session.record(List.of(event("purchase", "2")));
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> convert(null, "order-1"))
                .returns(ErrorCode.GOAL_NOT_FOUND, FlowException::code);
        fixture.runtime.insight().goals().setStatus(fixture.tenant, "bought", Goal.Status.ACTIVE);
        session.record(List.of(event("purchase", "3"), event("purchase", "1")));
        assertThat(completions()).hasSize(2);
    }

    @Test
    void aConversionIsRecordedOnceForItsReferenceElseForItsConversation() {
        goal(Map.of());
        String conversation = opened.conversationId().toString();
        RecordedConversion first = convert(conversation, "order-1");
        assertThat(first.deduped()).isFalse();
        assertThat(convert(null, "order-1")).isEqualTo(new RecordedConversion(first.completionId(), true));
        assertThat(convert(conversation, "order-2").deduped()).isFalse();
        assertThat(convert(conversation, null)).isEqualTo(new RecordedConversion(first.completionId(), true));
        assertThat(convert(null, null).deduped()).isFalse();
        assertThat(convert(null, null).deduped()).isFalse();
    }

    @Test
    void aCompletionByAnEventCountsForConversionsOfItsConversation() {
        goal(Map.of());
        session.record(List.of(event("purchase", null)));
        UUID byEvent = completions().get(0).id();
        assertThat(convert(opened.conversationId().toString(), null)).isEqualTo(new RecordedConversion(byEvent, true));
    }

    @Test
    void conversationsAndGoalsThatAreNotThereAreRefused() {
        goal(Map.of());
        for (String conversation : List.of("no id", UUID.randomUUID().toString())) {
            assertThatExceptionOfType(FlowException.class)
                    .isThrownBy(() -> convert(conversation, null))
                    .returns(ErrorCode.CONVERSATION_NOT_FOUND, FlowException::code);
        }
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> fixture.runtime.engine().convert(Conversion.of(fixture.tenant, "unknown", "order-1")))
                .returns(ErrorCode.GOAL_NOT_FOUND, FlowException::code);
    }

    @Test
    void aCodeIsTakenOnceAndStays() {
        goal(Map.of());
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> goal(Map.of("a", 1L)))
                .returns(ErrorCode.CONFLICT, FlowException::code);
        assertThat(fixture.runtime.insight().goals().list(fixture.tenant))
                .extracting(Goal::code, goal -> goal.match().text())
                .containsExactly(tuple("bought", "{}"));
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(() -> fixture.runtime.insight().goals().setStatus(fixture.tenant, "x", Goal.Status.PAUSED))
                .returns(ErrorCode.GOAL_NOT_FOUND, FlowException::code);
    }

    @Test
    void tooManyEventsOrNoneAreRefused() {
        List<PageEvent> many = java.util.Collections.nCopies(51, event("a", null));
        for (List<PageEvent> events : List.of(many, List.<PageEvent>of())) {
            assertThatExceptionOfType(FlowException.class)
                    .isThrownBy(() -> session.record(events))
                    .returns(ErrorCode.VALIDATION_FAILED, FlowException::code);
        }
    }

    @Test
    void widgetKeysAreMetered() {
        session.trigger(TriggerMessage.of("go", "hi"));
        session.record(List.of(event("a", "1"), event("a", "1")));
        fixture.runtime.insight().countMount(live);
        LocalDate today = LocalDate.ofInstant(fixture.clock.instant(), ZoneOffset.UTC);
        assertThat(fixture.runtime.insight().usage(fixture.tenant, today, today))
                .containsExactly(new KeyUsage(live.id(), today, 1, 1, 1, 1));
        open(test);
        fixture.runtime.insight().countMount(live);
        assertThat(fixture.runtime.insight().usage(fixture.tenant, today, today))
                .containsExactlyInAnyOrder(
                        new KeyUsage(live.id(), today, 1, 1, 1, 2), new KeyUsage(test.id(), today, 1, 0, 0, 0));
    }

    @Test
    void countsAreAddedEveryTenSecondsAndWhenTheRuntimeIsClosed() {
        LocalDate today = LocalDate.ofInstant(fixture.clock.instant(), ZoneOffset.UTC);
        fixture.runtime.runOnce();
        assertThat(fixture.store.telemetry().listUsage(fixture.tenant, today, today))
                .extracting(KeyUsage::sessions)
                .containsExactly(1L);
        open(live);
        fixture.runtime.runOnce();
        assertThat(fixture.store.telemetry().listUsage(fixture.tenant, today, today))
                .extracting(KeyUsage::sessions)
                .containsExactly(1L);
        fixture.clock.advance(Duration.ofSeconds(10));
        fixture.runtime.runOnce();
        assertThat(fixture.store.telemetry().listUsage(fixture.tenant, today, today))
                .extracting(KeyUsage::sessions)
                .containsExactly(2L);
        try (FlowRuntime other =
                FlowRuntime.builder(fixture.store).clock(fixture.clock).build()) {
            other.insight().countMount(live);
        }
        assertThat(fixture.store.telemetry().listUsage(fixture.tenant, today, today))
                .extracting(KeyUsage::mounts)
                .containsExactly(1L);
    }

    @Test
    void theAuditKeepsAHashOfTheAddressAndNotTheAddress() {
        session.trigger(TriggerMessage.of("go", "hi"));
        session.record(List.of(event("a", null)));
        List<AuditRecord> records = fixture.store.audit().list(fixture.tenant, null, null, 100).stream()
                .filter(record -> record.action().startsWith("widget."))
                .toList();
        assertThat(records)
                .extracting(AuditRecord::action)
                .containsExactlyInAnyOrder("widget.session.start", "widget.message.send", "widget.event");
        String hash = records.get(0).ipHash();
        assertThat(hash).matches("[0-9a-f]{32}");
        assertThat(records).extracting(AuditRecord::ipHash).containsOnly(hash);
        assertThat(records.toString()).doesNotContain(ADDRESS);
        ChatSession elsewhere =
                fixture.runtime.chat().authorize(new Caller(ORIGIN, true, opened.sessionToken(), null, "203.0.113.10"));
        elsewhere.record(List.of(event("a", null)));
        assertThat(audit("widget.event")).extracting(AuditRecord::ipHash).doesNotHaveDuplicates();
    }
}

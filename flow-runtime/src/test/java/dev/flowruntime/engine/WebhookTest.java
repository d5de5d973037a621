package dev.flowruntime.engine;

import static dev.flowruntime.engine.WebhookFixture.silence;
import static dev.flowruntime.engine.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.EndpointState;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.transport.OutboundRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private final WebhookFixture fixture = new WebhookFixture();

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void webhooksOfAConversationLeaveInOrderWithTheirHeaders() {
        fixture.converse();
        fixture.runtime.runOnce();
        assertThat(fixture.sent)
                .extracting(request -> request.headers().get("X-Comerix-Event"))
                .containsExactly("chat.session.opened", "chat.execution.updated");
        OutboundRequest first = fixture.sent.get(0);
        Map<String, Object> body = JsonTree.readObject(new Json(first.body()));
        assertThat(body).containsEntry("event", "chat.session.opened");
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.url()).isEqualTo("https://acme.com/hook");
        assertThat(first.timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(first.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("User-Agent", "Comerix-Flow-Webhook/1.0")
                .containsEntry("X-Comerix-Event-Id", first.headers().get("webhook-id"))
                .containsEntry("webhook-timestamp", "" + fixture.clock.instant().getEpochSecond())
                .doesNotContainKey("X-Comerix-Gap");
        assertThat(first.headers().get("X-Comerix-Signature")).matches("sha256=[0-9a-f]{64}");
        assertThat(first.headers().get("webhook-signature")).matches("v1,[A-Za-z0-9+/]{43}=");
        assertThat(fixture.delivery(0).state()).isEqualTo(Delivery.State.DELIVERED);
    }

    @Test
    void anAttemptRepeatsTheEventIdAndTheBodyUnderADeliveryIdOfItsOwn() {
        fixture.answer(status(500));
        fixture.open();
        fixture.runtime.runOnce();
        fixture.after(Duration.ofMinutes(2));
        OutboundRequest first = fixture.sent.get(0);
        OutboundRequest second = fixture.sent.get(1);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().get("X-Comerix-Event-Id"))
                .isEqualTo(first.headers().get("X-Comerix-Event-Id"));
        assertThat(second.headers().get("X-Comerix-Delivery"))
                .isNotEqualTo(first.headers().get("X-Comerix-Delivery"));
        assertThat(second.headers().get("webhook-timestamp"))
                .isNotEqualTo(first.headers().get("webhook-timestamp"));
    }

    @Test
    void bothSecretsSignForADayAndThenTheNewOneAlone() {
        fixture.runtime.widgetKeys().rotateWebhookSecret(fixture.tenant, fixture.key.publicKey());
        fixture.open();
        fixture.runtime.runOnce();
        assertThat(signatures(0, "X-Comerix-Signature")).hasSize(2).doesNotHaveDuplicates();
        assertThat(signatures(0, "webhook-signature"))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(signature -> signature.startsWith("v1,"));
        fixture.clock.advance(Duration.ofHours(24));
        fixture.open();
        fixture.runtime.runOnce();
        assertThat(signatures(1, "X-Comerix-Signature")).hasSize(1);
        assertThat(signatures(1, "webhook-signature")).hasSize(1);
    }

    private List<String> signatures(int request, String header) {
        return List.of(fixture.sent.get(request).headers().get(header).split(" "));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void everyStatusOfSuccessAcknowledges(int status) {
        fixture.answer(status(status));
        fixture.open();
        fixture.runtime.runOnce();
        assertThat(fixture.delivery(0).state()).isEqualTo(Delivery.State.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 304, 400, 403, 404, 408, 429, 500, 503})
    void everyOtherStatusIsTriedAgain(int status) {
        fixture.answer(status(status));
        fixture.open();
        fixture.runtime.runOnce();
        assertThat(fixture.delivery(0).state()).isEqualTo(Delivery.State.PENDING);
        assertThat(fixture.delivery(0).error()).isEqualTo("status " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 410})
    void unauthorizedAndGoneAreFinalAtOnce(int status) {
        fixture.answer(status(status));
        fixture.listenerFails = true;
        fixture.open();
        fixture.runtime.runOnce();
        assertThat(fixture.delivery(0).state()).isEqualTo(Delivery.State.DEAD);
        assertThat(fixture.exhausted).hasSize(1);
    }

    @Test
    void itIsTriedSixTimesAndThenGivenUp() {
        fixture.answer(status(500), silence(), status(500), silence(), status(500), silence());
        fixture.open();
        fixture.runtime.runOnce();
        for (String delay : List.of("PT1M", "PT5M", "PT15M", "PT1H", "PT4H")) {
            Duration wait = Duration.parse(delay);
            int before = fixture.sent.size();
            fixture.after(wait.multipliedBy(9).dividedBy(10).minusMillis(1));
            assertThat(fixture.sent).as("too early").hasSize(before);
            fixture.after(wait.dividedBy(5).plusMillis(1));
            assertThat(fixture.sent).as("too late").hasSize(before + 1);
        }
        assertThat(fixture.delivery(0).state()).isEqualTo(Delivery.State.DEAD);
        assertThat(fixture.exhausted)
                .singleElement()
                .satisfies(dead -> assertThat(dead.error()).isEqualTo("timed_out: not over in time"));
        fixture.after(Duration.ofDays(1));
        assertThat(fixture.sent).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "1, 60", "-5, 60", "99999, 14400", "soon, 60", "'', 60"})
    void retryAfterInSecondsMakesTheWaitLongerToFourHoursAtMost(String value, long seconds) {
        fixture.answer(status(429, "retry-after", value));
        assertWaits(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 01 Mar 2026 10:10:00 GMT', 600",
        "'Sun, 01 Mar 2026 09:10:00 GMT', 60",
        "'Mon, 02 Mar 2026 10:00:00 GMT', 14400"
    })
    void retryAfterMayBeADate(String value, long seconds) {
        fixture.answer(status(503, "retry-after", value));
        assertWaits(seconds);
    }

    private void assertWaits(long seconds) {
        fixture.open();
        fixture.runtime.runOnce();
        Instant expected = fixture.clock.instant().plusSeconds(seconds);
        assertThat(fixture.delivery(0).dueAt())
                .isCloseTo(expected, within(seconds == 60 ? 6_000 : 0, ChronoUnit.MILLIS));
    }

    @Test
    void waitsAreSpreadByUpToATenth() {
        for (int i = 0; i < 30; i++) {
            fixture.answer(status(500));
            fixture.open();
        }
        fixture.runtime.runOnce();
        List<Instant> due = fixture.sent.stream()
                .map(request -> OutboxId.of(request.headers().get("webhook-id")))
                .map(id -> fixture.runtime.webhooks().find(fixture.tenant, id).orElseThrow())
                .map(Delivery::dueAt)
                .toList();
        assertThat(due.stream().distinct().count()).isGreaterThan(20);
    }

    @Test
    void whatWaitsForItsRetryHoldsBackItsOwnConversationOnly() {
        fixture.answer(status(500));
        fixture.converse();
        fixture.runtime.runOnce();
        assertThat(fixture.sent).hasSize(1);
        fixture.converse();
        fixture.runtime.runOnce();
        assertThat(fixture.sent).hasSize(3);
        fixture.after(Duration.ofMinutes(2));
        assertThat(fixture.sent).hasSize(5);
        assertThat(fixture.sent.get(3).body()).isEqualTo(fixture.sent.get(0).body());
    }

    @Test
    void theNextAfterADeadOneIsMarkedAndTheOneAfterItIsNot() {
        fixture.answer(status(410));
        fixture.open().trigger(TriggerMessage.of("go", "hi"));
        fixture.runtime.runOnce();
        assertThat(fixture.sent.get(1).headers()).containsEntry("X-Comerix-Gap", "true");
    }

    @Test
    void aWebhookWhoseKeyHasNoneAnyMoreIsGivenUp() {
        fixture.open();
        fixture.putKey("chat", null);
        fixture.runtime.runOnce();
        assertThat(fixture.sent).isEmpty();
        assertThat(fixture.exhausted)
                .extracting(Delivery::error)
                .containsExactly("the widget key has no webhook any more");
    }

    @Test
    void aDeadOneIsReplayedUnderItsEventIdWithAllItsAttempts() {
        fixture.answer(status(410), status(500));
        fixture.open();
        fixture.runtime.runOnce();
        OutboxId id = fixture.delivery(0).entry().id();
        fixture.runtime.webhooks().replay(fixture.tenant, id);
        fixture.runtime.runOnce();
        assertThat(fixture.delivery(0).attempts()).isEqualTo(1);
        fixture.after(Duration.ofMinutes(2));
        assertThat(fixture.sent)
                .hasSize(3)
                .allMatch(request -> request.headers().get("webhook-id").equals(id.toString()));
        assertThat(fixture.delivery(0).state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(audit("webhook.replay"))
                .singleElement()
                .satisfies(record -> assertThat(record.subject()).isEqualTo(id.toString()));
    }

    @Test
    void whatIsNotDeadOrNotThereIsNotReplayed() {
        fixture.open();
        fixture.runtime.runOnce();
        OutboxId delivered = fixture.delivery(0).entry().id();
        assertRefused(ErrorCode.CONFLICT, () -> fixture.runtime.webhooks().replay(fixture.tenant, delivered));
        OutboxId unknown = new OutboxId(new UUID(1, 1));
        assertRefused(ErrorCode.NOT_FOUND, () -> fixture.runtime.webhooks().replay(fixture.tenant, unknown));
        String nobody = "pk_live_" + "0".repeat(32);
        assertRefused(ErrorCode.NOT_FOUND, () -> fixture.runtime.webhooks().replay(fixture.tenant, nobody, null));
    }

    @Test
    void theDeadOnesOfAKeyAreReplayedFromATimeOn() {
        fixture.answer(status(410), status(410), status(410));
        fixture.open();
        fixture.runtime.runOnce();
        fixture.clock.advance(Duration.ofHours(1));
        Instant since = fixture.clock.instant();
        fixture.open();
        fixture.open();
        fixture.runtime.runOnce();
        assertThat(fixture.runtime.webhooks().replay(fixture.tenant, fixture.key.publicKey(), since))
                .isEqualTo(2);
        fixture.runtime.runOnce();
        assertThat(fixture.sent).hasSize(5);
        assertThat(fixture.runtime.webhooks().replay(fixture.tenant, fixture.key.publicKey(), null))
                .isEqualTo(1);
        assertThat(fixture.runtime.webhooks().list(fixture.tenant, DeliveryFilter.ALL, null, 10))
                .hasSize(3);
    }

    @Test
    void anEndpointThatOnlyFailedForFiveDaysIsPausedUntilItIsResumed() {
        for (int i = 0; i < 40; i++) {
            fixture.answer(status(500));
        }
        fixture.open();
        fixture.runtime.runOnce();
        Instant since = fixture.clock.instant();
        assertThat(endpoint()).isEqualTo(new EndpointState(since, null));
        fixture.after(Duration.ofDays(5).minusSeconds(1));
        assertThat(fixture.paused).isEmpty();
        fixture.open();
        fixture.after(Duration.ofSeconds(1));
        assertThat(fixture.paused).containsExactly(fixture.key.id());
        assertThat(audit("webhook.pause")).hasSize(1);
        int before = fixture.sent.size();
        fixture.open();
        fixture.after(Duration.ofHours(5));
        assertThat(fixture.sent).hasSize(before);
        fixture.answers.clear();
        assertThat(fixture.runtime.webhooks().resume(fixture.tenant, fixture.key.publicKey()))
                .isTrue();
        fixture.runtime.runOnce();
        assertThat(fixture.sent).hasSizeGreaterThan(before);
        assertThat(endpoint()).isEqualTo(new EndpointState(null, null));
    }

    @Test
    void oneSuccessBeginsTheFiveDaysAnew() {
        fixture.answer(status(500), status(200), status(500), status(500));
        fixture.open();
        fixture.runtime.runOnce();
        fixture.after(Duration.ofMinutes(2));
        fixture.open();
        fixture.after(Duration.ofDays(4));
        fixture.after(Duration.ofDays(2));
        assertThat(fixture.sent).hasSize(4);
        assertThat(fixture.paused).isEmpty();
    }

    @Test
    void anOperatorMayPauseAnEndpoint() {
        assertThat(fixture.runtime.webhooks().pause(fixture.tenant, fixture.key.publicKey()))
                .isTrue();
        assertThat(fixture.runtime.webhooks().pause(fixture.tenant, fixture.key.publicKey()))
                .isFalse();
        fixture.open();
        fixture.runtime.runOnce();
        assertThat(fixture.sent).isEmpty();
        fixture.runtime.webhooks().resume(fixture.tenant, fixture.key.publicKey());
        fixture.runtime.runOnce();
        assertThat(fixture.sent).hasSize(1);
        assertThat(audit("webhook.resume")).hasSize(1);
    }

    @Test
    void aChangedUrlCountsForWhatWaits() {
        fixture.answer(status(500));
        fixture.open();
        fixture.runtime.runOnce();
        WebhookEndpoint moved =
                fixture.putKey("chat", "https://hooks.acme.com/").webhook();
        fixture.after(Duration.ofMinutes(2));
        assertThat(fixture.sent.get(1).url()).isEqualTo(moved.url());
    }

    private EndpointState endpoint() {
        return fixture.runtime.webhooks().endpoint(fixture.tenant, fixture.key.publicKey());
    }

    private List<AuditRecord> audit(String action) {
        return fixture.store.audit().list(fixture.tenant, action, null, 100);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FlowException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

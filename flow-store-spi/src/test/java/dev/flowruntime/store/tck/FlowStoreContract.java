package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.FormId;
import dev.flowruntime.model.Json;
import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.EndpointStore;
import dev.flowruntime.store.EngineTokenStore;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.ExecutionStore.Due;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.FormStore;
import dev.flowruntime.store.GoalStore;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.SettingsStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.SubmissionStore;
import dev.flowruntime.store.TaskStore;
import dev.flowruntime.store.TelemetryStore;
import dev.flowruntime.store.TenantStore;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.UploadStore;
import dev.flowruntime.store.WidgetKeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The store as a whole: whether it can serve, and that it stops. */
public abstract class FlowStoreContract extends StoreContract {
    @Test
    void anOpenStoreCanServe() {
        assertThatCode(() -> store.check()).doesNotThrowAnyException();
    }

    @Test
    void closingTwiceIsClosing() {
        store.close();
        assertThatCode(() -> store.close()).doesNotThrowAnyException();
    }

    @Test
    void aClosedStoreCannotServe() {
        store.close();
        assertRefused(() -> store.check());
    }

    @Test
    void rolesOfAClosedStoreRefuseReads() {
        TenantStore tenants = store.tenants();
        FlowVersionStore flows = store.flowVersions();
        WidgetKeyStore keys = store.widgetKeys();
        ConversationStore conversations = store.conversations();
        ExecutionStore executions = store.executions();
        InboxEventStore events = store.inboxEvents();
        TaskStore tasks = store.tasks();
        OutboxStore outbox = store.outbox();
        EndpointStore endpoints = store.endpoints();
        EngineTokenStore tokens = store.engineTokens();
        SettingsStore settings = store.settings();
        AuditStore audit = store.audit();
        FormStore forms = store.forms();
        SubmissionStore submissions = store.submissions();
        UploadStore uploads = store.uploads();
        BlobStore blobs = store.blobs();
        IdempotencyStore idempotency = store.idempotency();
        TelemetryStore telemetry = store.telemetry();
        GoalStore goals = store.goals();
        store.close();
        assertRefused(() -> telemetry.sumModelUse(acme.id(), new ConversationId(fixture.newId())));
        assertRefused(() -> telemetry.sweepKeys(clock.instant(), Duration.ZERO, 1));
        assertRefused(() -> goals.list(acme.id()));
        assertRefused(() -> idempotency.sweep(clock.instant(), 1));
        assertRefused(() -> tenants.find(acme.id()));
        assertRefused(() -> flows.listActive(acme.id()));
        assertRefused(() -> keys.find(acme.id(), acme.widgetKey()));
        assertRefused(() -> conversations.findByCustomer(acme.id(), acme.widgetKey(), "ann"));
        assertRefused(() -> executions.claimDue(Due.WAIT, fixture.claim(1)));
        assertRefused(() -> events.claimUnfinished(fixture.claim(1)));
        assertRefused(() -> tasks.claim(null, Set.of("q"), fixture.claim(1)));
        assertRefused(() -> outbox.claim(fixture.claim(1), EndpointLimits.NONE));
        assertRefused(() -> endpoints.find(acme.id(), acme.widgetKey()));
        assertRefused(() -> tokens.find("hash"));
        assertRefused(() -> settings.find(acme.id(), "questions"));
        assertRefused(() -> audit.list(acme.id(), null, null, 1));
        assertRefused(() -> forms.listActive(acme.id()));
        assertRefused(() -> uploads.claimExpired(fixture.claim(1)));
        assertRefused(() -> blobs.open(acme.id(), fixture.newId()));
        assertRefused(() -> submissions.list(acme.id(), new FormId(fixture.newId()), null, 1));
    }

    @Test
    void rolesOfAClosedStoreRefuseCommits() {
        ConversationStore conversations = store.conversations();
        ExecutionStore executions = store.executions();
        InboxEventStore events = store.inboxEvents();
        SettingsStore settings = store.settings();
        AuditStore audit = store.audit();
        Conversation conversation = acme.newConversation();
        FormStore forms = store.forms();
        SubmissionStore submissions = store.submissions();
        FormId form = new FormId(fixture.newId());
        TurnCommit turn = acme.openingTurn(acme.newConversation()).toCommit();
        store.close();
        assertRefused(() -> conversations.commit(
                new ConversationCommit(new ConversationChange.Open(conversation), List.of(), List.of())));
        assertRefused(() -> executions.commit(turn));
        assertRefused(() -> events.accept(acme.acceptance(acme.newEvent("paid"), null)));
        assertRefused(() -> settings.put(acme.id(), "questions", Json.EMPTY_ARRAY));
        assertRefused(() -> forms.publish(acme.formVersion(form, "contact", 1)));
        assertRefused(() -> submissions.commit(acme.commitOf(acme.newSubmission(form, null))));
        assertRefused(() -> audit.append(acme.newAudit("flow.publish")));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(call)
                .returns(StoreException.Retry.NEVER, StoreException::retry);
    }
}

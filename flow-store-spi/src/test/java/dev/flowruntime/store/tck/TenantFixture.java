package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.TaskSettlement;
import dev.flowruntime.store.TurnOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant in the store with a widget key and a published flow, and makers of valid records of that tenant. */
public final class TenantFixture {
    private final StoreFixture fixture;
    private final TenantId id;
    private final WidgetKeyId widgetKey;
    private final FlowId flow;

    private TenantFixture(StoreFixture fixture) {
        this.fixture = fixture;
        this.id = new TenantId(fixture.newId());
        this.widgetKey = new WidgetKeyId(fixture.newId());
        this.flow = new FlowId(fixture.newId());
    }

    static TenantFixture put(StoreFixture fixture, String slug) {
        TenantFixture tenant = new TenantFixture(fixture);
        tenant.store().tenants().put(new Tenant(tenant.id, slug, slug, tenant.now()));
        tenant.store().widgetKeys().put(tenant.widgetKey(tenant.widgetKey, "chat"));
        assertThat(tenant.store().flowVersions().publish(tenant.flowVersion(tenant.flow, "order_status", 1, null)))
                .isInstanceOf(FlowChange.Changed.class);
        return tenant;
    }

    public TenantId id() {
        return id;
    }

    /** The widget key that its conversations come through. */
    public WidgetKeyId widgetKey() {
        return widgetKey;
    }

    /** The flow whose version 1 its executions run. */
    public FlowId flow() {
        return flow;
    }

    public FlowVersion flowVersion(FlowId of, String code, int version, @Nullable String intent) {
        return new FlowVersion(id, of, code, version, code, new Json("{\"flow\":1}"), intent, null, true, now());
    }

    /** An active key with a public key of its own. */
    public WidgetKey widgetKey(WidgetKeyId key, String label) {
        String hex = newId().toString().replace("-", "");
        return new WidgetKey(
                id,
                key,
                "pk_live_" + hex,
                label,
                WidgetKey.Status.ACTIVE,
                List.of("https://acme.com"),
                Grant.ofEverything(),
                Grant.ofNothing(),
                null,
                null,
                now());
    }

    /** Another widget key in the store. */
    public WidgetKeyId putWidgetKey() {
        WidgetKeyId key = new WidgetKeyId(newId());
        store().widgetKeys().put(widgetKey(key, "other"));
        return key;
    }

    /** Not yet in the store. */
    public Conversation newConversation() {
        return newConversation(null);
    }

    /** Not yet in the store. */
    public Conversation newConversation(@Nullable String customer) {
        return newConversation(widgetKey, customer);
    }

    /** Not yet in the store. */
    public Conversation newConversation(@Nullable WidgetKeyId key, @Nullable String customer) {
        ConversationId conversation = new ConversationId(newId());
        return new Conversation(id, conversation, key, customer, "en", Json.EMPTY_OBJECT, 1, now());
    }

    /** A conversation in the store. */
    public Conversation openConversation() {
        return open(newConversation());
    }

    /** Puts a conversation into the store. */
    public Conversation open(Conversation conversation) {
        assertThat(commit(new ConversationChange.Open(conversation))).isEqualTo(new ConversationOutcome.Committed());
        return conversation;
    }

    public ConversationOutcome commit(ConversationChange change) {
        return store().conversations().commit(new ConversationCommit(change, List.of(), List.of()));
    }

    /** The first turn of a new execution in a conversation of the store. */
    public Turn firstTurn(Conversation conversation) {
        return Turn.first(this, new ConversationChange.Keep(conversation));
    }

    /** The first turn of a new execution, which opens its conversation. */
    public Turn openingTurn(Conversation conversation) {
        return Turn.first(this, new ConversationChange.Open(conversation));
    }

    /** The next turn of an execution, in a conversation that is still as it was opened. */
    public Turn turnAfter(Execution execution) {
        return Turn.after(this, execution);
    }

    public TurnOutcome commit(Turn turn) {
        return store().executions().commit(turn.toCommit());
    }

    /** Commits a turn that must be accepted. @return the execution as it is stored */
    public Execution committed(Turn turn) {
        assertThat(commit(turn)).isInstanceOf(TurnOutcome.Committed.class);
        return stored(turn.execution());
    }

    /** The execution in the store. */
    public Execution stored(Execution execution) {
        return store().executions().find(id, execution.id()).orElseThrow();
    }

    /** The task in the store. */
    public TaskRecord stored(TaskRecord task) {
        return store().tasks().find(id, task.id()).orElseThrow();
    }

    /** An execution in the store that waits for input, in a conversation of its own. */
    public Execution newExecution() {
        return committed(openingTurn(newConversation()));
    }

    /** A task in the store, due now, of an execution in a conversation of its own. */
    public TaskRecord newTask(String queue) {
        Turn turn = openingTurn(newConversation());
        TaskRecord task = turn.newTask(queue);
        committed(turn.enqueues(task));
        return task;
    }

    /** An event for whoever waits for its name. */
    public InboxEvent newEvent(String name) {
        return new InboxEvent(id, newEventId(), name, Json.EMPTY_OBJECT, null, null, null, now());
    }

    /** An event for one execution. */
    public InboxEvent eventFor(Execution execution, String name) {
        return new InboxEvent(id, newEventId(), name, Json.EMPTY_OBJECT, execution.id(), null, null, now());
    }

    /** An event that brings the result of a task. */
    public InboxEvent resultOf(TaskRecord task) {
        return new InboxEvent(
                id,
                newEventId(),
                task.queue() + ".completed",
                Json.EMPTY_OBJECT,
                task.execution(),
                task.id(),
                null,
                now());
    }

    /** Accepts an event that settles no task. */
    public EventOutcome accept(InboxEvent event) {
        return store().inboxEvents().accept(acceptance(event, null));
    }

    /** Accepts the result of a task: from outside when {@code generation} is null, else from a worker. */
    public EventOutcome settle(TaskRecord task, TaskState state, @Nullable Long generation) {
        TaskSettlement settlement = new TaskSettlement(task.id(), state, generation);
        return store().inboxEvents().accept(acceptance(resultOf(task), settlement));
    }

    public EventAcceptance acceptance(InboxEvent event, @Nullable TaskSettlement settlement) {
        return new EventAcceptance(event, "fingerprint", settlement, StoreFixture.LEASE);
    }

    public EventId newEventId() {
        return new EventId(newId());
    }

    /** A webhook of a conversation, to its own widget key. */
    public OutboxEntry newEntry(Conversation conversation) {
        return newEntry(conversation.id(), widgetKey, now());
    }

    public OutboxEntry newEntry(@Nullable ConversationId conversation, WidgetKeyId endpoint, Instant createdAt) {
        OutboxId entry = new OutboxId(newId());
        return new OutboxEntry(
                id, entry, endpoint, conversation, "chat.execution.updated", Json.EMPTY_OBJECT, createdAt);
    }

    public AuditRecord newAudit(String action) {
        return new AuditRecord(newId(), id, now(), "engine", action, "subject", Json.EMPTY_OBJECT, null, null);
    }

    /** A form version that holds nothing. */
    public FormVersion formVersion(FormId form, String code, int version) {
        return new FormVersion(id, form, code, version, Json.EMPTY_OBJECT, true, now());
    }

    /** A submission of a form, not yet in the store. */
    public Submission newSubmission(FormId form, @Nullable String clientSubmissionId) {
        return new Submission(
                id,
                new SubmissionId(newId()),
                form,
                1,
                widgetKey,
                new Json("{\"name\":\"Ann\"}"),
                new Submission.Visitor("v1", null, "web", "en"),
                clientSubmissionId,
                now());
    }

    /** A submission with an event, an outbox entry and an audit record. */
    public SubmissionCommit commitOf(Submission submission) {
        return new SubmissionCommit(
                submission,
                Set.of(),
                acceptance(newEvent("form.submitted"), null),
                List.of(newEntry(null, widgetKey, now())),
                List.of(newAudit("form.submit")));
    }

    UUID newId() {
        return fixture.newId();
    }

    Instant now() {
        return fixture.clock().instant();
    }

    private FlowStore store() {
        return fixture.store();
    }
}

package dev.flowruntime.store.tck;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.MessageId;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.TurnCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a valid turn; it ends with the execution waiting for input unless told otherwise. */
public final class Turn {
    private final TenantFixture tenant;
    private final @Nullable Execution previous;
    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<TaskRecord> tasks = new ArrayList<>();
    private final List<TaskId> withdrawn = new ArrayList<>();
    private final List<OutboxEntry> outbox = new ArrayList<>();
    private final List<AuditRecord> audit = new ArrayList<>();
    private ExecutionId id;
    private long revision;
    private ConversationChange conversation;
    private Json state = Json.EMPTY_OBJECT;
    private ExecutionStatus status = ExecutionStatus.WAITING_INPUT;
    private @Nullable Wait wait;
    private @Nullable Instant wakeAt;
    private @Nullable EventId consumed;
    private @Nullable Json told;

    private Turn(TenantFixture tenant, @Nullable Execution previous, ConversationChange conversation) {
        this.tenant = tenant;
        this.previous = previous;
        this.id = previous == null ? new ExecutionId(tenant.newId()) : previous.id();
        this.revision = previous == null ? 1 : previous.revision() + 1;
        this.conversation = conversation;
        waitsForInput();
    }

    static Turn first(TenantFixture tenant, ConversationChange conversation) {
        return new Turn(tenant, null, conversation);
    }

    /** A turn of an execution that keeps its conversation as it is. */
    static Turn after(TenantFixture tenant, Execution previous) {
        return new Turn(tenant, previous, keep(tenant, previous.conversation()));
    }

    private static ConversationChange keep(TenantFixture tenant, ConversationId id) {
        return new ConversationChange.Keep(
                new Conversation(tenant.id(), id, null, null, null, Json.EMPTY_OBJECT, 1, tenant.now()));
    }

    /** As another execution, in the same conversation. */
    public Turn of(ExecutionId other) {
        id = other;
        return this;
    }

    public Turn withRevision(long next) {
        revision = next;
        return this;
    }

    public Turn changing(ConversationChange change) {
        conversation = change;
        return this;
    }

    public Turn withState(Json next) {
        state = next;
        return this;
    }

    public Turn waitsForInput() {
        return waits(Wait.Kind.INPUT, null, null);
    }

    public Turn waitsForEvent(String name) {
        return waits(Wait.Kind.EVENT, name, null);
    }

    public Turn waitsForTask(TaskRecord task) {
        return waits(Wait.Kind.TASK, task.queue() + ".completed", task.id());
    }

    private Turn waits(Wait.Kind kind, @Nullable String event, @Nullable TaskId task) {
        Json input = kind == Wait.Kind.INPUT ? new Json("{\"type\":\"object\"}") : null;
        wait = new Wait(kind, revision, "node", input, event, task, null, null);
        status = wait.status();
        return this;
    }

    /** It is still running, under a lease. */
    public Turn runsUntil(Instant lease) {
        wait = null;
        status = ExecutionStatus.RUNNING;
        return wakesAt(lease);
    }

    public Turn completes() {
        wait = null;
        wakeAt = null;
        status = ExecutionStatus.COMPLETED;
        return this;
    }

    public Turn wakesAt(@Nullable Instant at) {
        wakeAt = at;
        return this;
    }

    /** Adds a message of the agent. */
    public Turn says(String text) {
        messages.add(new ChatMessage(
                tenant.id(),
                conversation.conversation().id(),
                new MessageId(tenant.newId()),
                0,
                ChatMessage.Role.AGENT,
                id,
                text,
                Json.EMPTY_ARRAY,
                tenant.now()));
        return this;
    }

    /** What clients are to be told of the turn. */
    public Turn tells(@Nullable Json reply) {
        told = reply;
        return this;
    }

    /** A task of this turn's execution, due now, with three attempts; not yet part of the turn. */
    public TaskRecord newTask(String queue) {
        return new TaskRecord(
                tenant.id(),
                new TaskId(tenant.newId()),
                queue,
                id,
                conversation.conversation().id(),
                "node",
                Set.of(queue + ".completed"),
                new Json("{\"order\":1}"),
                TaskState.PENDING,
                0,
                3,
                tenant.now().plus(Duration.ofDays(1)),
                tenant.now(),
                0);
    }

    public Turn enqueues(TaskRecord task) {
        tasks.add(task);
        return this;
    }

    public Turn withdraws(TaskRecord task) {
        withdrawn.add(task.id());
        return this;
    }

    public Turn consumes(EventId event) {
        consumed = event;
        return this;
    }

    public Turn sends(OutboxEntry... entries) {
        outbox.addAll(List.of(entries));
        return this;
    }

    public Turn audits(AuditRecord record) {
        audit.add(record);
        return this;
    }

    /** The execution as the turn leaves it. */
    public Execution execution() {
        return new Execution(
                tenant.id(),
                id,
                conversation.conversation().id(),
                tenant.flow(),
                1,
                status,
                revision,
                state,
                Json.EMPTY_ARRAY,
                wait,
                wakeAt,
                0,
                previous == null ? tenant.now() : previous.startedAt(),
                tenant.now());
    }

    public List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    public TurnCommit toCommit() {
        Execution next = execution();
        HistoryEvent.Cause cause = revision == 1 ? HistoryEvent.Cause.TRIGGER : HistoryEvent.Cause.RESUME;
        HistoryEvent history =
                new HistoryEvent(tenant.id(), id, revision, cause, status, new Json("[\"node\"]"), told, tenant.now());
        return new TurnCommit(from(), next, conversation, history, messages, tasks, withdrawn, consumed, outbox, audit);
    }

    private @Nullable ExecutionStatus from() {
        if (revision == 1) {
            return null;
        }
        return previous == null || previous.status().isFinal() ? ExecutionStatus.RUNNING : previous.status();
    }
}

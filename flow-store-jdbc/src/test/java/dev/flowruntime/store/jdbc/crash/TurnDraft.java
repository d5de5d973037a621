package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.MessageId;
import dev.flowruntime.model.ModelUse;
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

/**
 * Makes a turn whose rows tell whose they are: each message, outbox entry and audit record names the execution and its
 * revision, and the state counts them. So {@link Invariants} finds in the tables alone what is missing or too much. It ends
 * with the execution waiting for input unless told otherwise.
 */
final class TurnDraft {
    private final Scene scene;
    private final @Nullable Execution from;
    private final ConversationChange change;
    private final ExecutionId id;
    private final long revision;
    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<TaskRecord> tasks = new ArrayList<>();
    private final List<TaskId> withdrawn = new ArrayList<>();
    private final List<OutboxEntry> outbox = new ArrayList<>();
    private final List<AuditRecord> audit = new ArrayList<>();
    private final List<ModelUse> uses = new ArrayList<>();
    private @Nullable EventId consumed;
    private @Nullable Wait wait;
    private @Nullable Instant wakeAt;
    private ExecutionStatus status = ExecutionStatus.WAITING_INPUT;

    TurnDraft(Scene scene, @Nullable Execution from, ConversationChange change) {
        this.scene = scene;
        this.from = from;
        this.change = change;
        this.id = from == null ? new ExecutionId(scene.newId()) : from.id();
        this.revision = from == null ? 1 : from.revision() + 1;
        this.wait = waiting(Wait.Kind.INPUT, null, null);
    }

    TurnDraft says(int count) {
        for (int i = 0; i < count; i++) {
            messages.add(new ChatMessage(
                    scene.tenant(),
                    conversation().id(),
                    new MessageId(scene.newId()),
                    0,
                    ChatMessage.Role.AGENT,
                    id,
                    Long.toString(revision),
                    Json.EMPTY_ARRAY,
                    scene.now()));
        }
        return this;
    }

    /** Adds outbox entries, due at the given time. */
    TurnDraft sends(int count, Instant dueAt) {
        for (int i = 0; i < count; i++) {
            Json body = new Json("{\"execution\":\"" + id + "\",\"revision\":" + revision + "}");
            outbox.add(scene.newEntry(conversation().id(), body, dueAt));
        }
        return this;
    }

    TurnDraft audits() {
        audit.add(scene.newAudit(id + " " + revision));
        return this;
    }

    /** Adds what a model used. */
    TurnDraft usesModel() {
        uses.add(
                new ModelUse(scene.tenant(), id, conversation().id(), revision, "model", 1, 1, 1L, scene.now(), false));
        return this;
    }

    /** Adds tasks, due at the given time. */
    TurnDraft enqueues(int count, Instant dueAt) {
        return enqueues(Scene.QUEUE, count, dueAt);
    }

    TurnDraft enqueues(String queue, int count, Instant dueAt) {
        for (int i = 0; i < count; i++) {
            tasks.add(new TaskRecord(
                    scene.tenant(),
                    new TaskId(scene.newId()),
                    queue,
                    id,
                    conversation().id(),
                    "node",
                    Set.of(queue + ".completed"),
                    Json.EMPTY_OBJECT,
                    TaskState.PENDING,
                    0,
                    5,
                    scene.now().plus(Duration.ofDays(2)),
                    dueAt,
                    0));
        }
        return this;
    }

    /** It goes on with the result of its first new task. */
    TurnDraft waitsForTask() {
        wait = waiting(Wait.Kind.TASK, Scene.QUEUE + ".completed", tasks.get(0).id());
        status = wait.status();
        return this;
    }

    TurnDraft waitsForEvent(String name) {
        wait = waiting(Wait.Kind.EVENT, name, null);
        status = wait.status();
        return this;
    }

    TurnDraft withdraws(TaskRecord task) {
        withdrawn.add(task.id());
        return this;
    }

    TurnDraft consumes(EventId event) {
        consumed = event;
        return this;
    }

    TurnDraft wakesAt(Instant at) {
        wakeAt = at;
        return this;
    }

    TurnDraft completes() {
        wait = null;
        status = ExecutionStatus.COMPLETED;
        return this;
    }

    List<TaskRecord> tasks() {
        return List.copyOf(tasks);
    }

    private Conversation conversation() {
        return change.conversation();
    }

    private Wait waiting(Wait.Kind kind, @Nullable String event, @Nullable TaskId task) {
        return new Wait(
                kind, revision, "node", kind == Wait.Kind.INPUT ? Json.EMPTY_OBJECT : null, event, task, null, null);
    }

    TurnCommit commit() {
        Counts before = from == null ? Counts.NONE : Counts.of(from.state());
        Counts counts = before.plus(
                new Counts(messages.size(), outbox.size(), tasks.size(), audit.size(), consumed == null ? 0 : 1));
        Execution next = new Execution(
                scene.tenant(),
                id,
                conversation().id(),
                scene.flow(),
                1,
                status,
                revision,
                counts.toJson(),
                Json.EMPTY_ARRAY,
                wait,
                wakeAt,
                0,
                from == null ? scene.now() : from.startedAt(),
                scene.now());
        HistoryEvent history = new HistoryEvent(
                scene.tenant(),
                id,
                revision,
                from == null ? HistoryEvent.Cause.TRIGGER : HistoryEvent.Cause.RESUME,
                status,
                Json.EMPTY_ARRAY,
                null,
                scene.now());
        return new TurnCommit(
                from == null ? null : from.status(),
                next,
                change,
                history,
                messages,
                tasks,
                withdrawn,
                consumed,
                outbox,
                audit,
                uses,
                null);
    }
}

package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FileRef;
import dev.flowruntime.FlowException;
import dev.flowruntime.IncomingFile;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.definition.CompiledFlow;
import dev.flowruntime.form.Checked;
import dev.flowruntime.form.ExpectedValues;
import dev.flowruntime.form.Form;
import dev.flowruntime.form.UploadRule;
import dev.flowruntime.internal.FileReferences.Place;
import dev.flowruntime.internal.FileReferences.Resolved;
import dev.flowruntime.internal.TurnEngine.Beginning;
import dev.flowruntime.internal.UploadDesk.Target;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.HistoryEvent.Cause;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Wait;
import dev.flowruntime.token.WaitTokens;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The turns that somebody outside asks for: starts, answers, reads and ends executions. Thread-safe. */
public final class Turns {
    private static final int MAX_TRIES = 200;
    private static final Audience ABORTER = new Audience("engine", "execution.abort", null);

    private final Services services;
    private final FlowCatalog catalog;
    private final TurnEngine engine;
    private final Continuation continuation;
    private final Snapshots snapshots;
    private final Replies replies;
    private final WaitTokens waitTokens;
    private final UploadDesk uploads;

    Turns(
            Services services,
            FlowCatalog catalog,
            TurnEngine engine,
            Continuation continuation,
            Snapshots snapshots,
            UploadDesk uploads) {
        this.services = services;
        this.catalog = catalog;
        this.engine = engine;
        this.continuation = continuation;
        this.snapshots = snapshots;
        this.replies = new Replies(services.signing().waits());
        this.waitTokens = services.signing().waits();
        this.uploads = uploads;
    }

    /**
     * Starts a flow.
     *
     * @param conversation where it runs; null for a new one
     */
    public Reply trigger(
            FlowVersion flow, @Nullable ConversationId conversation, TriggerMessage message, Audience audience) {
        Map<String, @Nullable Object> trigger = new LinkedHashMap<>();
        trigger.put("text", message.text());
        trigger.put("context", message.context());
        trigger.put("intent", message.intentName());
        TurnRequest request = new TurnRequest(
                new TurnInput.Start(Cause.TRIGGER),
                message.text(),
                message.context(),
                message.variables(),
                null,
                audience);
        Variables.require(message.variables(), audience.badVariables());
        for (int i = 0; i < MAX_TRIES; i++) {
            Conversation runsIn =
                    conversation == null ? fresh(flow.tenant()) : conversation(flow.tenant(), conversation);
            ExecutionId id = new ExecutionId(services.ids().get());
            Advanced advanced = engine.start(new Beginning(id, flow, runsIn, conversation == null, trigger), request);
            if (advanced != null) {
                return replies.of(continuation.carryOnFor(advanced));
            }
        }
        throw contended();
    }

    private Conversation fresh(TenantId tenant) {
        return new Conversation(
                tenant,
                new ConversationId(services.ids().get()),
                null,
                null,
                null,
                Json.EMPTY_OBJECT,
                1,
                services.now());
    }

    /** @throws FlowException {@code CONVERSATION_NOT_FOUND} */
    public Conversation conversation(TenantId tenant, ConversationId id) {
        Conversation conversation = snapshots.findConversation(tenant, id);
        if (conversation == null) {
            throw new FlowException(ErrorCode.CONVERSATION_NOT_FOUND, "there is no such conversation");
        }
        return conversation;
    }

    /**
     * Answers what an execution asked.
     *
     * @param conversation the one that the caller may answer in; null for any of the tenant
     */
    public Reply resume(
            TenantId tenant, @Nullable ConversationId conversation, ResumeMessage message, Audience audience) {
        Variables.require(message.variables(), audience.badVariables());
        // What is remembered may be old, so nothing is refused before the store was asked.
        Snapshot snapshot = find(tenant, conversation, message.executionId());
        FlowException refusal = refusal(snapshot, message.waitToken());
        for (int i = 0; i < MAX_TRIES; i++) {
            if (refusal == null) {
                Advanced advanced = engine.advance(snapshot, answer(snapshot, message, audience));
                if (advanced != null) {
                    return replies.of(continuation.carryOnFor(advanced));
                }
            }
            snapshot = load(tenant, conversation, message.executionId());
            refusal = refusal(snapshot, message.waitToken());
            if (refusal != null) {
                throw refusal;
            }
        }
        throw contended();
    }

    private @Nullable FlowException refusal(Snapshot snapshot, String waitToken) {
        Execution execution = snapshot.execution();
        if (execution.status() == ExecutionStatus.ABORTED) {
            return new FlowException(ErrorCode.EXECUTION_ABORTED, "the execution was ended before it was answered");
        }
        Wait wait = execution.openWait();
        boolean asked = wait != null
                && wait.kind() == Wait.Kind.INPUT
                && (wait.expiresAt() == null || services.now().isBefore(wait.expiresAt()))
                && waitTokens.matches(waitToken, execution.tenant(), execution.id(), wait.pause());
        return asked
                ? null
                : new FlowException(
                        ErrorCode.INVALID_WAIT_TOKEN,
                        "the wait token is not the one that the execution waits for; read the execution for the newest");
    }

    private TurnRequest answer(Snapshot snapshot, ResumeMessage message, Audience audience) {
        ExpectedValues input = expected(snapshot);
        Checked checked = input.check(message.values());
        if (checked instanceof Checked.Refused refused) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, refused.fields());
        }
        Map<String, Object> values = withFiles(snapshot, input, ((Checked.Accepted) checked).values());
        return new TurnRequest(
                new TurnInput.Answer(values), said(values), message.context(), message.variables(), null, audience);
    }

    private ExpectedValues expected(Snapshot snapshot) {
        Frame top = snapshot.state().top();
        CompiledFlow plan = catalog.plan(snapshot.tenant(), top.flow, top.version);
        ExpectedValues input = plan.step(plan.indexOf(top.at)).node().input();
        if (input == null) {
            throw new IllegalStateException("node " + top.at + " waits for input and expects none");
        }
        return input;
    }

    /**
     * The answer with its files, which it uses up. They are used by the name of the pause: one answer to it is accepted at the
     * most, so a file serves one answer, and an answer that is sent again has its files still.
     */
    private Map<String, Object> withFiles(Snapshot snapshot, ExpectedValues input, Map<String, Object> values) {
        Place place = new Place(snapshot.tenant(), placeOf(snapshot), input);
        Resolved resolved = FileReferences.resolve(services, uploads, place, values);
        Wait wait = snapshot.execution().openWait();
        if (resolved.uploads().isEmpty() || wait == null) {
            return resolved.values();
        }
        String pause = "execution/" + snapshot.id() + "/" + wait.pause();
        if (!services.store().uploads().use(snapshot.tenant(), resolved.uploads(), pause)) {
            throw FileReferences.usedBefore(input, values);
        }
        return resolved.values();
    }

    /** The place of files for the form that an execution waits at. */
    private static String placeOf(Snapshot snapshot) {
        Frame top = snapshot.state().top();
        return "execution/" + snapshot.id() + "/" + top.flow + "/" + top.at;
    }

    /**
     * Takes a file in for the form that an execution of a conversation waits at.
     *
     * @param file called once everything else is in order
     */
    public FileRef upload(ConversationId conversation, FileField at, Supplier<IncomingFile> file) {
        Snapshot snapshot = load(at.tenant(), conversation, at.executionId());
        Execution execution = snapshot.execution();
        if (execution.status() == ExecutionStatus.ABORTED) {
            throw new FlowException(ErrorCode.EXECUTION_ABORTED, "the execution was ended before it was answered");
        }
        if (execution.status() != ExecutionStatus.WAITING_INPUT) {
            throw new FlowException(ErrorCode.CONFLICT, "the execution does not wait for an answer");
        }
        UploadRule rule = expected(snapshot) instanceof Form form ? form.uploadRule(at.field()) : null;
        Target target = new Target(at.tenant(), placeOf(snapshot), at.field(), rule, List.of());
        uploads.check(target);
        return uploads.receive(target, file.get());
    }

    /** A field of the form that an execution waits at. */
    public record FileField(TenantId tenant, String executionId, String field) {}

    /** What the transcript shows of an answer. */
    private static String said(Map<String, Object> values) {
        StringBuilder said = new StringBuilder(32);
        for (Object value : values.values()) {
            List<?> parts = value instanceof List<?> list ? list : Collections.singletonList(value);
            for (Object part : parts) {
                said.append(said.isEmpty() ? "" : ", ").append(part instanceof Map<?, ?> ? "a file" : part);
            }
        }
        return said.toString();
    }

    /** @param conversation the one that the caller may read in; null for any of the tenant */
    public Reply read(TenantId tenant, @Nullable ConversationId conversation, String executionId) {
        return replies.of(load(tenant, conversation, executionId));
    }

    /** Ends an execution for good; one that was aborted before stays so. */
    public Reply abort(TenantId tenant, String executionId, @Nullable String reason) {
        TurnInput abort = new TurnInput.Abort(reason == null ? "aborted by an operator" : reason);
        TurnRequest request = new TurnRequest(abort, null, null, Map.of(), null, ABORTER);
        for (int i = 0; i < MAX_TRIES; i++) {
            Snapshot snapshot = load(tenant, null, executionId);
            ExecutionStatus status = snapshot.execution().status();
            if (status == ExecutionStatus.ABORTED) {
                return replies.of(snapshot);
            }
            if (status.isFinal()) {
                throw new FlowException(ErrorCode.CONFLICT, "the execution is " + status.wireName() + " already");
            }
            Advanced advanced = engine.advance(snapshot, request);
            if (advanced != null) {
                return replies.of(advanced.snapshot());
            }
        }
        throw contended();
    }

    private Snapshot find(TenantId tenant, @Nullable ConversationId conversation, String executionId) {
        return required(
                Ids.isUuid(executionId) ? snapshots.find(tenant, ExecutionId.of(executionId)) : null, conversation);
    }

    private Snapshot load(TenantId tenant, @Nullable ConversationId conversation, String executionId) {
        return required(
                Ids.isUuid(executionId) ? snapshots.load(tenant, ExecutionId.of(executionId)) : null, conversation);
    }

    private static Snapshot required(@Nullable Snapshot snapshot, @Nullable ConversationId conversation) {
        if (snapshot == null
                || conversation != null && !snapshot.conversation().id().equals(conversation)) {
            throw new FlowException(ErrorCode.EXECUTION_NOT_FOUND, "there is no such execution");
        }
        return snapshot;
    }

    private static FlowException contended() {
        return new FlowException(ErrorCode.UNAVAILABLE, "too many turns of this conversation at once; try again");
    }
}

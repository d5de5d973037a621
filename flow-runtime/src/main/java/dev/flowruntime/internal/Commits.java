package dev.flowruntime.internal;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.MessageId;
import dev.flowruntime.model.ModelUse;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.store.AttemptReply;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.TurnCommit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a turn that ran into what is committed of it. */
final class Commits {
    private static final int MAX_STATE_CHARS = 1 << 20;

    private final Services services;
    private final Webhooks webhooks;
    private final Keys keys;
    private final Replies replies;

    Commits(Services services, Keys keys) {
        this.services = services;
        this.keys = keys;
        this.webhooks = new Webhooks(services, keys);
        this.replies = new Replies(services.signing().waits());
    }

    /** A turn on its way into the store, and the snapshot that it makes. */
    record Prepared(TurnCommit commit, Snapshot next) {}

    /** @param base null when the execution is new, and then {@code opensConversation} may hold */
    Prepared prepare(@Nullable Snapshot base, Turn turn, TurnRequest request, boolean opensConversation) {
        ConversationChange change = change(turn, opensConversation);
        int reported = turn.state.reported;
        UsedModels untold = turn.state.untold;
        Draft draft = draft(base, turn, request, change);
        if (draft.state().text().length() > MAX_STATE_CHARS && turn.status != ExecutionStatus.ABORTED) {
            // An execution that remembers too much fails, instead of growing with every turn.
            turn.state.reported = reported;
            turn.state.untold = untold;
            turn.state.clear();
            TurnRunner.end(turn, null, "state_limit");
            draft = draft(base, turn, request, change);
        }
        Execution execution = execution(base, turn, draft);
        Snapshot next = new Snapshot(execution, turn.state, draft.blocks(), change.conversation());
        TurnCommit commit = new TurnCommit(
                base == null ? null : base.execution().status(),
                execution,
                change,
                new HistoryEvent(
                        turn.tenant,
                        turn.execution,
                        turn.revision,
                        request.input().cause(),
                        turn.status,
                        JsonTree.write(turn.steps),
                        Replies.stored(next),
                        turn.now),
                messages(turn, request),
                turn.tasks,
                turn.withdrawn,
                request.consumed(),
                draft.outbox(),
                audit(turn, request.audience(), mode(base, request)),
                uses(turn),
                reply(request.audience(), next));
        return new Prepared(commit, next);
    }

    /** While a step with effects is to run, the reply is that of a caller who did not wait for it. */
    private @Nullable AttemptReply reply(@Nullable Audience audience, Snapshot next) {
        Attempt attempt = audience == null ? null : audience.attempt();
        return attempt == null
                ? null
                : attempt.record(replies.of(next), next.execution().status() != ExecutionStatus.RUNNING);
    }

    /** The parts of a commit that tell of the turn in text. */
    private record Draft(List<Block> blocks, List<OutboxEntry> outbox, Json state) {}

    private Draft draft(@Nullable Snapshot base, Turn turn, TurnRequest request, ConversationChange change) {
        List<Block> blocks = blocks(base, turn, request);
        List<OutboxEntry> outbox = new ArrayList<>(webhooks.executionUpdated(turn, blocks, change.conversation()));
        if (!outbox.isEmpty()) {
            turn.state.reported = blocks.size();
            turn.state.untold = UsedModels.NONE;
        }
        outbox.addAll(webhooks.handoffs(turn, change.conversation()));
        return new Draft(blocks, outbox, turn.state.toJson());
    }

    private static List<Block> blocks(@Nullable Snapshot base, Turn turn, TurnRequest request) {
        if (base == null || request.isVisitors() || base.blocks().isEmpty()) {
            return List.copyOf(turn.blocks);
        }
        List<Block> blocks = new ArrayList<>(base.blocks());
        blocks.addAll(turn.blocks);
        return List.copyOf(blocks);
    }

    private static ConversationChange change(Turn turn, boolean opensConversation) {
        Conversation before = turn.conversationBefore();
        if (opensConversation) {
            return new ConversationChange.Open(
                    turn.variablesChanged() ? opened(before, JsonTree.write(turn.variables())) : before);
        }
        return turn.variablesChanged()
                ? new ConversationChange.Replace(before.withVariables(JsonTree.write(turn.variables())))
                : new ConversationChange.Keep(before);
    }

    private static Conversation opened(Conversation conversation, Json variables) {
        return new Conversation(
                conversation.tenant(),
                conversation.id(),
                conversation.widgetKey(),
                conversation.customerId(),
                conversation.locale(),
                variables,
                1,
                conversation.createdAt());
    }

    private Execution execution(@Nullable Snapshot base, Turn turn, Draft draft) {
        Frame own = turn.state.frames.get(0);
        Instant wakeAt = null;
        if (turn.effectPending) {
            wakeAt = turn.now.plus(services.settings().lease());
        } else if (turn.openWait != null) {
            wakeAt = turn.openWait.nextDue();
        }
        return new Execution(
                turn.tenant,
                turn.execution,
                turn.conversation,
                own.flow,
                own.version,
                turn.status,
                turn.revision,
                draft.state(),
                Snapshots.json(draft.blocks()),
                turn.openWait,
                wakeAt,
                0,
                base == null ? turn.now : base.execution().startedAt(),
                turn.now);
    }

    private List<ChatMessage> messages(Turn turn, TurnRequest request) {
        List<ChatMessage> messages = new ArrayList<>(2);
        if (request.text() != null) {
            messages.add(message(turn, ChatMessage.Role.USER, request.text(), Json.EMPTY_ARRAY));
        }
        if (!turn.blocks.isEmpty()) {
            messages.add(message(turn, ChatMessage.Role.AGENT, null, Snapshots.json(turn.blocks)));
        }
        return messages;
    }

    private ChatMessage message(Turn turn, ChatMessage.Role role, @Nullable String text, Json blocks) {
        return new ChatMessage(
                turn.tenant,
                turn.conversation,
                new MessageId(services.ids().get()),
                0,
                role,
                turn.execution,
                text,
                blocks,
                turn.now);
    }

    /** No row for a turn that used no model. */
    private List<ModelUse> uses(Turn turn) {
        if (turn.used.isEmpty()) {
            return List.of();
        }
        boolean test = Conversions.isTest(keys, turn.conversationBefore());
        return turn.used.models().stream()
                .map(used -> new ModelUse(
                        turn.tenant,
                        turn.execution,
                        turn.conversation,
                        turn.revision,
                        used.model(),
                        used.promptTokens(),
                        used.completionTokens(),
                        used.costMicros(),
                        turn.now,
                        test))
                .toList();
    }

    private static String mode(@Nullable Snapshot base, TurnRequest request) {
        if (request.input() instanceof TurnInput.Abort) {
            return "abort";
        }
        return base == null ? "trigger" : "resume";
    }

    private List<AuditRecord> audit(Turn turn, @Nullable Audience audience, String mode) {
        if (audience == null) {
            return List.of();
        }
        Json details = new Json("{\"mode\":\"" + mode + "\",\"execution_id\":\"" + turn.execution + "\"}");
        return List.of(audience.record(services, turn.tenant, turn.conversation.toString(), details));
    }
}

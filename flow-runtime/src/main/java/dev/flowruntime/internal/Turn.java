package dev.flowruntime.internal;

import dev.flowruntime.definition.CompiledFlow;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.llm.ModelMeter;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Wait;
import dev.flowruntime.node.NodeResult.NewBlock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One turn while it runs: what it started from, and what it will have written when it is committed. */
final class Turn {
    final TenantId tenant;
    final ExecutionId execution;
    final ConversationId conversation;
    final long revision;
    final Instant now;
    final Supplier<UUID> ids;
    final ExecutionState state;
    /** The flow on top; changes when a subflow is entered or left. */
    CompiledFlow flow;

    final List<Block> blocks = new ArrayList<>();
    final List<Object> steps = new ArrayList<>();
    final List<TaskRecord> tasks = new ArrayList<>();
    final List<TaskId> withdrawn = new ArrayList<>();
    /** To whom the conversation goes, in order. */
    final List<HandoffWait.Change> handoffs = new ArrayList<>(0);
    /** Takes down what the nodes of the turn call. */
    final ModelMeter models = new ModelMeter();
    /** What all calls of the turn used; known once it ran. */
    UsedModels used = UsedModels.NONE;

    private final Conversation before;
    private Map<String, @Nullable Object> variables;
    private boolean variablesChanged;

    ExecutionStatus status = ExecutionStatus.RUNNING;

    @Nullable
    Wait openWait;
    /** Whether it stops here to run a node with effects. */
    boolean effectPending;
    /** The size of all payloads of the turn, to keep replies within bounds. */
    int blockChars;

    Turn(Basis basis, ExecutionState state, CompiledFlow flow) {
        this.tenant = basis.conversation().tenant();
        this.execution = basis.execution();
        this.conversation = basis.conversation().id();
        this.revision = basis.revision();
        this.now = basis.now();
        this.ids = basis.ids();
        this.before = basis.conversation();
        this.variables = Variables.read(before.variables());
        this.state = state;
        this.flow = flow;
    }

    /**
     * What a turn starts from.
     *
     * @param revision the one that it will have
     */
    record Basis(Conversation conversation, ExecutionId execution, long revision, Instant now, Supplier<UUID> ids) {}

    boolean isOver() {
        return effectPending || openWait != null || status.isFinal();
    }

    Conversation conversationBefore() {
        return before;
    }

    boolean variablesChanged() {
        return variablesChanged;
    }

    /** The conversation's variables as this turn leaves them. */
    Map<String, @Nullable Object> variables() {
        return variables;
    }

    void variables(Map<String, @Nullable Object> next) {
        variables = next;
        variablesChanged = true;
    }

    /** What expressions read at {@code vars}. */
    Map<String, @Nullable Object> visibleVariables() {
        if (state.vars.isEmpty()) {
            return variables;
        }
        Map<String, @Nullable Object> visible = new LinkedHashMap<>(variables);
        visible.putAll(state.vars);
        return visible;
    }

    void show(NewBlock block) {
        blockChars += block.payload().text().length();
        blocks.add(new Block("b" + ++state.blocks, block.type(), block.payload(), null));
    }

    /** Shows a message of the agent's. */
    void say(String text) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("role", "agent");
        payload.put("text", text);
        payload.put("format", "plain");
        show(new NewBlock("message", JsonTree.write(payload)));
    }

    /** Notes a failure beside the steps, for whoever reads the history. */
    void noteFailure(String node, String message) {
        steps.add(Map.of("failed", node, "message", message));
    }
}

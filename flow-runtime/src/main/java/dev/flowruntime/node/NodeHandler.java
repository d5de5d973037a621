package dev.flowruntime.node;

/**
 * What a node does when an execution reaches it.
 *
 * <p>A pure node runs inside the turn: it computes from the call and nothing else, quickly, and may run again when the turn
 * is tried again. A node with effects (see {@link NodeType.Kind#EFFECT}) runs between two commits: it may take its time
 * and talk to the world, and after a crash it runs again with the same {@link NodeCall#stepId()}.
 *
 * <p>Thread-safe: one handler serves all executions.
 */
@FunctionalInterface
public interface NodeHandler {
    /** @throws Exception when the node fails; the execution then takes its {@code on_error} edge */
    NodeResult handle(NodeCall call) throws Exception;
}

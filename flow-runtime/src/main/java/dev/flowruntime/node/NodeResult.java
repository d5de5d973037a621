package dev.flowruntime.node;

import dev.flowruntime.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an execution does after a node. Values are plain: {@code Map}, {@code List}, {@code String}, {@code Long},
 * {@code Double}, {@code Boolean} and {@code null}.
 */
public sealed interface NodeResult {
    /**
     * A block for the client; the engine gives it its id.
     *
     * @param payload a JSON object
     */
    record NewBlock(String type, Json payload) {}

    /**
     * The execution goes on.
     *
     * @param output what later nodes read at {@code node.<id>.output}
     * @param target the id of the node to go to; null for {@code next}
     */
    record Done(
            @Nullable Object output,
            List<NewBlock> blocks,
            @Nullable String target) implements NodeResult {
        public Done {
            blocks = List.copyOf(blocks);
        }
    }

    /** The execution shows a block and waits for the values that its node expects; they become the node's output. */
    record Ask(
            NewBlock block,
            @Nullable Duration timeout,
            @Nullable Reminder reminder) implements NodeResult {}

    /** The text that a visitor who does not answer is sent, once. */
    record Reminder(Duration after, String text) {}

    /** A task is handed to the workers of a queue; the execution goes on with {@code task_id} as the node's output. */
    record EnqueueTask(String queue, @Nullable Object payload, Duration timeout, int maxAttempts)
            implements NodeResult {}

    /**
     * The execution waits for the result of the newest task that another node enqueued.
     *
     * @param enqueueNode that node's id
     * @param event the name of the event that brings the result; null for {@code <queue>.completed}
     */
    record AwaitTask(
            String enqueueNode,
            @Nullable String event,
            @Nullable Duration timeout) implements NodeResult {}

    /** The execution waits for an event; its data become the node's output. */
    record AwaitEvent(String event, @Nullable Duration timeout) implements NodeResult {}

    /** The execution waits for a moment. */
    record AwaitTime(Instant until) implements NodeResult {}

    /**
     * The conversation is handed to people, and the execution waits until they give it back; {@code resolved_by} is then the node's
     * output.
     *
     * @param text what the visitor is told
     * @param queue whom it is meant for
     */
    record Handoff(
            @Nullable String text,
            @Nullable String queue,
            @Nullable Duration timeout) implements NodeResult {}

    /** Variables are set, all of them or none; the values are the node's output. */
    record Assign(Map<String, @Nullable Object> values, VariableScope scope) implements NodeResult {
        public Assign {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** How long variables live. */
    enum VariableScope {
        EXECUTION,
        CONVERSATION
    }

    /** Another flow of the tenant runs inside this execution; what its {@code end} gives becomes the node's output. */
    record CallFlow(String flow, Map<String, @Nullable Object> input) implements NodeResult {
        public CallFlow {
            input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
        }
    }

    /**
     * The engine sends a request over HTTP, and again when that may help; what is answered is the node's output: {@code status},
     * {@code headers} and {@code body}. Without an answer, or with a status that is not from 200 to 299, the node fails. Only nodes with
     * effects may ask for it.
     *
     * @param url absolute; with a connection the path behind the connection's own
     * @param headers one value each; where {@code Idempotency-Key} is not among them, the id of the step is sent as one
     * @param connection the name of one that the host knows; null for none
     * @param timeout of each try
     * @param retries how many tries may follow the first
     */
    record SendRequest(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable String body,
            @Nullable String connection,
            Duration timeout,
            int retries)
            implements NodeResult {
        public SendRequest {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /**
     * The node failed: the execution takes its {@code on_error} edge, or fails. A node that has nothing to leave behind may throw an
     * exception as well.
     *
     * @param message what later nodes read at {@code node.<id>.error}
     * @param output what later nodes read at {@code node.<id>.output} all the same
     */
    record Failed(String message, @Nullable Object output) implements NodeResult {}

    /** The flow is done. */
    record End(@Nullable Object output) implements NodeResult {}

    /**
     * The execution fails, whatever {@code on_error} says.
     *
     * @param text what the visitor reads; null for the flow's own failure text
     * @param reason what the operator reads
     */
    record Fail(@Nullable String text, String reason) implements NodeResult {}

    /** Goes on at {@code next} without an output. */
    static NodeResult done() {
        return new Done(null, List.of(), null);
    }

    /** Goes on at {@code next} with an output. */
    static NodeResult done(@Nullable Object output) {
        return new Done(output, List.of(), null);
    }

    /** Goes on at {@code next} after showing a block. */
    static NodeResult show(String type, Json payload) {
        return new Done(null, List.of(new NewBlock(type, payload)), null);
    }
}

package dev.flowruntime.definition;

import dev.flowruntime.definition.NodeBuilder.Branching;
import dev.flowruntime.form.Form;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a flow that is made in Java, from the first one on. Each is followed by the one after it; what a node offers
 * besides, such as {@link GoingOn#next} or {@link Waiting#onTimeout}, is called right after it.
 *
 * <p>Texts are templates and conditions are expressions, exactly as in a flow document; targets are ids of nodes, or
 * {@code end}. Maps that keep no order of their own are sorted by name. Not thread-safe.
 */
public sealed interface NodeBuilder permits Branching {
    /** After a node that chooses its own way on. */
    sealed interface Branching extends NodeBuilder permits GoingOn {
        /** Where to go when the node fails; without it the execution fails. */
        Branching onError(String target);
    }

    /** After a node that is followed by another one. */
    sealed interface GoingOn extends Branching permits Waiting, Enqueueing, Requesting {
        /** Where to go, in place of the node below. */
        GoingOn next(String target);

        /** Completes the flow after this node. */
        GoingOn end();

        @Override
        GoingOn onError(String target);
    }

    /** After a node that waits. */
    sealed interface Waiting extends GoingOn permits Asking, HandingOff {
        /** How long the node waits at the most. */
        Waiting timeout(Duration timeout);

        /** Where to go when it waited too long; without it the execution is aborted. */
        Waiting onTimeout(String target);

        @Override
        Waiting next(String target);

        @Override
        Waiting end();

        @Override
        Waiting onError(String target);
    }

    /** After a form. */
    sealed interface Asking extends Waiting permits NodeAssembly {
        /** Sends a text, once, to a visitor who has not answered by then; the form stays open. */
        Asking remind(Duration after, String text);

        @Override
        Asking timeout(Duration timeout);

        @Override
        Asking onTimeout(String target);

        @Override
        Asking next(String target);

        @Override
        Asking end();

        @Override
        Asking onError(String target);
    }

    /** After a node that hands the conversation to people. */
    sealed interface HandingOff extends Waiting permits NodeAssembly {
        /** What the visitor is told; a template. */
        HandingOff text(String text);

        /** Whom the conversation is meant for. */
        HandingOff queue(String queue);

        @Override
        HandingOff timeout(Duration timeout);

        @Override
        HandingOff onTimeout(String target);

        @Override
        HandingOff next(String target);

        @Override
        HandingOff end();

        @Override
        HandingOff onError(String target);
    }

    /** After a node that enqueues a task. */
    sealed interface Enqueueing extends GoingOn permits NodeAssembly {
        /** How long the task may take, 30 minutes unless told. */
        Enqueueing timeout(Duration timeout);

        /** How often the task is tried at the most, 5 times unless told. */
        Enqueueing maxAttempts(int attempts);

        @Override
        Enqueueing next(String target);

        @Override
        Enqueueing end();

        @Override
        Enqueueing onError(String target);
    }

    /** After a node that asks another system over HTTP. */
    sealed interface Requesting extends GoingOn permits NodeAssembly {
        /** One more header of the request; its value is a template. */
        Requesting header(String name, String value);

        /**
         * What is sent: a text as it is, anything else as JSON.
         *
         * @param body texts in it are templates
         */
        Requesting body(Object body);

        /** The connection that has the host and its secrets; the URL is then a path. */
        Requesting connection(String name);

        /** How long each try may take, 10 seconds unless told. */
        Requesting timeout(Duration timeout);

        /** How many tries may follow the first, 2 unless told. */
        Requesting retries(int retries);

        @Override
        Requesting next(String target);

        @Override
        Requesting end();

        @Override
        Requesting onError(String target);
    }

    /** Says something. */
    GoingOn message(String id, String text);

    /** Says something with markdown; inserted values are escaped. */
    GoingOn markdown(String id, String text);

    /** Shows cards. */
    GoingOn cardList(String id, Consumer<CardsBuilder> cards);

    /**
     * Shows a picture.
     *
     * @param alt tells those who do not see it what it shows
     */
    GoingOn image(String id, String url, String alt);

    /**
     * Shows a video.
     *
     * @param alt tells those who do not see it what it shows
     */
    GoingOn video(String id, String url, String alt);

    /** Offers a file. */
    GoingOn file(String id, String url, String name);

    /**
     * Shows a form and waits until it is filled in; what is submitted is the node's output.
     *
     * @param fields such as {@code f -> f.field(Fields.text("city", "City").required())}
     * @throws dev.flowruntime.document.DocumentException when the form is wrong in itself
     */
    Asking form(String id, Consumer<Form.Builder> fields);

    /** Shows a form and waits until it is filled in; what is submitted is the node's output. */
    Asking form(String id, Form form);

    /** Offers a few answers and waits until one is chosen. */
    Waiting choices(String id, Consumer<ChoicesBuilder> choices);

    /**
     * Sets variables of the execution.
     *
     * @param values texts in them are templates
     */
    GoingOn set(String id, Map<String, ? extends @Nullable Object> values);

    /**
     * Sets variables of the whole conversation.
     *
     * @param values texts in them are templates
     */
    GoingOn setInConversation(String id, Map<String, ? extends @Nullable Object> values);

    /** Goes one way when an expression holds, and another when it does not. */
    Branching condition(String id, String when, String then, String otherwise);

    /** Goes the way of the first case that holds. */
    Branching route(String id, Consumer<RouteBuilder> cases);

    /**
     * Hands work to the workers of a queue and goes on at once.
     *
     * @param payload texts in it are templates
     */
    Enqueueing enqueueTask(String id, String queue, Map<String, ? extends @Nullable Object> payload);

    /**
     * Waits for the result of a task.
     *
     * @param enqueueNode the id of the node that enqueued it
     */
    Waiting awaitResult(String id, String enqueueNode);

    /**
     * Waits for the result of a task.
     *
     * @param event brings it, in place of {@code <queue>.completed}
     */
    Waiting awaitResult(String id, String enqueueNode, String event);

    /**
     * Waits for an event.
     *
     * @param filter an expression over {@code event.name} and {@code event.data}
     */
    Waiting awaitEvent(String id, String event, String filter);

    /** Pauses for a while. */
    GoingOn waitFor(String id, Duration duration);

    /**
     * Pauses until a moment.
     *
     * @param until an instant such as {@code 2026-01-31T09:00:00Z}, or a template
     */
    GoingOn waitUntil(String id, String until);

    /**
     * Asks another system over HTTP; its {@code status}, {@code headers} and {@code body} are the node's output.
     *
     * @param method such as {@code GET}
     * @param url a template; values in it stand for pieces of its path and query
     */
    Requesting httpRequest(String id, String method, String url);

    /** Runs another flow of the tenant inside this execution. */
    GoingOn subflow(String id, String flow, Map<String, ? extends @Nullable Object> input);

    /** Hands the conversation to people and waits until they give it back; {@code resolved_by} is then the node's output. */
    HandingOff handoff(String id);

    /** Completes the flow with an output for the flow that runs it as a subflow. */
    NodeBuilder endWith(String id, Object output);

    /**
     * Ends the execution as failed.
     *
     * @param text what the visitor reads
     */
    NodeBuilder fail(String id, String text);

    /**
     * Ends the execution as failed.
     *
     * @param text what the visitor reads
     * @param reason what the operator reads
     */
    NodeBuilder fail(String id, String text, String reason);

    /**
     * A node of any type, such as one that the host registers.
     *
     * @param members texts in them are templates
     */
    GoingOn node(String id, String type, Map<String, ? extends @Nullable Object> members);

    /**
     * The flow as it stands.
     *
     * @throws IllegalArgumentException when a member holds a value that a document cannot, such as a stream
     */
    Flow build();
}

package dev.flowruntime.definition;

import dev.flowruntime.definition.NodeBuilder.Asking;
import dev.flowruntime.definition.NodeBuilder.Enqueueing;
import dev.flowruntime.definition.NodeBuilder.HandingOff;
import dev.flowruntime.definition.NodeBuilder.Requesting;
import dev.flowruntime.form.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts nodes one after another; whatever the last one offers goes into its members. */
final class NodeAssembly implements Asking, HandingOff, Enqueueing, Requesting {
    private record Part(String id, String type, Map<String, @Nullable Object> members) {}

    private final Function<List<Node>, Flow> finish;
    private final List<Part> parts = new ArrayList<>();

    NodeAssembly(Function<List<Node>, Flow> finish) {
        this.finish = finish;
    }

    @Override
    public Flow build() {
        return finish.apply(parts.stream()
                .map(part -> new Node(part.id, part.type, part.members))
                .toList());
    }

    private NodeAssembly add(String id, String type) {
        parts.add(new Part(id, type, new LinkedHashMap<>()));
        return this;
    }

    private NodeAssembly with(String member, @Nullable Object value) {
        parts.get(parts.size() - 1).members.put(member, value);
        return this;
    }

    private NodeAssembly withAll(Map<String, ? extends @Nullable Object> members) {
        members.forEach(this::with);
        return this;
    }

    @Override
    public NodeAssembly next(String target) {
        return with("next", target);
    }

    @Override
    public NodeAssembly end() {
        return with("next", Flow.END);
    }

    @Override
    public NodeAssembly onError(String target) {
        return with("on_error", target);
    }

    @Override
    public NodeAssembly timeout(Duration timeout) {
        return with("timeout", timeout);
    }

    @Override
    public NodeAssembly onTimeout(String target) {
        return with("on_timeout", target);
    }

    @Override
    public NodeAssembly remind(Duration after, String text) {
        return with("remind_after", after).with("remind_text", text);
    }

    @Override
    public NodeAssembly maxAttempts(int attempts) {
        return with("max_attempts", attempts);
    }

    @Override
    public NodeAssembly message(String id, String text) {
        return add(id, "message").with("text", text);
    }

    @Override
    public NodeAssembly markdown(String id, String text) {
        return add(id, "message").with("format", "markdown").with("text", text);
    }

    @Override
    public NodeAssembly cardList(String id, Consumer<CardsBuilder> cards) {
        CardsBuilder builder = new CardsBuilder();
        cards.accept(builder);
        return add(id, "card_list").with("cards", builder.build());
    }

    @Override
    public NodeAssembly image(String id, String url, String alt) {
        return media(id, "image", url).with("alt", alt);
    }

    @Override
    public NodeAssembly video(String id, String url, String alt) {
        return media(id, "video", url).with("alt", alt);
    }

    @Override
    public NodeAssembly file(String id, String url, String name) {
        return media(id, "file", url).with("name", name);
    }

    private NodeAssembly media(String id, String kind, String url) {
        return add(id, "media").with("kind", kind).with("url", url);
    }

    @Override
    public NodeAssembly form(String id, Consumer<Form.Builder> fields) {
        Form.Builder builder = Form.builder();
        fields.accept(builder);
        return form(id, builder.build());
    }

    @Override
    public NodeAssembly form(String id, Form form) {
        return add(id, "form").withAll(form.toTree());
    }

    @Override
    public NodeAssembly choices(String id, Consumer<ChoicesBuilder> choices) {
        ChoicesBuilder builder = new ChoicesBuilder();
        choices.accept(builder);
        return add(id, "choices").withAll(builder.build());
    }

    @Override
    public NodeAssembly set(String id, Map<String, ? extends @Nullable Object> values) {
        return add(id, "set").with("values", PlainTree.ordered(values));
    }

    @Override
    public NodeAssembly setInConversation(String id, Map<String, ? extends @Nullable Object> values) {
        return set(id, values).with("scope", "conversation");
    }

    @Override
    public NodeAssembly condition(String id, String when, String then, String otherwise) {
        return add(id, "condition").with("when", when).with("then", then).with("else", otherwise);
    }

    @Override
    public NodeAssembly route(String id, Consumer<RouteBuilder> cases) {
        RouteBuilder builder = new RouteBuilder();
        cases.accept(builder);
        return add(id, "route").withAll(builder.build());
    }

    @Override
    public NodeAssembly enqueueTask(String id, String queue, Map<String, ? extends @Nullable Object> payload) {
        return add(id, "enqueue.task")
                .with("queue", queue)
                .with("payload", payload.isEmpty() ? null : PlainTree.ordered(payload));
    }

    @Override
    public NodeAssembly awaitResult(String id, String enqueueNode) {
        return add(id, "await.task_result").with("task", enqueueNode);
    }

    @Override
    public NodeAssembly awaitResult(String id, String enqueueNode, String event) {
        return awaitResult(id, enqueueNode).with("event", event);
    }

    @Override
    public NodeAssembly awaitEvent(String id, String event, String filter) {
        return add(id, "await.task_result").with("event", event).with("filter", filter);
    }

    @Override
    public NodeAssembly waitFor(String id, Duration duration) {
        return add(id, "wait").with("duration", duration);
    }

    @Override
    public NodeAssembly waitUntil(String id, String until) {
        return add(id, "wait").with("until", until);
    }

    @Override
    public NodeAssembly httpRequest(String id, String method, String url) {
        return add(id, "http.request").with("method", method).with("url", url);
    }

    @Override
    public NodeAssembly header(String name, String value) {
        Map<String, @Nullable Object> members = parts.get(parts.size() - 1).members;
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        if (members.get("headers") instanceof Map<?, ?> before) {
            before.forEach((key, text) -> headers.put((String) key, text));
        }
        headers.put(name, value);
        return with("headers", headers);
    }

    @Override
    public NodeAssembly body(Object body) {
        return with("body", PlainTree.orderedValue(body));
    }

    @Override
    public NodeAssembly connection(String name) {
        return with("connection", name);
    }

    @Override
    public NodeAssembly retries(int retries) {
        return with("retries", retries);
    }

    @Override
    public NodeAssembly subflow(String id, String flow, Map<String, ? extends @Nullable Object> input) {
        return add(id, "subflow").with("flow", flow).with("input", input.isEmpty() ? null : PlainTree.ordered(input));
    }

    @Override
    public NodeAssembly handoff(String id) {
        return add(id, "handoff");
    }

    @Override
    public NodeAssembly text(String text) {
        return with("text", text);
    }

    @Override
    public NodeAssembly queue(String queue) {
        return with("queue", queue);
    }

    @Override
    public NodeAssembly endWith(String id, Object output) {
        return add(id, "end").with("output", PlainTree.orderedValue(output));
    }

    @Override
    public NodeAssembly fail(String id, String text) {
        return add(id, "fail").with("text", text);
    }

    @Override
    public NodeAssembly fail(String id, String text, String reason) {
        return fail(id, text).with("reason", reason);
    }

    @Override
    public NodeAssembly node(String id, String type, Map<String, ? extends @Nullable Object> members) {
        return add(id, type).withAll(PlainTree.ordered(members));
    }
}

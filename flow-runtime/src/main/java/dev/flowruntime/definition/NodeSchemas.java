package dev.flowruntime.definition;

import static dev.flowruntime.definition.Schemas.absent;
import static dev.flowruntime.definition.Schemas.atLeastOne;
import static dev.flowruntime.definition.Schemas.closed;
import static dev.flowruntime.definition.Schemas.described;
import static dev.flowruntime.definition.Schemas.listOf;
import static dev.flowruntime.definition.Schemas.optional;
import static dev.flowruntime.definition.Schemas.pattern;
import static dev.flowruntime.definition.Schemas.reference;
import static dev.flowruntime.definition.Schemas.schema;
import static dev.flowruntime.definition.Schemas.text;
import static dev.flowruntime.definition.Schemas.type;
import static dev.flowruntime.definition.Schemas.where;
import static dev.flowruntime.definition.Schemas.words;

import dev.flowruntime.node.Member;
import dev.flowruntime.node.NodeCatalog;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.node.NodeType.Edges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemas of nodes, made from the members that their types declare. */
final class NodeSchemas {
    /** Whatever Java's durations take; that one is longer than zero is for the reader. */
    private static final String DURATION = "^[-+]?[Pp](?=.)([-+]?[0-9]+[Dd])?"
            + "([Tt](?=.)([-+]?[0-9]+[Hh])?([-+]?[0-9]+[Mm])?([-+]?[0-9]+([.,][0-9]{0,9})?[Ss])?)?$";

    private static final String HOST = "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+$";
    private static final String HOST_NODE = "host_node";

    private NodeSchemas() {}

    /** The definition {@code node} and one for each type. */
    static Map<String, @Nullable Object> of(NodeCatalog catalog) {
        List<String> names = catalog.types().stream().map(NodeType::name).toList();
        List<Object> cases = new ArrayList<>();
        Map<String, @Nullable Object> definitions = new LinkedHashMap<>();
        definitions.put("node", null); // keeps its place
        for (NodeType type : catalog.types()) {
            cases.add(where("type", List.of(type.name()), reference(type.name())));
            definitions.put(type.name(), type.isOpen() ? host() : node(type));
        }
        Map<String, @Nullable Object> other = schema("not", words(names), "pattern", HOST);
        cases.add(schema("if", Schemas.given("type", other), "then", reference(HOST_NODE)));
        definitions.put(HOST_NODE, host());
        definitions.put(
                "node",
                schema(
                        "type",
                        "object",
                        "properties",
                        schema(
                                "id",
                                        schema(
                                                "type",
                                                "string",
                                                "pattern",
                                                "^" + FlowReader.CODE + "$",
                                                "not",
                                                schema("const", "end")),
                                "type", schema("anyOf", List.of(words(names), pattern(HOST)))),
                        "required",
                        List.of("id", "type"),
                        "allOf",
                        cases));
        return definitions;
    }

    private static Map<String, @Nullable Object> node(NodeType type) {
        Map<String, @Nullable Object> properties = schema("id", true, "type", true);
        List<String> required = new ArrayList<>(List.of("id", "type"));
        for (Member member : type.members()) {
            Map<String, @Nullable Object> schema = member(member);
            properties.put(member.name(), member.required() ? schema : optional(schema));
            if (member.required()) {
                required.add(member.name());
            }
        }
        properties.putAll(edges(type.edges()));
        Map<String, @Nullable Object> node = closed(properties, required);
        node.putAll(rules(type.name()));
        String description = description(type.name());
        return description == null ? node : described(description, node);
    }

    private static Map<String, @Nullable Object> host() {
        Map<String, @Nullable Object> properties = edges(Edges.NEXT);
        properties.put("on_timeout", type("null"));
        return described(
                "A node that the host registers; its members are the host's.",
                schema("type", "object", "properties", properties));
    }

    private static Map<String, @Nullable Object> member(Member member) {
        return switch (member.kind()) {
            case TEXT -> text();
            case TEMPLATE -> described("Text with expressions in {{ }}.", text());
            case CONDITION ->
                described("An expression that yields true or false.", schema("type", "string", "minLength", 1L));
            case VALUE -> described("Any value; texts in it are templates.", schema());
            case VALUES -> described("Values by their names; texts in them are templates.", type("object"));
            case TARGET -> target("The id of the node to go to, or end.");
            case NODE -> target("The id of the node that enqueued the task.");
            case DURATION -> described("An ISO 8601 duration such as PT30M.", pattern(DURATION));
            case COUNT -> schema("type", "integer", "minimum", 1L, "maximum", 100L);
            case RETRIES -> schema("type", "integer", "minimum", 0L, "maximum", 10L);
            case URL -> described("A URL with expressions in {{ }}.", text());
            case HEADERS ->
                described(
                        "Texts with expressions in {{ }}, by the names of headers.",
                        schema(
                                "type",
                                "object",
                                "additionalProperties",
                                schema("type", List.of("string", "number", "boolean", "null"))));
            case FLAG -> type("boolean");
            case WORD -> words(member.words());
            case FIELDS -> FieldSchema.fields();
            case OPTIONS -> FieldSchema.options();
            case CARDS -> listOf(card());
            case CASES ->
                atLeastOne(listOf(closed(
                        schema(
                                "when", schema("type", "string", "minLength", 1L),
                                "next", target("The id of the node to go to, or end.")),
                        List.of("when", "next"))));
        };
    }

    private static Map<String, @Nullable Object> card() {
        return closed(
                schema(
                        "title", text(),
                        "subtitle", optional(text()),
                        "image_url", optional(text()),
                        "url", optional(text()),
                        "actions", optional(type("array"))),
                List.of("title"));
    }

    private static Map<String, @Nullable Object> target(String description) {
        return described(description, pattern("^" + FlowReader.CODE + "$"));
    }

    private static Map<String, @Nullable Object> edges(Edges edges) {
        Map<String, @Nullable Object> properties = schema();
        if (edges == Edges.NEXT || edges == Edges.NEXT_OR_TIMEOUT) {
            properties.put("next", optional(target("Where to go in place of the node below.")));
        }
        if (edges != Edges.NONE) {
            properties.put("on_error", optional(target("Where to go when the node fails.")));
        }
        if (edges == Edges.NEXT_OR_TIMEOUT) {
            properties.put("on_timeout", optional(target("Where to go when the node waited too long.")));
        }
        return properties;
    }

    /** What members of a type mean to each other. */
    private static Map<String, @Nullable Object> rules(String type) {
        return switch (type) {
            case "await.task_result" -> either("task", absent("filter"), given("event", "filter"));
            case "wait" -> either("duration", absent("until"), given("until"));
            case "form" -> either("remind_after", given("remind_text"), absent("remind_text"));
            case "http.request" ->
                schema(
                        "allOf",
                        List.of(
                                either("connection", url("^/"), url("^(https?://|\\{\\{)")),
                                where("method", List.of("GET", "HEAD"), absent("body"))));
            default -> Map.of();
        };
    }

    private static Map<String, @Nullable Object> url(String pattern) {
        return schema("properties", schema("url", pattern(pattern)));
    }

    private static Map<String, @Nullable Object> either(
            String member, Map<String, @Nullable Object> then, Map<String, @Nullable Object> otherwise) {
        return schema("if", given(member), "then", then, "else", otherwise);
    }

    private static Map<String, @Nullable Object> given(String... members) {
        Map<String, @Nullable Object> properties = schema();
        for (String member : members) {
            properties.put(member, text());
        }
        return schema("required", List.of(members), "properties", properties);
    }

    private static @Nullable String description(String type) {
        return switch (type) {
            case "message" -> "Says something.";
            case "form" -> "Shows a form and waits until it is filled in; the submitted values are its output.";
            case "choices" -> "Offers a few answers and waits until one is chosen; its output is value, or values.";
            case "card_list" -> "Shows cards.";
            case "media" -> "Shows a picture or a video, or offers a file.";
            case "set" -> "Sets variables of the execution or of the conversation; they are its output.";
            case "condition" -> "Goes one way when an expression holds, and another when it does not.";
            case "route" -> "Goes the way of the first case that holds.";
            case "enqueue.task" -> "Hands work to the workers of a queue and goes on; its output is task_id.";
            case "await.task_result" -> "Waits for the result of a task, or for an event; its data are its output.";
            case "wait" -> "Pauses for a while, or until a moment.";
            case "http.request" -> "Asks another system over HTTP; its output is status, headers and body.";
            case "handoff" -> "Hands the conversation to people and waits for them; its output is resolved_by.";
            case "subflow" -> "Runs another flow; what that one's end gives is its output.";
            case "end" -> "Completes the flow.";
            case "fail" -> "Ends the execution as failed.";
            default -> null;
        };
    }
}

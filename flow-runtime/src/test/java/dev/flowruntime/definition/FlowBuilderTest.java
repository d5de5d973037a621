package dev.flowruntime.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.definition.Display.Icon;
import dev.flowruntime.definition.Display.StyleVariant;
import dev.flowruntime.form.Fields;
import dev.flowruntime.node.NodeCatalog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowBuilderTest {
    /** The example of the documents, as the README shows it. */
    static Flow orderStatus() {
        return Flow.builder("order_status")
                .description("Look up the status of an order")
                .onIntent(
                        "order_status",
                        intent -> intent.description("Look up the status of an order")
                                .example("Where is my order?", "Track my package"))
                .message("ask", "What's your order number?")
                .form(
                        "order_form",
                        form -> form.submitLabel("Check")
                                .field(Fields.text("order_number", "Order #").required()))
                .enqueueTask(
                        "lookup",
                        "inventory.lookup",
                        Map.of("order_number", "{{ node.order_form.output.order_number }}"))
                .timeout(Duration.ofMinutes(30))
                .awaitResult("result", "lookup", "inventory.lookup.completed")
                .onError("sorry")
                .onTimeout("sorry")
                .markdown(
                        "answer",
                        "Order #{{ node.order_form.output.order_number }} ships {{ node.result.output.ship_date }}."
                                + " Tracking: {{ node.result.output.tracking }}")
                .end()
                .message("sorry", "I could not reach the warehouse. Please try again.")
                .end()
                .build();
    }

    @Test
    void theBuilderMakesTheSameModelAsTheDocument() {
        assertThat(orderStatus()).isEqualTo(Flows.read("order_status.yaml"));
    }

    @Test
    void everyNodeOfTheDocumentsCanBeBuilt() {
        assertThat(everything()).isEqualTo(Flows.read("everything.yaml"));
        assertThat(new FlowCompiler(NodeCatalog.builtIn()).compile(everything()).flow())
                .isEqualTo(everything());
    }

    static Flow everything() {
        Map<String, Object> remembered = new LinkedHashMap<>();
        remembered.put("gifts", "{{ node.gift.output.values }}");
        remembered.put("vip", true);
        remembered.put("visits", 1);
        remembered.put("note", null);
        return Flow.builder("everything")
                .name("One node of each type")
                .description("Shows what a flow document can say")
                .failureText("That did not work, sorry.")
                .onEvent("order.placed", "event.data.total > 100")
                .message("hello", "Thanks for order {{ trigger.data.order }}")
                .onError("sorry")
                .form(
                        "contact",
                        form -> form.title("Your details")
                                .submitLabel("Send")
                                .field(Fields.heading("intro", "About you"))
                                .field(Fields.email("email", "E-mail")
                                        .required()
                                        .placeholder("you@example.com"))
                                .field(Fields.select("size", "Size")
                                        .option("s", "Small")
                                        .option("l", "Large"))
                                .field(Fields.text("code", "Voucher")
                                        .help("On your receipt")
                                        .pattern("[A-Z]{4}")
                                        .maxLength(4))
                                .field(Fields.rating("stars", "Rating").maxStars(3)))
                .timeout(Duration.ofDays(1))
                .remind(Duration.ofHours(1), "Are you still there?")
                .onTimeout("sorry")
                .choices(
                        "gift",
                        gift -> gift.text("Which gift, {{ node.contact.output.email }}?")
                                .option("mug", "A mug")
                                .option("pen", "A pen")
                                .multiple())
                .timeout(Duration.ofHours(2))
                .onTimeout("sorry")
                .cardList(
                        "cards",
                        cards -> cards.card(
                                "{{ node.contact.output.size }}",
                                card -> card.imageUrl("https://example.com/mug.png")
                                        .url("https://example.com/mug")
                                        .action(Map.of("url", "https://example.com/buy", "label", "Buy"))))
                .image("picture", "https://example.com/map.png", "How to find us")
                .file("manual", "https://example.com/manual.pdf", "Manual")
                .setInConversation("remember", remembered)
                .condition("rich", "vars.visits > 3", "quiet", "sort")
                .route(
                        "sort",
                        route -> route.when("node.contact.output.size == \"s\"", "lookup")
                                .when("node.contact.output.size == \"l\"", "quiet")
                                .otherwise("end"))
                .enqueueTask(
                        "lookup",
                        "inventory.lookup",
                        Map.of(
                                "size",
                                "{{ node.contact.output.size }}",
                                "deep",
                                Map.of("list", List.of(1, 2.5, "{{ node.rich.output.matched }}"))))
                .timeout(Duration.ofMinutes(10))
                .maxAttempts(3)
                .awaitResult("result", "lookup", "inventory.found")
                .timeout(Duration.ofMinutes(5))
                .onError("sorry")
                .onTimeout("sorry")
                .awaitEvent("paid", "order.paid", "event.data.order == trigger.data.order")
                .timeout(Duration.ofHours(1))
                .waitFor("quiet", Duration.ofSeconds(10))
                .waitUntil("morning", "2026-01-31T09:00:00Z")
                .httpRequest("quote", "POST", "https://api.example.com/quotes/{{ trigger.data.order }}?now={{ now }}")
                .header("X-Shop", "lamps")
                .header("Accept-Language", "{{ conversation.locale }}")
                .body(Map.of("size", "{{ node.contact.output.size }}", "gifts", List.of(1)))
                .timeout(Duration.ofSeconds(5))
                .retries(0)
                .onError("sorry")
                .httpRequest("stock", "GET", "/stock/{{ node.quote.output.body.sku }}")
                .connection("warehouse")
                .next("delegate")
                .subflow("delegate", "order_status", Map.of("order", "{{ trigger.data.order }}"))
                .handoff("people")
                .text("A colleague takes over, {{ node.contact.output.email }}.")
                .queue("sales")
                .timeout(Duration.ofHours(1))
                .onTimeout("bye")
                .endWith("bye", Map.of("order", "{{ trigger.data.order }}"))
                .fail("sorry", "Sorry, {{ customer.id }}", "no_answer")
                .build();
    }

    @Test
    void everythingThatAnIntentShowsCanBeBuilt() {
        Flow flow = Flow.builder("a")
                .name("An A")
                .onIntent(
                        "go",
                        intent -> intent.requiredEntity("order")
                                .label("Go")
                                .subtitle("Now")
                                .icon("emoji", "🚀")
                                .accentColor("#ff0000")
                                .style(StyleVariant.OUTLINE)
                                .pinned()
                                .priority(-3))
                .message("hi", "Hi")
                .build();

        assertThat(flow.trigger())
                .isEqualTo(new ChatTrigger(
                        "go",
                        null,
                        List.of(),
                        List.of("order"),
                        new Display("Go", "Now", new Icon("emoji", "🚀"), "#ff0000", StyleVariant.OUTLINE, true, -3)));
    }

    @Test
    void theNameIsMadeOfTheCodeWhenNoneIsGiven() {
        Flow flow =
                Flow.builder("order_status").onIntent("x").message("a", "Hi").build();

        assertThat(flow.name()).isEqualTo("Order status");
        assertThat(((ChatTrigger) flow.trigger()).display().label()).isEqualTo("Order status");
    }

    @Test
    void theOtherNodesAreWhatTheyAreInDocuments() {
        Flow flow = Flow.builder("others")
                .onEvent("x")
                .video("clip", "https://example.com/a.mp4", "A clip")
                .set("note", Map.of("b", 1, "a", "x"))
                .next("end")
                .enqueueTask("job", "jobs", Map.of())
                .awaitResult("done", "job")
                .subflow("sub", "other", Map.of())
                .node("price", "acme.price", Map.of("sku", 7))
                .onError("no")
                .fail("no", "No")
                .build();

        assertThat(flow.nodes())
                .containsExactly(
                        new Node(
                                "clip",
                                "media",
                                Map.of("kind", "video", "url", "https://example.com/a.mp4", "alt", "A clip")),
                        new Node("note", "set", Map.of("values", Map.of("a", "x", "b", 1L), "next", "end")),
                        new Node("job", "enqueue.task", Map.of("queue", "jobs")),
                        new Node("done", "await.task_result", Map.of("task", "job")),
                        new Node("sub", "subflow", Map.of("flow", "other")),
                        new Node("price", "acme.price", Map.of("sku", 7L, "on_error", "no")),
                        new Node("no", "fail", Map.of("text", "No")));
    }

    @Test
    void mapsWithoutAnOrderOfTheirOwnAreSortedSoThatTheTextIsTheSameOnEachRun() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        ordered.put("z", 1);
        ordered.put("a", Map.of("d", 1, "c", 2, "b", 3));

        assertThat(Flow.builder("a")
                        .onEvent("x")
                        .set("s", ordered)
                        .build()
                        .toJson()
                        .text())
                .endsWith("\"values\":{\"z\":1,\"a\":{\"b\":3,\"c\":2,\"d\":1}}}]}");
        assertThat(Flow.builder("a")
                        .onEvent("x")
                        .set("s", Map.of("e", 1, "d", 2, "c", 3))
                        .build()
                        .toJson()
                        .text())
                .endsWith("\"values\":{\"c\":3,\"d\":2,\"e\":1}}]}");
    }
}

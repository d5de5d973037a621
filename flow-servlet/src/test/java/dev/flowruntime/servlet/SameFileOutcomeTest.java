package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.servlet.Client.Answered;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that a form in a flow takes and refuses, a standalone form takes and refuses, with the same words. */
class SameFileOutcomeTest {
    private static final String FORM_KEY = "pk_live_000000000000000000000000000000f0";
    private static final String FORM = "/api/public/v1/forms/same";
    private static final String MESSAGES = "/api/public/v1/chat/messages";

    private static final Shop SHOP = new Shop();
    private static Container container;
    private static Client page;
    private static Client visitor;
    private static String published = "";

    @BeforeAll
    static void start() throws Exception {
        SHOP.runtime
                .widgetKeys()
                .put(
                        Shop.TENANT,
                        new WidgetKeyRequest(
                                "forms",
                                FORM_KEY,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(Shop.ORIGIN),
                                Grant.ofEverything(),
                                Grant.ofEverything(),
                                null,
                                null,
                                null));
        FlowServlet servlet = FlowServlet.builder(SHOP.runtime)
                .uploadLimit(FileCase.MOST_BYTES)
                .withoutRateLimits()
                .build();
        container = Container.jetty(Map.of("/*", servlet));
        page = Client.to(container.root()).with("Origin", Shop.ORIGIN).with("X-Comerix-Public-Key", FORM_KEY);
        visitor = Client.to(container.root())
                .with("Origin", Shop.ORIGIN)
                .bearer(page.post("/api/public/v1/chat/sessions", "{\"publicKey\":\"" + FORM_KEY + "\"}")
                        .json()
                        .get("sessionToken")
                        .asText());
    }

    @AfterAll
    static void stop() throws Exception {
        container.stop();
        SHOP.runtime.close();
    }

    static Stream<FileCase> table() {
        return FileCase.all();
    }

    @ParameterizedTest
    @MethodSource("table")
    void inChatAndStandalone(FileCase sent) {
        publish(sent.field());

        assertThat(standalone(sent)).isEqualTo(sent.outcome());
        assertThat(chat(sent)).isEqualTo(sent.outcome());
    }

    /** As a form and as a flow, unless the row before has had them. */
    private static void publish(String field) {
        if (field.equals(published)) {
            return;
        }
        published = field;
        String fields = "fields: [{ name: f, label: F, " + field + " }]";
        SHOP.runtime.forms().publish(Shop.TENANT, Document.parse("form", "form: same\ntitle: Same\n" + fields));
        SHOP.runtime.flows().publish(Shop.TENANT, Document.parse("flow", """
                flow: same
                name: Same
                trigger: { type: trigger.chat, intent_name: same }
                nodes: [{ id: ask, type: form, %s }]
                """.formatted(fields)));
    }

    private static String standalone(FileCase sent) {
        return outcome(
                sent,
                file -> upload(page, FORM + "/uploads?field=f", file),
                value -> page.post(FORM + "/submissions", "{\"values\":{\"f\":" + value + "}}"));
    }

    private static String chat(FileCase sent) {
        JsonNode asked = visitor.post(MESSAGES, "{\"text\":\"hi\",\"intentName\":\"same\"}")
                .json()
                .get("reply");
        String execution = asked.get("executionId").asText();
        String at = "/api/public/v1/chat/uploads?executionId=" + execution + "&field=f";
        return outcome(
                sent,
                file -> upload(visitor, at, file),
                value -> visitor.post(
                        MESSAGES,
                        "{\"executionId\":\"" + execution + "\",\"waitToken\":" + asked.get("waitToken")
                                + ",\"values\":{\"f\":" + value + "}}"));
    }

    private static Answered upload(Client client, String path, FileCase.Sent file) {
        byte[] body = Samples.body(file.name(), file.content());
        return client.with("Content-Type", Samples.TYPE).send("POST", path, BodyPublishers.ofByteArray(body));
    }

    /** Sends the files, then the answer, unless one was refused that the answer would name. */
    private static String outcome(
            FileCase sent, Function<FileCase.Sent, Answered> upload, Function<String, Answered> answer) {
        List<String> told = new ArrayList<>();
        String value = sent.answer();
        for (int i = 0; i < sent.files().size(); i++) {
            Answered file = upload.apply(sent.files().get(i));
            if (file.status() != 201) {
                told.add(refusal(file));
                return told.toString();
            }
            JsonNode reference = file.json();
            told.add(reference.get("name").asText() + " "
                    + reference.get("mime").asText() + " " + reference.get("size"));
            value = value.replace("$" + i, reference.get("file_id").asText());
        }
        Answered answered = answer.apply(value);
        told.add(answered.status() < 300 ? "accepted" : refusal(answered));
        return told.toString();
    }

    private static String refusal(Answered refused) {
        return refused.status() + " " + refused.json().get("details");
    }
}

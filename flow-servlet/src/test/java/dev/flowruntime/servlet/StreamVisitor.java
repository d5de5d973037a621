package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.servlet.StreamReader.Event;
import java.io.IOException;

/** A visitor with a session, who triggers, answers and follows. */
record StreamVisitor(Client client, String conversation) {
    static final String STREAM = "api/public/v1/chat/stream";
    private static final String MESSAGES = "api/public/v1/chat/messages";

    static StreamVisitor open(Client page) {
        JsonNode session = ok(page.post("api/public/v1/chat/sessions", "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}"));
        return new StreamVisitor(
                page.bearer(session.get("sessionToken").asText()),
                session.get("conversationId").asText());
    }

    StreamReader follow() throws IOException {
        return follow(StreamReader.open(client));
    }

    StreamReader followFrom(String cursor) throws IOException {
        return follow(StreamReader.open(client.with("Last-Event-ID", cursor)));
    }

    /** Past the opening. */
    private static StreamReader follow(StreamReader reader) throws IOException {
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.next().isComment()).isTrue();
        return reader;
    }

    JsonNode trigger(String intent, String text) {
        return ok(client.post(MESSAGES, "{\"text\":\"" + text + "\",\"intentName\":\"" + intent + "\"}"))
                .get("reply");
    }

    JsonNode answer(JsonNode asked) {
        return ok(client.post(
                        MESSAGES,
                        "{\"executionId\":" + asked.get("executionId") + ",\"waitToken\":" + asked.get("waitToken")
                                + ",\"values\":{\"order_number\":\"A1001\"}}"))
                .get("reply");
    }

    static void assertUpdated(JsonNode reply, Event event) throws IOException {
        assertThat(event.name()).isEqualTo("execution.updated");
        assertThat(event.id()).isNotBlank();
        assertThat(new JsonMapper().readTree(event.data())).isEqualTo(reply);
    }

    private static JsonNode ok(Answered answered) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        return answered.json();
    }
}

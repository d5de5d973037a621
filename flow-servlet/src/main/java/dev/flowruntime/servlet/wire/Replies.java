package dev.flowruntime.servlet.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import dev.flowruntime.FileRef;
import dev.flowruntime.FormView;
import dev.flowruntime.Intent;
import dev.flowruntime.PublicConfig;
import dev.flowruntime.QuickQuestion;
import dev.flowruntime.QuickQuestions;
import dev.flowruntime.Reply;
import dev.flowruntime.SessionReply;
import dev.flowruntime.SubmissionReply;
import dev.flowruntime.TokenUsage;
import dev.flowruntime.Transcript;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes replies member by member in the shapes of the contract; JSON that is text already goes in as it is. */
public final class Replies {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Replies() {}

    /** One value, written by the generator that it is given. */
    @FunctionalInterface
    interface Shape {
        void write(JsonGenerator json) throws IOException;
    }

    public static byte[] session(SessionReply reply) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("sessionToken", reply.sessionToken());
            json.writeStringField("conversationId", reply.conversationId().toString());
            json.writeStringField("expiresAt", reply.expiresAt().toString());
            json.writeObjectFieldStart("widget");
            json.writeStringField("label", reply.widgetLabel());
            json.writeEndObject();
            json.writeArrayFieldStart("intents");
            for (Intent intent : reply.intents()) {
                write(intent, json);
            }
            json.writeEndArray();
            write(reply.quickQuestions(), json);
            json.writeEndObject();
        });
    }

    public static byte[] quickQuestions(QuickQuestions reply) {
        return bytes(json -> {
            json.writeStartObject();
            write(reply.questions(), json);
            json.writeEndObject();
        });
    }

    public static byte[] config(PublicConfig reply) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("section", reply.section());
            raw("values", JsonTree.write(reply.values()), json);
            text("publishedAt", reply.publishedAt(), json);
            json.writeEndObject();
        });
    }

    public static byte[] form(FormView form, String locale) {
        return bytes(json -> {
            json.writeStartObject();
            head(form, json);
            json.writeStringField("locale", locale);
            raw("fields", form.fields(), json);
            json.writeEndObject();
        });
    }

    public static byte[] formSchema(FormView form) {
        return bytes(json -> {
            json.writeStartObject();
            head(form, json);
            raw("fields", form.fields(), json);
            text("publishedAt", form.publishedAt(), json);
            json.writeEndObject();
        });
    }

    private static void head(FormView form, JsonGenerator json) throws IOException {
        text("id", form.id(), json);
        json.writeStringField("code", form.code());
        json.writeStringField("title", form.title());
        json.writeStringField("submitLabel", form.submitLabel());
    }

    public static byte[] file(FileRef file) {
        return JsonTree.write(file.toTree()).text().getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] submission(SubmissionReply reply) {
        return bytes(json -> {
            json.writeStartObject();
            text("submissionId", reply.id(), json);
            json.writeStringField("status", reply.duplicate() ? "duplicate" : "recorded");
            json.writeStringField("confirmation", reply.confirmation());
            json.writeEndObject();
        });
    }

    public static byte[] chat(Reply reply) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeFieldName("reply");
            write(reply, json);
            json.writeEndObject();
        });
    }

    /** A reply on its own. */
    static String text(Reply reply) {
        return text(json -> write(reply, json));
    }

    public static byte[] transcript(Transcript transcript) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("messages");
            for (ChatMessage message : transcript.messages()) {
                write(message, json);
            }
            json.writeEndArray();
            json.writeStringField("nextCursor", transcript.next());
            json.writeFieldName("pending");
            Reply pending = transcript.pending();
            if (pending == null) {
                json.writeNull();
            } else {
                write(pending, json);
            }
            json.writeEndObject();
        });
    }

    /** @param details plain values; left out when empty */
    public static byte[] error(String error, String message, Map<String, ?> details) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("error", error);
            json.writeStringField("message", message);
            if (!details.isEmpty()) {
                raw("details", JsonTree.write(details), json);
            }
            json.writeEndObject();
        });
    }

    /** How the process is. */
    public static byte[] status(String status) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("status", status);
            json.writeEndObject();
        });
    }

    private static void write(Intent intent, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", intent.name());
        json.writeStringField("displayLabel", intent.displayLabel());
        json.writeStringField("subtitle", intent.subtitle());
        json.writeStringField("description", intent.description());
        texts("examples", intent.examples(), json);
        texts("required_entities", intent.requiredEntities(), json);
        Intent.Icon icon = intent.icon();
        if (icon == null) {
            json.writeNullField("icon");
        } else {
            json.writeObjectFieldStart("icon");
            json.writeStringField("kind", icon.kind());
            json.writeStringField("value", icon.value());
            json.writeEndObject();
        }
        json.writeStringField("accentColor", intent.accentColor());
        json.writeStringField("styleVariant", intent.styleVariant());
        json.writeBooleanField("isPinned", intent.pinned());
        json.writeNumberField("priority", intent.priority());
        json.writeEndObject();
    }

    private static void write(List<QuickQuestion> questions, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("quickQuestions");
        for (QuickQuestion question : questions) {
            write(question, json);
        }
        json.writeEndArray();
    }

    private static void write(QuickQuestion question, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("question", question.question());
        json.writeStringField("pageType", question.pageType());
        text("flowId", question.flowId(), json);
        json.writeStringField("intentName", question.intentName());
        json.writeEndObject();
    }

    private static void write(ChatMessage message, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", message.id().toString());
        json.writeStringField("cursor", Transcript.cursor(message));
        json.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
        text("executionId", message.execution(), json);
        json.writeStringField("text", message.text());
        raw("blocks", message.blocks(), json);
        json.writeStringField("createdAt", message.createdAt().toString());
        json.writeEndObject();
    }

    private static void write(Reply reply, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("executionId", reply.executionId().toString());
        json.writeStringField("conversationId", reply.conversationId().toString());
        json.writeStringField("status", reply.status().wireName());
        write(reply.blocks(), "blocks", json);
        json.writeFieldName("expectedInput");
        writeExpected(reply.expectedInput(), json);
        json.writeStringField("waitToken", reply.waitToken());
        text("waitExpiresAt", reply.waitExpiresAt(), json);
        json.writeFieldName("tokenUsage");
        write(reply.tokenUsage(), json);
        json.writeEndObject();
    }

    static void write(List<Block> blocks, String name, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (Block block : blocks) {
            write(block, json);
        }
        json.writeEndArray();
    }

    static void writeExpected(@Nullable Json schema, JsonGenerator json) throws IOException {
        if (schema == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("type", "form_submission");
        raw("schema", schema, json);
        json.writeEndObject();
    }

    private static void write(Block block, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", block.id());
        json.writeStringField("type", block.type());
        raw("payload", block.payload(), json);
        Json meta = block.meta();
        if (meta != null) {
            raw("meta", meta, json);
        }
        json.writeEndObject();
    }

    static void write(@Nullable TokenUsage usage, JsonGenerator json) throws IOException {
        if (usage == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberField("prompt_tokens", usage.promptTokens());
        json.writeNumberField("completion_tokens", usage.completionTokens());
        json.writeNumberField("total_tokens", usage.totalTokens());
        json.writeStringField("model", usage.model());
        Long micros = usage.costMicros();
        if (micros == null) {
            json.writeNullField("cost_micros");
        } else {
            json.writeNumberField("cost_micros", micros);
        }
        json.writeNumberField("cost_usd", usage.costUsd());
        json.writeEndObject();
    }

    static void text(String name, @Nullable Object value, JsonGenerator json) throws IOException {
        json.writeStringField(name, value == null ? null : value.toString());
    }

    static void texts(String name, List<String> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    static void raw(String name, Json value, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value.text());
    }

    /** By way of a string, whose encoder is the fastest there is and puts a question mark where a text is broken. */
    static byte[] bytes(Shape shape) {
        return text(shape).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Shape shape) {
        try (SegmentedStringWriter text = new SegmentedStringWriter(FACTORY._getBufferRecycler());
                JsonGenerator json = FACTORY.createGenerator(text)) {
            shape.write(json);
            json.flush();
            return text.getAndClear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

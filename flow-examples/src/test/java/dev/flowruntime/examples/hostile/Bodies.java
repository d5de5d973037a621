package dev.flowruntime.examples.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Makes JSON texts of what a schema says, bent here and there. */
final class Bodies {
    private static final double BENT = 0.07;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final JsonNode description;
    private final Words words;

    Bodies(JsonNode description, Words words) {
        this.description = description;
        this.words = words;
    }

    byte[] json(JsonNode schema) {
        byte[] bytes = value("", schema, 0).getBytes(StandardCharsets.UTF_8);
        return words.chance(0.15) ? mangled(bytes) : bytes;
    }

    byte[] multipart(String boundary) {
        StringBuilder body = new StringBuilder();
        int parts = words.chance(0.1) ? 200 : 1 + words.below(2);
        for (int i = 0; i < parts; i++) {
            body.append("--")
                    .append(words.chance(0.1) ? "other" : boundary)
                    .append("\r\nContent-Disposition: form-data; name=\"")
                    .append(words.chance(0.8) ? "file" : words.anyText())
                    .append("\"; filename=\"")
                    .append(words.chance(0.5) ? "a.txt" : words.anyText())
                    .append("\"\r\nContent-Type: ")
                    .append(words.pick(List.of("text/plain", "image/png", "text/html", "\u0001")))
                    .append("\r\n\r\n")
                    .append(words.pick(List.of(
                            "hello", "\u0089PNG\r\n\u001a\n", "<html>", "", "PK\u0003\u0004", "x".repeat(70_000))))
                    .append("\r\n");
        }
        body.append("--").append(boundary).append(words.chance(0.8) ? "--\r\n" : "");
        byte[] bytes = body.toString().getBytes(StandardCharsets.ISO_8859_1);
        return words.chance(0.15) ? mangled(bytes) : bytes;
    }

    private String value(String name, JsonNode unresolved, int depth) {
        if (words.chance(BENT) || depth > 8) {
            return words.anyValue();
        }
        if (words.knows(name) && words.chance(0.9)) {
            return words.known(name);
        }
        JsonNode schema = resolve(unresolved);
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                JsonNode branches = schema.get(choice);
                return value(name, branches.get(words.below(branches.size())), depth);
            }
        }
        if (schema.has("enum")) {
            JsonNode values = schema.get("enum");
            return values.get(words.below(values.size())).toString();
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(name, schema, depth);
            case "integer", "number" -> String.valueOf(words.below(200) - 20);
            case "boolean" -> String.valueOf(words.chance(0.5));
            case "null" -> "null";
            default -> '"' + words.pick(List.of("x", "hello", "2026-05-04T10:00:00Z", Words.NOBODY, "abc_1")) + '"';
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.get(0).asText();
        }
        return type.isMissingNode() && schema.has("properties") ? "object" : type.asText("string");
    }

    private String object(JsonNode schema, int depth) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (words.chance(required.contains(property.getKey()) ? 0.96 : 0.5)) {
                object.add('"' + property.getKey() + "\":" + value(property.getKey(), property.getValue(), depth + 1));
            }
        }
        if (words.chance(0.05) || !schema.has("properties")) {
            object.add('"' + words.pick(List.of("a", "first_name", "", "A", "\\u0000", "x".repeat(100))) + "\":"
                    + words.anyValue());
        }
        return object.toString();
    }

    private String array(String name, JsonNode schema, int depth) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        int size = words.chance(0.05) ? 60 : words.below(3);
        for (int i = 0; i < size; i++) {
            array.add(value(name, schema.path("items"), depth + 1));
        }
        return array.toString();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
    }

    private byte[] mangled(byte[] bytes) {
        int at = words.below(bytes.length + 1);
        return switch (words.below(6)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> joined(MARK, bytes);
            case 2 -> joined(bytes, bytes);
            case 3 -> joined(Arrays.copyOf(bytes, at), new byte[] {(byte) words.below(256)}, tail(bytes, at));
            case 4 -> joined(Arrays.copyOf(bytes, at), tail(bytes, Math.min(bytes.length, at + 1)));
            default -> joined(" ".repeat(words.below(300_000)).getBytes(StandardCharsets.US_ASCII), bytes);
        };
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}

package dev.flowruntime.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.flowruntime.model.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns JSON text into the plain values of a {@link Document} and back: {@code Map}, {@code List}, {@code String},
 * {@code Long}, {@code Double}, {@code Boolean} and {@code null}. Whole numbers beyond 64 bits become {@code Double}.
 */
public final class JsonTree {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonTree() {}

    /**
     * Compact text; {@link Instant}s become texts.
     *
     * @throws IllegalArgumentException for a value of another type
     */
    public static Json write(@Nullable Object tree) {
        StringBuilder text = new StringBuilder(256);
        append(text, tree);
        return new Json(text.toString());
    }

    /** As {@link #write}, at the end of a longer text. A generator for each small value would cost more than the value. */
    public static void append(StringBuilder text, @Nullable Object value) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof String string) {
            appendText(text, string);
        } else if (value instanceof Map<?, ?> map) {
            appendObject(text, map);
        } else if (value instanceof Iterable<?> list) {
            appendArray(text, list);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Json json) {
            text.append(json.text());
        } else if (value instanceof Instant instant) {
            appendText(text, instant.toString());
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            text.append(value);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            text.append(number.doubleValue());
        } else {
            throw new IllegalArgumentException("JSON has no value of " + value.getClass() + ": " + value);
        }
    }

    private static void appendObject(StringBuilder text, Map<?, ?> map) {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(before);
            appendText(text, (String) entry.getKey());
            text.append(':');
            append(text, entry.getValue());
            before = ',';
        }
        text.append(before == '{' ? "{}" : "}");
    }

    private static void appendArray(StringBuilder text, Iterable<?> list) {
        char before = '[';
        for (Object item : list) {
            text.append(before);
            append(text, item);
            before = ',';
        }
        text.append(before == '[' ? "[]" : "]");
    }

    private static void appendText(StringBuilder text, String value) {
        text.append('"');
        if (needsEscape(value)) {
            JsonStringEncoder.getInstance().quoteAsString(value, text);
        } else {
            text.append(value);
        }
        text.append('"');
    }

    private static boolean needsEscape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return true;
            }
        }
        return false;
    }

    /** @throws IllegalArgumentException when the text is not one JSON value */
    public static @Nullable Object read(Json json) {
        try (JsonParser parser = FACTORY.createParser(json.text())) {
            parser.nextToken();
            Object value = read(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("text goes on after the JSON value");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a JSON value", e);
        }
    }

    /** @throws IllegalArgumentException when the text is not one JSON object */
    public static Map<String, @Nullable Object> readObject(Json json) {
        Map<String, @Nullable Object> object = Members.asMapping(read(json));
        if (object == null) {
            throw new IllegalArgumentException("not a JSON object");
        }
        return object;
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("no JSON value");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getDoubleValue()
                        : parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> throw new IllegalArgumentException("not a JSON value");
        };
    }

    private static Map<String, @Nullable Object> readObject(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, read(parser));
        }
        return Collections.unmodifiableMap(object);
    }

    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return Collections.unmodifiableList(array);
    }
}

package dev.flowruntime.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words of JSON Schema that the schema of flow documents is made of. Every schema is a fresh map. */
final class Schemas {
    private Schemas() {}

    /** Keywords and their values, in turns. */
    static Map<String, @Nullable Object> schema(Object... keywords) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        for (int i = 0; i < keywords.length; i += 2) {
            schema.put((String) keywords[i], keywords[i + 1]);
        }
        return schema;
    }

    static Map<String, @Nullable Object> type(String type) {
        return schema("type", type);
    }

    static Map<String, @Nullable Object> text() {
        return type("string");
    }

    static Map<String, @Nullable Object> pattern(String pattern) {
        return schema("type", "string", "pattern", pattern);
    }

    static Map<String, @Nullable Object> words(List<String> words) {
        return schema("type", "string", "enum", words);
    }

    static Map<String, @Nullable Object> listOf(Map<String, @Nullable Object> items) {
        return schema("type", "array", "items", items);
    }

    static Map<String, @Nullable Object> atLeastOne(Map<String, @Nullable Object> list) {
        list.put("minItems", 1L);
        return list;
    }

    static Map<String, @Nullable Object> reference(String definition) {
        return schema("$ref", "#/$defs/" + definition);
    }

    /** An object that takes these members and no others. */
    static Map<String, @Nullable Object> closed(Map<String, @Nullable Object> properties, List<String> required) {
        return schema("type", "object", "properties", properties, "required", required, "additionalProperties", false);
    }

    /** The same, or null: a null member means the same as none. */
    static Map<String, @Nullable Object> optional(Map<String, @Nullable Object> schema) {
        if (schema.containsKey("$ref")) {
            return schema("anyOf", List.of(schema, type("null")));
        }
        if (schema.get("type") instanceof String type) {
            schema.put("type", List.of(type, "null"));
        }
        if (schema.get("enum") instanceof List<?> words) {
            List<@Nullable Object> orNull = new ArrayList<>(words);
            orNull.add(null);
            schema.put("enum", orNull);
        }
        return schema;
    }

    static Map<String, @Nullable Object> described(String description, Map<String, @Nullable Object> schema) {
        schema.put("description", description);
        return schema;
    }

    /** Where some member has one of a few values, the rest must be like this. */
    static Map<String, @Nullable Object> where(String member, List<String> values, Map<String, @Nullable Object> then) {
        return schema("if", given(member, words(values)), "then", then);
    }

    /** The member is there, and like this. */
    static Map<String, @Nullable Object> given(String member, Map<String, @Nullable Object> schema) {
        return schema("required", List.of(member), "properties", schema(member, schema));
    }

    /** The member is not there. */
    static Map<String, @Nullable Object> absent(String member) {
        return schema("properties", schema(member, type("null")));
    }
}

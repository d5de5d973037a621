package dev.flowruntime.definition;

import static dev.flowruntime.definition.Schemas.absent;
import static dev.flowruntime.definition.Schemas.atLeastOne;
import static dev.flowruntime.definition.Schemas.closed;
import static dev.flowruntime.definition.Schemas.described;
import static dev.flowruntime.definition.Schemas.given;
import static dev.flowruntime.definition.Schemas.listOf;
import static dev.flowruntime.definition.Schemas.optional;
import static dev.flowruntime.definition.Schemas.pattern;
import static dev.flowruntime.definition.Schemas.reference;
import static dev.flowruntime.definition.Schemas.schema;
import static dev.flowruntime.definition.Schemas.text;
import static dev.flowruntime.definition.Schemas.type;
import static dev.flowruntime.definition.Schemas.where;
import static dev.flowruntime.definition.Schemas.words;

import dev.flowruntime.form.FieldType;
import dev.flowruntime.form.Hint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schema of a form's fields, made from their types and hints. */
final class FieldSchema {
    private static final List<String> FORMATS = List.of("email", "url", "date", "uuid");

    private FieldSchema() {}

    /** At least one of the fields takes input. */
    static Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = listOf(reference("field"));
        fields.put("contains", given("type", words(types(FieldType::isInput))));
        return fields;
    }

    static Map<String, @Nullable Object> options() {
        return atLeastOne(listOf(closed(
                schema("value", pattern("\\S"), "label", described("What the visitor reads.", text())),
                List.of("value", "label"))));
    }

    /** One field, as {@code #/$defs/field}. */
    static Map<String, @Nullable Object> field() {
        Map<String, @Nullable Object> field = closed(
                schema(
                        "name",
                                described(
                                        "The submitted value is read by this name.",
                                        pattern("^" + FlowReader.CODE + "$")),
                        "type", words(FieldType.wireNames()),
                        "label", optional(text()),
                        "required", optional(type("boolean")),
                        "placeholder", optional(text()),
                        "help", optional(text()),
                        "options", optional(options()),
                        "config", optional(described("Settings for the client.", type("object"))),
                        "validation", optional(reference("validation"))),
                List.of("name", "type"));
        field.put("allOf", rules());
        return field;
    }

    private static List<Object> rules() {
        List<String> choosing = types(FieldType::hasOptions);
        List<String> uploading = types(FieldType::isUpload);
        List<Object> rules = new ArrayList<>();
        rules.add(where("type", choosing, given("options", type("array"))));
        rules.add(where("type", types(type -> !type.hasOptions()), absent("options")));
        rules.add(where("type", types(type -> type != FieldType.DIVIDER), given("label", text())));
        rules.add(where("type", types(type -> !type.isInput()), member("required", schema("enum", falseOrNull()))));
        rules.add(setting("maxStars", List.of("rating"), schema("type", "integer", "minimum", 1L, "maximum", 100L)));
        rules.add(setting("multiple", uploading, type("boolean")));
        rules.add(setting("allowed_upload_types", uploading, listOf(text())));
        for (FieldType type : FieldType.values()) {
            List<String> hints = Stream.concat(
                            Arrays.stream(Hint.values())
                                    .filter(hint -> hint.appliesTo(type))
                                    .map(Hint::wireName),
                            Stream.of("messages"))
                    .toList();
            Map<String, @Nullable Object> only = schema("propertyNames", schema("enum", hints));
            rules.add(where("type", List.of(type.wireName()), member("validation", only)));
        }
        return rules;
    }

    /** A setting that counts for some types and must not stand with others. */
    private static Map<String, @Nullable Object> setting(
            String name, List<String> types, Map<String, @Nullable Object> value) {
        Map<String, @Nullable Object> rule = where("type", types, member("config", member(name, optional(value))));
        rule.put("else", member("config", absent(name)));
        return rule;
    }

    private static Map<String, @Nullable Object> member(String name, Map<String, @Nullable Object> schema) {
        return schema("properties", schema(name, schema));
    }

    private static List<@Nullable Object> falseOrNull() {
        return Arrays.asList(false, null);
    }

    /** The hints of a field, as {@code #/$defs/validation}; which of them a type takes is a rule of the field. */
    static Map<String, @Nullable Object> validation() {
        Map<String, @Nullable Object> hints = schema();
        for (Hint hint : Hint.values()) {
            hints.put(hint.wireName(), optional(hint(hint)));
        }
        hints.put(
                "messages",
                described(
                        "What the visitor is told, by the name of the hint that does not hold, or by required.",
                        schema("type", List.of("object", "null"), "additionalProperties", optional(text()))));
        return closed(hints, List.of());
    }

    private static Map<String, @Nullable Object> hint(Hint hint) {
        return switch (hint) {
            case MIN_LENGTH, WORD_MIN, SELECT_MIN, FILE_MIN -> schema("type", "integer", "minimum", 0L);
            case MAX_LENGTH, WORD_MAX, SELECT_MAX, RATING_MIN, FILE_MAX, IMAGE_MIN_WIDTH, IMAGE_MIN_HEIGHT ->
                schema("type", "integer", "minimum", 1L);
            case MIN, MAX -> type("number");
            case STEP -> schema("type", "number", "exclusiveMinimum", 0L);
            case INTEGER, MULTIPLE_EMAILS, URL_HTTPS_ONLY, DATE_NO_WEEKENDS, MUST_ACCEPT -> type("boolean");
            case PATTERN -> described("Matches the whole value, in the syntax of RE2.", text());
            case FORMAT -> words(FORMATS);
            case EMAIL_ALLOW_DOMAINS, URL_ALLOW_DOMAINS -> atLeastOne(listOf(text()));
            case DATE_MIN, DATE_MAX -> pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
            case REQUIRE_OPTION -> schema("anyOf", List.of(text(), atLeastOne(listOf(text())), type("null")));
        };
    }

    private static List<String> types(Predicate<FieldType> which) {
        return Arrays.stream(FieldType.values())
                .filter(which)
                .map(FieldType::wireName)
                .toList();
    }
}

package dev.flowruntime.form;

import dev.flowruntime.model.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that a visitor is asked for: a form's or a choice's. Immutable and thread-safe. */
public sealed interface ExpectedValues permits Form, Choices {
    /** JSON Schema 2020-12 of the values; an object that takes no other members. The same text for the same document. */
    Json schema();

    /**
     * Checks submitted values: all that the schema says, and what no schema can say.
     *
     * @param values a tree of {@code String}, numbers, {@code Boolean}, {@code List}, {@code Map} and null; null is a value,
     *     as in the schema, and so no field takes it
     */
    Checked check(Map<String, @Nullable Object> values);
}

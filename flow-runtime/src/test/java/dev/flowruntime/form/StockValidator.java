package dev.flowruntime.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.flowruntime.model.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON Schema validator that knows nothing of this project, asserting formats. */
final class StockValidator {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schema schema;

    StockValidator(Json schema) {
        this.schema = REGISTRY.getSchema(schema.text(), InputFormat.JSON);
    }

    List<Error> errors(Map<String, @Nullable Object> values) {
        JsonNode tree = JSON.valueToTree(values);
        return schema.validate(
                tree, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    /** The names of the members that it refuses. */
    Set<String> refused(Map<String, @Nullable Object> values) {
        Set<String> names = new TreeSet<>();
        for (Error error : errors(values)) {
            boolean atRoot = error.getInstanceLocation().getNameCount() == 0;
            names.add(
                    atRoot
                            ? error.getProperty()
                            : error.getInstanceLocation().getElement(0).toString());
        }
        return names;
    }
}

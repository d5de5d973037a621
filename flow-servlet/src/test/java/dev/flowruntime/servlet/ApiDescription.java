package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Holds answers against {@code openapi.json}: status, headers and body must be as described. It is stricter than what clients are
 * promised: in an answer no member may be that is not described.
 */
final class ApiDescription {
    static final ApiDescription SHIPPED = new ApiDescription(OpenApi.read());

    private static final String MOUNT = "(/[a-z]+)?";
    private static final Map<Integer, String> ANYWHERE =
            Map.of(404, "NotFound", 405, "MethodNotAllowed", 500, "InternalError", 503, "Unavailable");

    private final JsonNode document;
    private final Map<Pattern, JsonNode> paths = new LinkedHashMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    ApiDescription(byte[] text) {
        try {
            document = new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        document.at("/components/schemas").forEach(ApiDescription::refuseOtherMembers);
        document.get("paths").properties().forEach(path -> paths.put(pattern(path.getKey()), path.getValue()));
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(
                MOUNT + template.replaceAll("\\{[a-z]+}", "[^/]+").replace(".", "\\."));
    }

    private static void refuseOtherMembers(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ApiDescription::refuseOtherMembers);
    }

    JsonNode document() {
        return document;
    }

    void check(HttpResponse<String> response) {
        if (isOfContainer(response)) {
            return;
        }
        String method = response.request().method();
        String what = method + " " + response.uri() + " " + response.statusCode() + ": " + response.body();
        JsonNode described = resolve(described(method, response));
        assertThat(described.isMissingNode()).as("undescribed: " + what).isFalse();
        described.path("headers").properties().forEach(header -> {
            JsonNode rule = resolve(header.getValue());
            String value = response.headers().firstValue(header.getKey()).orElse(null);
            if (value != null || rule.path("required").asBoolean()) {
                assertThat(value).as(header.getKey() + " of " + what).isNotNull();
                assertValid(rule.get("schema"), new TextNode(value), header.getKey() + " of " + what);
            }
        });
        checkBody(described, response, what);
    }

    /** Containers refuse some paths, such as those with {@code ..;}, before the servlet has a look at them. */
    private static boolean isOfContainer(HttpResponse<String> response) {
        return response.statusCode() == 400
                && response.headers().firstValue("X-Request-Id").isEmpty()
                && response.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
    }

    private JsonNode described(String method, HttpResponse<String> response) {
        int status = response.statusCode();
        String operation = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        for (Map.Entry<Pattern, JsonNode> path : paths.entrySet()) {
            if (path.getKey().matcher(response.uri().getPath()).matches()
                    && path.getValue().has(operation)) {
                return path.getValue().at("/" + operation + "/responses/" + status);
            }
        }
        return document.at("/components/responses/" + ANYWHERE.get(status));
    }

    private void checkBody(JsonNode described, HttpResponse<String> response, String what) {
        if (described.path("content").has("*/*")) {
            return; // bytes, of which the description says nothing
        }
        if (described.path("content").has("text/plain")) {
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .as(what)
                    .startsWith("text/plain;");
            return;
        }
        JsonNode schema = described.at("/content/application~1json/schema");
        if (schema.isMissingNode() || response.request().method().equals("HEAD")) {
            assertThat(response.body()).as(what).isEmpty();
            return;
        }
        assertThat(response.headers().firstValue("Content-Type")).as(what).contains("application/json");
        try {
            assertValid(schema, new JsonMapper().readTree(response.body()), what);
        } catch (IOException e) {
            throw new AssertionError(what, e);
        }
    }

    private void assertValid(JsonNode schema, JsonNode value, String what) {
        Schema compiled = schemas.computeIfAbsent(schema, this::compile);
        assertThat(compiled.validate(
                        value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as(what)
                .isEmpty();
    }

    /** With the components beside it, since its references are those of the whole document. */
    private Schema compile(JsonNode schema) {
        ObjectNode whole = new JsonMapper().createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", document.get("components"));
        return registry.getSchema(whole);
    }

    /** What is referred to, or the node itself. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }
}

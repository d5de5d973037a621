package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.servlet.Client.Answered;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private final JsonNode document = ApiDescription.SHIPPED.document();
    private final Shop shop = new Shop();
    private Container container;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        container =
                Container.jetty(Map.of("/*", FlowServlet.builder(shop.runtime).build()));
        client = Client.to(container.root());
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void theDescriptionIsServedAndNotSentTwice() {
        Answered first = client.get("/openapi.json");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().get("openapi").asText()).startsWith("3.1");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");

        Answered second = client.with("If-None-Match", first.header("ETag")).get("/openapi.json");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void whatIsDescribedIsThere() {
        Set<String> methods = Set.of("get", "post", "put", "patch", "delete", "options");
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (methods.contains(method)) {
                        String uri = path.getKey().replaceAll("\\{[a-z]+}", "any");
                        Answered answered = client.send(method.toUpperCase(Locale.ROOT), uri, BodyPublishers.noBody());
                        assertThat(answered.status()).as(method + " " + uri).isNotIn(404, 405);
                    }
                }));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everyOperationHasItsOwnName() {
        List<String> names = new ArrayList<>(document.get("paths").findValuesAsText("operationId"));
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(8);
    }

    @Test
    void anAnswerThatIsNotAsDescribedIsFound() {
        String text = new String(OpenApi.read(), StandardCharsets.UTF_8);
        for (String other : new String[] {
            text.replace("\"live\", \"ready\"", "\"ready\""),
            text.replace("\"/healthz\"", "\"/health\""),
            text.replace("\"status\"", "\"state\""),
            text.replace("^[A-Za-z0-9._-]{1,64}$", "^never$"),
        }) {
            ApiDescription wrong = new ApiDescription(other.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> wrong.check(client.get("/healthz").response()))
                    .isInstanceOf(AssertionError.class);
        }
    }
}

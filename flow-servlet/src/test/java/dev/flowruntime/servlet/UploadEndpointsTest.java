package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EndpointLimits;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadEndpointsTest {
    private static final String FORM_KEY = "pk_live_000000000000000000000000000000f0";
    private static final String KEY = "publicKey=" + FORM_KEY;
    private static final String FORM = "/api/public/v1/forms/apply";
    private static final String FIELDS = """
            fields:
              - { name: cv, type: file_upload, label: CV }
              - { name: photo, type: image_upload, label: Photo,
                  validation: { image_min_width: 100, image_min_height: 50, file_min: 40, file_max: 2000 } }
              - { name: more, type: file_upload, label: More, config: { multiple: true, allowed_upload_types: [text/plain] } }
              - { name: name, type: text, label: Name }
            """;

    private final Shop shop = new Shop();
    private Container container;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        shop.runtime.forms().publish(Shop.TENANT, Document.parse("apply", "form: apply\ntitle: Apply\n" + FIELDS));
        shop.runtime.forms().publish(Shop.TENANT, Document.parse("other", "form: other\ntitle: Other\n" + FIELDS));
        shop.runtime.flows().publish(Shop.TENANT, Document.parse("apply", """
                flow: apply
                name: Apply
                trigger: { type: trigger.chat, intent_name: apply }
                nodes:
                  - id: ask
                    type: form
                %s
                  - { id: said, type: message, text: "{{ node.ask.output.cv.name }} {{ node.ask.output.cv.size }}" }
                """.formatted(FIELDS.indent(4))));
        shop.runtime
                .widgetKeys()
                .put(
                        Shop.TENANT,
                        new WidgetKeyRequest(
                                "forms",
                                FORM_KEY,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(Shop.ORIGIN),
                                Grant.ofEverything(),
                                Grant.ofEverything(),
                                "https://acme.com/webhooks",
                                null,
                                null));
        container = Container.jetty(Map.of(
                "/*",
                FlowServlet.builder(shop.runtime)
                        .uploadLimit(100_000)
                        .withoutRateLimits()
                        .build()));
        page = Client.to(container.root()).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    private Answered upload(String field, String name, byte[] content) {
        return uploadTo(FORM + "/uploads?" + KEY + "&field=" + field, name, content);
    }

    private Answered uploadTo(String path, String name, byte[] content) {
        return send(page, path, Samples.body(name, content));
    }

    private static Answered send(Client client, String path, byte[] body) {
        return client.with("Content-Type", Samples.TYPE).send("POST", path, BodyPublishers.ofByteArray(body));
    }

    private static JsonNode ok(Answered answered, int status) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        return answered.json();
    }

    private static void assertRefused(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
    }

    private static void assertInvalid(Answered answered, String field, String reason) {
        assertRefused(answered, 422, "validation_failed");
        assertThat(answered.json().at("/details/fields").toString())
                .isEqualTo("{\"" + field + "\":[\"" + reason + "\"]}");
    }

    private Answered submit(String values) {
        return page.post(FORM + "/submissions?" + KEY, "{\"values\":" + values + "}");
    }

    private HttpResponse<byte[]> open(String url) throws Exception {
        URI uri = container.root().resolve(url);
        return page.http().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }

    // a file's way

    @Test
    void aFileIsUploadedSubmittedAndDownloaded() throws Exception {
        JsonNode file = ok(upload("cv", "C:\\Users\\ann\\M\u00fcller CV.pdf", Samples.pdf()), 201);
        assertThat(file.get("name").asText()).isEqualTo("M\u00fcller CV.pdf");
        assertThat(file.get("mime").asText()).isEqualTo("application/pdf");
        assertThat(file.get("size").asInt()).isEqualTo(Samples.pdf().length);
        String id = file.get("file_id").asText();

        ok(
                submit("{\"cv\":{\"file_id\":\"" + id
                        + "\",\"url\":\"https://evil.com\",\"name\":\"evil\",\"size\":1}}"),
                201);

        String body =
                shop.store.outbox().claim(new Claim(shop.now, Duration.ofHours(1), 10), EndpointLimits.NONE).stream()
                        .map(Delivery::entry)
                        .map(entry -> entry.body().text())
                        .findFirst()
                        .orElseThrow();
        assertThat(body).contains("\"values\":{\"cv\":" + file + "}").doesNotContain("evil");

        HttpResponse<byte[]> opened = open(file.get("url").asText());
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).isEqualTo(Samples.pdf());
        Map<String, List<String>> headers = opened.headers().map();
        assertThat(headers.get("content-disposition"))
                .containsExactly("attachment; filename=\"M_ller CV.pdf\"; filename*=UTF-8''M%C3%BCller%20CV.pdf");
        assertThat(headers.get("content-type")).containsExactly("application/pdf");
        assertThat(headers.get("x-content-type-options")).containsExactly("nosniff");
        assertThat(headers.get("content-security-policy")).containsExactly("default-src 'none'; sandbox");
        assertThat(headers.get("cache-control")).containsExactly("no-store");
        assertThat(headers).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void aFileServesOneSubmissionAndARepeatOfIt() {
        String file =
                ok(upload("cv", "a.pdf", Samples.pdf()), 201).get("file_id").asText();
        String values = "{\"values\":{\"cv\":{\"file_id\":\"" + file + "\"}},\"clientSubmissionId\":\"c1\"}";
        ok(page.post(FORM + "/submissions?" + KEY, values), 201);
        ok(page.post(FORM + "/submissions?" + KEY, values), 200);
        assertInvalid(submit("{\"cv\":{\"file_id\":\"" + file + "\"}}"), "cv", "was used before: upload it again");
    }

    @Test
    void aFileOfAnotherFieldFormOrNobodyIsRefused() {
        String reason = "is not a file that was uploaded for this field";
        String ofOther = ok(
                        uploadTo("/api/public/v1/forms/other/uploads?" + KEY + "&field=cv", "a.pdf", Samples.pdf()),
                        201)
                .get("file_id")
                .asText();
        String text = ok(upload("more", "a.txt", Samples.bytes("hello")), 201)
                .get("file_id")
                .asText();
        for (String id :
                List.of(ofOther, text, "019e2667-0000-7000-8000-000000000001", "1-1-1-1-1", "../../etc/passwd")) {
            assertInvalid(submit("{\"cv\":{\"file_id\":\"" + id + "\"}}"), "cv", reason);
        }
        String twice = "{\"file_id\":\"" + text + "\"}";
        assertInvalid(
                submit("{\"more\":[" + twice + "," + twice + "]}"), "more[1]", "was used before: upload it again");
        ok(submit("{\"more\":[" + twice + "]}"), 201);
    }

    @Test
    void linksThatAreMangledForeignOrOldOpenNothing() throws Exception {
        JsonNode file = ok(upload("cv", "a.pdf", Samples.pdf()), 201);
        String url = file.get("url").asText();
        String other =
                ok(upload("cv", "b.pdf", Samples.pdf()), 201).get("file_id").asText();
        assertThat(open(url).statusCode()).isEqualTo(200);
        int sig = url.indexOf("sig=") + 4;
        for (int i = sig; i < url.length(); i++) {
            char c = url.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(open(url.substring(0, i) + c + url.substring(i + 1)).statusCode())
                    .isEqualTo(404);
        }
        assertThat(open(url.replace("exp=1", "exp=2")).statusCode()).isEqualTo(404);
        assertThat(open(url.replace("exp=", "exp=0")).statusCode()).isEqualTo(404);
        assertThat(open(url + "A").statusCode()).isEqualTo(404);
        assertThat(open(url.replace(file.get("file_id").asText(), other)).statusCode())
                .isEqualTo(404);
        assertThat(open(url.substring(0, url.indexOf('?'))).statusCode()).isEqualTo(400);
        shop.elapse(Duration.ofDays(7).minusSeconds(1));
        assertThat(open(url).statusCode()).isEqualTo(200);
        shop.elapse(Duration.ofSeconds(1));
        assertThat(open(url).statusCode()).isEqualTo(404);
    }

    // in chat

    @Test
    void aFileIsUploadedForTheFormThatAnExecutionWaitsAt() {
        JsonNode session = ok(page.post("/api/public/v1/chat/sessions", "{\"publicKey\":\"" + FORM_KEY + "\"}"), 200);
        Client visitor = page.bearer(session.get("sessionToken").asText());
        JsonNode asked = start(visitor);
        String execution = asked.get("executionId").asText();
        String at = "/api/public/v1/chat/uploads?executionId=" + execution + "&field=";

        JsonNode file = ok(send(visitor, at + "cv", Samples.body("cv.pdf", Samples.pdf())), 201);
        assertRefused(
                send(page.bearer("forged"), at + "cv", Samples.body("a.pdf", Samples.pdf())),
                401,
                "invalid_session_token");
        assertInvalid(
                send(visitor, at + "name", Samples.body("a.pdf", Samples.pdf())), "name", "is not a field for files");
        assertRefused(send(visitor, at, Samples.body("a.pdf", Samples.pdf())), 400, "invalid_input");
        assertRefused(
                send(visitor, "/api/public/v1/chat/uploads?field=cv", Samples.body("a.pdf", Samples.pdf())),
                400,
                "invalid_input");
        Client stranger =
                page.bearer(ok(page.post("/api/public/v1/chat/sessions", "{\"publicKey\":\"" + FORM_KEY + "\"}"), 200)
                        .get("sessionToken")
                        .asText());
        assertRefused(send(stranger, at + "cv", Samples.body("a.pdf", Samples.pdf())), 404, "execution_not_found");

        JsonNode next = start(visitor);
        String reference = "{\"cv\":{\"file_id\":\"" + file.get("file_id").asText() + "\"}}";
        assertInvalid(resume(visitor, next, reference), "cv", "is not a file that was uploaded for this field");
        JsonNode done = ok(resume(visitor, asked, reference), 200).get("reply");
        assertThat(done.at("/blocks/0/payload/text").asText()).isEqualTo("cv.pdf " + Samples.pdf().length);
        assertRefused(send(visitor, at + "cv", Samples.body("a.pdf", Samples.pdf())), 409, "conflict");
        assertThat(shop.store
                        .uploads()
                        .find(Shop.TENANT, UploadId.of(file.get("file_id").asText()))
                        .orElseThrow()
                        .usedBy())
                .startsWith("execution/" + execution);
    }

    private static JsonNode start(Client visitor) {
        return ok(visitor.post("/api/public/v1/chat/messages", "{\"text\":\"hi\",\"intentName\":\"apply\"}"), 200)
                .get("reply");
    }

    private static Answered resume(Client visitor, JsonNode asked, String values) {
        return visitor.post(
                "/api/public/v1/chat/messages",
                "{\"executionId\":" + asked.get("executionId") + ",\"waitToken\":" + asked.get("waitToken")
                        + ",\"values\":" + values + "}");
    }

    // what is refused

    @Test
    void hintsAreCheckedAtUpload() {
        ok(upload("photo", "a.png", Samples.png(100, 50)), 201);
        ok(upload("photo", "a.jpg", Samples.jpeg(100, 50)), 201);
        ok(upload("photo", "a.gif", Samples.gif(100, 50)), 201);
        ok(upload("photo", "a.webp", Samples.webp(100, 50)), 201);
        assertInvalid(upload("photo", "a.png", Samples.png(99, 50)), "photo", "must be at least 100 pixels wide");
        assertInvalid(upload("photo", "a.jpg", Samples.jpeg(100, 49)), "photo", "must be at least 50 pixels high");
        assertInvalid(
                upload("photo", "a.gif", Arrays.copyOf(Samples.gif(100, 50), 39)),
                "photo",
                "must have at least 40 bytes");
        assertInvalid(
                upload("photo", "a.png", Arrays.copyOf(Samples.png(100, 50), 2001)),
                "photo",
                "must have at most 2000 bytes");
        assertInvalid(
                upload("photo", "a.png", Arrays.copyOf(Samples.png(100, 50), 20)),
                "photo",
                "is not an image whose size can be read");
        assertInvalid(
                upload("photo", "a.pdf", Samples.pdf()),
                "photo",
                "must be a file of type image/png, image/jpeg, image/gif, image/webp");
        assertInvalid(upload("more", "a.csv", Samples.bytes("a,b")), "more", "must be a file of type text/plain");
        assertInvalid(upload("cv", "empty.txt", new byte[0]), "cv", "must not be empty");
        assertInvalid(upload("name", "a.pdf", Samples.pdf()), "name", "is not a field for files");
        assertInvalid(upload("nothing", "a.pdf", Samples.pdf()), "nothing", "is not a field for files");
    }

    @Test
    void whatIsTooLargeIsNotTaken() {
        byte[] large = Arrays.copyOf(Samples.pdf(), 100_001);
        assertRefused(upload("cv", "a.pdf", large), 413, "payload_too_large");
        ok(upload("cv", "a.pdf", Arrays.copyOf(large, 100_000)), 201);
        Answered chunked = page.with("Content-Type", Samples.TYPE)
                .send(
                        "POST",
                        FORM + "/uploads?" + KEY + "&field=cv",
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                                Samples.body("a.pdf", Arrays.copyOf(large, 1_000_000)))));
        assertRefused(chunked, 413, "payload_too_large");
        assertRefused(upload("cv", "a.pdf", new byte[200_000]), 413, "payload_too_large");
    }

    @Test
    void theOrderOfRefusalsIsThatOfForms() {
        byte[] body = Samples.body("a.pdf", Samples.pdf());
        assertRefused(
                send(page, "/api/public/v1/forms/nothing/uploads?" + KEY + "&field=cv", body), 404, "form_not_found");
        assertRefused(send(page, FORM + "/uploads?field=cv&publicKey=" + Shop.OPEN_KEY, body), 403, "form_not_allowed");
        assertRefused(send(page, FORM + "/uploads?" + KEY, body), 400, "invalid_input");
        assertRefused(send(page, FORM + "/uploads?field=cv", body), 400, "invalid_input");
        assertRefused(page.post(FORM + "/uploads?" + KEY + "&field=cv", "{}"), 415, "unsupported_media_type");
    }

    @Test
    void aTenantHasSoMuchRoomAndNoMore() {
        shop.runtime.settings().put(Shop.TENANT, "uploads", new Json("{\"quota_bytes\":100100}"));
        ok(upload("cv", "a.pdf", Samples.pdf()), 201);
        ok(upload("cv", "a.pdf", Samples.pdf()), 201);
        assertRefused(upload("cv", "a.pdf", Samples.pdf()), 403, "plan_limit");
    }

    @Test
    void filesThatNobodyUsesAreSweptAfterADay() throws Exception {
        JsonNode unused = ok(upload("cv", "a.pdf", Samples.pdf()), 201);
        JsonNode used = ok(upload("cv", "b.pdf", Samples.pdf()), 201);
        ok(submit("{\"cv\":{\"file_id\":" + used.get("file_id") + "}}"), 201);
        shop.runtime.runOnce();
        shop.elapse(Duration.ofHours(24));
        assertThat(open(unused.get("url").asText()).statusCode()).isEqualTo(200);
        shop.runtime.runOnce();
        assertThat(open(unused.get("url").asText()).statusCode()).isEqualTo(404);
        assertThat(open(used.get("url").asText()).statusCode()).isEqualTo(200);
        assertInvalid(
                submit("{\"cv\":{\"file_id\":" + unused.get("file_id") + "}}"),
                "cv",
                "is not a file that was uploaded for this field");
    }
}

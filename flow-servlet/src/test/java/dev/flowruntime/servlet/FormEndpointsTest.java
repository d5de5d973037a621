package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.EndpointLimits;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FormEndpointsTest {
    private static final String FORM_KEY = "pk_live_000000000000000000000000000000f0";
    private static final String OTHER_KEY = "pk_live_000000000000000000000000000000f1";
    private static final String CONTACT = "/api/public/v1/forms/contact";
    private static final String KEY = "?publicKey=" + FORM_KEY;
    private static final String SUBMIT = CONTACT + "/submissions";
    private static final String GOOD = "\"values\":{\"email\":\"ann@acme.com\"}";

    private final Shop shop = new Shop();
    private final AtomicLong nanos = new AtomicLong();
    private Container container;
    private Client anybody;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        publish("contact", "Contact");
        publish("hidden", "Hidden");
        key("forms", FORM_KEY, Grant.of(Set.of("contact", "unpublished")));
        key("all forms", OTHER_KEY, Grant.ofEverything());
        container = Container.jetty(Map.of(
                "/*", FlowServlet.builder(shop.runtime).nanoTime(nanos::get).build()));
        anybody = Client.to(container.root());
        page = anybody.with("Origin", Shop.ORIGIN);
        shop.watched.forget();
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    private void publish(String code, String title) {
        shop.runtime.forms().publish(Shop.TENANT, Document.parse(code, """
                form: %s
                title: %s
                confirmation: Thank you!
                fields:
                  - { name: email, type: email, label: E-mail, required: true }
                  - { name: note, type: textarea, label: Note, validation: { max_length: 5 } }
                """.formatted(code, title)));
    }

    private void key(String label, String publicKey, Grant forms) {
        shop.runtime
                .widgetKeys()
                .put(
                        Shop.TENANT,
                        new WidgetKeyRequest(
                                label,
                                publicKey,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of(Shop.ORIGIN),
                                Grant.ofEverything(),
                                forms,
                                "https://acme.com/webhooks",
                                null,
                                null));
    }

    private FormVersion form() {
        return shop.runtime.forms().versions(Shop.TENANT, "contact").get(0);
    }

    private static void assertRefused(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
        assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
    }

    private static JsonNode ok(Answered answered, int status) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        return answered.json();
    }

    private List<Submission> submissions() {
        return shop.runtime.forms().submissions(Shop.TENANT, "contact", null, 100);
    }

    // reading

    @Test
    void aFormIsReadByItsCodeAndByItsIdInAnyCase() {
        String id = form().form().toString();
        String wanted = "{\"id\":\"" + id + "\",\"code\":\"contact\",\"title\":\"Contact\",\"submitLabel\":\"Submit\","
                + "\"locale\":\"%s\",\"fields\":[{\"name\":\"email\",\"type\":\"email\",\"label\":\"E-mail\","
                + "\"required\":true},{\"name\":\"note\",\"type\":\"textarea\",\"label\":\"Note\",\"required\":false,"
                + "\"validation\":{\"max_length\":5}}]}";
        Answered answered = page.get(CONTACT + KEY);
        assertThat(answered.text()).isEqualTo(wanted.formatted("en"));
        assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        String byId = "/api/public/v1/forms/" + id.toUpperCase(Locale.ROOT);
        assertThat(anybody.get(byId + KEY + "&locale=de-AT").text()).isEqualTo(wanted.formatted("de-AT"));
        assertRefused(page.get(CONTACT + KEY + "&locale=no_such_tag_at_all"), 422, "validation_failed");
    }

    @Test
    void eachRenderCountsOneMountAndTheSchemaNone() {
        page.get(CONTACT + KEY);
        page.get(CONTACT + KEY);
        page.send("HEAD", CONTACT + KEY, BodyPublishers.noBody());
        page.get(CONTACT + "/schema" + KEY);
        page.get("/api/public/v1/forms/hidden" + KEY);
        LocalDate today = LocalDate.ofInstant(shop.now, ZoneOffset.UTC);
        assertThat(shop.runtime.insight().usage(Shop.TENANT, today, today))
                .extracting(KeyUsage::mounts)
                .containsExactly(2L);
    }

    @Test
    void theSchemaIsCacheableAndNeverWrites() {
        Answered first = page.get(CONTACT + "/schema" + KEY);
        JsonNode schema = ok(first, 200);
        assertThat(schema.get("publishedAt").asText()).isEqualTo("2026-05-04T10:00:00Z");
        assertThat(schema.get("fields")).hasSize(2);
        assertThat(first.header("Cache-Control")).isEqualTo("private, max-age=60");
        assertThat(first.header("X-Edge-Source")).isEqualTo("store");
        assertThat(first.header("Vary")).isEqualTo("Origin");
        Answered again =
                page.with("If-None-Match", "\"x\", W/" + first.header("ETag")).get(CONTACT + "/schema" + KEY);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("X-Edge-Source")).isEqualTo("store");
        assertThat(page.send("HEAD", CONTACT + "/schema" + KEY, BodyPublishers.noBody())
                        .header("ETag"))
                .isEqualTo(first.header("ETag"));
        assertThat(page.with("X-Comerix-Public-Key", FORM_KEY)
                        .get(CONTACT + "/schema")
                        .header("Vary"))
                .isEqualTo("Origin, X-Comerix-Public-Key");
        assertThat(shop.watched.writes()).isEmpty();
    }

    @Test
    void aNewVersionIsSeenAtOnceAndHasAnotherTag() {
        String before = page.get(CONTACT + "/schema" + KEY).header("ETag");
        publish("contact", "Write to us");
        Answered after = page.with("If-None-Match", before).get(CONTACT + "/schema" + KEY);
        assertThat(ok(after, 200).get("title").asText()).isEqualTo("Write to us");
        assertThat(after.header("ETag")).isNotEqualTo(before);
        shop.runtime.forms().archive(Shop.TENANT, "contact");
        assertRefused(page.get(CONTACT + "/schema" + KEY), 404, "form_not_found");
    }

    @Test
    void whatIsNotThereIsToldBeforeWhatIsNotAllowed() {
        for (String form : List.of("unpublished", "Contact", "a%20b", "%27", form().form() + "x")) {
            for (String end : List.of("", "/schema")) {
                assertRefused(page.get("/api/public/v1/forms/" + form + end + KEY), 404, "form_not_found");
            }
        }
        assertRefused(page.get("/api/public/v1/forms/hidden" + KEY), 403, "form_not_allowed");
        assertRefused(page.get("/api/public/v1/forms/hidden/schema" + KEY), 403, "form_not_allowed");
        assertThat(page.get("/api/public/v1/forms/hidden?publicKey=" + OTHER_KEY)
                        .status())
                .isEqualTo(200);
        assertRefused(page.get(CONTACT + "?publicKey=" + Shop.OPEN_KEY), 403, "form_not_allowed");
        assertRefused(page.get(CONTACT + "?publicKey=" + Shop.PAUSED_KEY), 403, "widget_disabled");
        assertRefused(page.get(CONTACT), 400, "invalid_input");
        assertRefused(anybody.with("Origin", "https://evil.com").get(CONTACT + KEY), 403, "origin_not_allowed");
        Answered missing = page.get("/api/public/v1/forms/unpublished" + KEY);
        Answered foreign = page.get("/api/public/v1/forms/019e2667-0000-7000-8000-000000000009" + KEY);
        assertThat(missing.text()).isEqualTo(foreign.text());
    }

    // submitting

    @Test
    void aSubmissionIsRecordedWithTheKeyInQueryHeaderOrBody() {
        JsonNode first = ok(anybody.post(SUBMIT + KEY, "{" + GOOD + "}"), 201);
        assertThat(first.get("status").asText()).isEqualTo("recorded");
        assertThat(first.get("confirmation").asText()).isEqualTo("Thank you!");
        ok(page.with("X-Comerix-Public-Key", FORM_KEY).post(SUBMIT, "{" + GOOD + "}"), 201);
        ok(page.post(SUBMIT, "{\"publicKey\":\"" + FORM_KEY + "\"," + GOOD + "}"), 201);
        assertThat(submissions())
                .hasSize(3)
                .allSatisfy(
                        submission -> assertThat(submission.values().text()).isEqualTo("{\"email\":\"ann@acme.com\"}"));
        assertThat(submissions().get(0).id().toString())
                .isEqualTo(first.get("submissionId").asText());
    }

    @Test
    void theWebhookIsToldWithExactlyItsMembers() {
        String conversation = "019e2667-0000-7000-8000-0000000000aa";
        JsonNode reply = ok(
                page.post(
                        SUBMIT + KEY,
                        "{" + GOOD + ",\"visitorId\":\"v1\",\"conversationId\":\"" + conversation
                                + "\",\"channel\":\"web\",\"locale\":\"de\"}"),
                201);
        List<Delivery> due =
                shop.store.outbox().claim(new Claim(shop.now, Duration.ofHours(1), 10), EndpointLimits.NONE);
        WidgetKey key = shop.runtime.widgetKeys().list(Shop.TENANT).stream()
                .filter(known -> known.publicKey().equals(FORM_KEY))
                .findFirst()
                .orElseThrow();
        assertThat(due).hasSize(1);
        assertThat(due.get(0).entry().event()).isEqualTo("form.submission.recorded");
        assertThat(due.get(0).entry().body().text())
                .isEqualTo("{\"event\":\"form.submission.recorded\",\"widget_key_id\":\"" + key.id()
                        + "\",\"occurred_at\":\"2026-05-04T10:00:00+00:00\",\"tenant_id\":\"" + Shop.TENANT
                        + "\",\"form_id\":\"" + form().form() + "\",\"form_code\":\"contact\",\"submission_id\":\""
                        + reply.get("submissionId").asText() + "\",\"conversation_id\":\"" + conversation
                        + "\",\"visitor_id\":\"v1\",\"values\":{\"email\":\"ann@acme.com\"}}");
        assertThat(shop.store.audit().list(Shop.TENANT, "form.submit", null, 10))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.subject())
                            .isEqualTo(reply.get("submissionId").asText());
                    assertThat(record.actor()).isEqualTo("widget_key:" + key.id());
                    assertThat(record.ipHash()).isEqualTo(addressOfAnySession());
                });
    }

    /** As the audit knows this client: the same for the same address of a tenant. */
    private String addressOfAnySession() {
        ok(page.post("/api/public/v1/chat/sessions", "{\"publicKey\":\"" + FORM_KEY + "\"}"), 200);
        String hash = shop.store
                .audit()
                .list(Shop.TENANT, "widget.session.start", null, 10)
                .get(0)
                .ipHash();
        assertThat(hash).isNotBlank();
        return hash;
    }

    @Test
    void fiftyAtOnceWithOneClientSubmissionIdAreOneSubmission() throws Exception {
        FlowServlet unlimited =
                FlowServlet.builder(shop.runtime).withoutRateLimits().build();
        Container other = Container.jetty(Map.of("/*", unlimited));
        Client many = Client.to(other.root());
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<Answered>> running = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                running.add(threads.submit(
                        () -> many.post(SUBMIT + KEY, "{" + GOOD + ",\"clientSubmissionId\":\"once\"}")));
            }
            List<Integer> statuses = new ArrayList<>();
            Set<String> ids = new java.util.HashSet<>();
            for (Future<Answered> answer : running) {
                statuses.add(answer.get().status());
                ids.add(answer.get().json().get("submissionId").asText());
            }
            assertThat(statuses).containsOnly(200, 201).containsOnlyOnce(201);
            assertThat(ids).hasSize(1);
        } finally {
            threads.shutdownNow();
            other.stop();
        }
        assertThat(submissions()).hasSize(1);
        assertThat(shop.store.outbox().claim(new Claim(shop.now, Duration.ofHours(1), 100), EndpointLimits.NONE))
                .hasSize(1);
        assertThat(ok(page.post(SUBMIT + KEY, "{" + GOOD + ",\"clientSubmissionId\":\"once\"}"), 200)
                        .get("status")
                        .asText())
                .isEqualTo("duplicate");
    }

    @Test
    void whatIsWrongIsToldAndNothingIsRecorded() {
        assertRefused(page.post(SUBMIT + KEY, "{" + GOOD + ",\"_hp\":\"x\"}"), 422, "spam_rejected");
        Answered invalid = page.post(SUBMIT + KEY, "{\"values\":{\"email\":\"ann\",\"note\":\"too long\",\"x\":1}}");
        assertRefused(invalid, 422, "validation_failed");
        assertThat(invalid.json().at("/details/fields").toString())
                .isEqualTo("{\"email\":[\"must be an e-mail address\"],"
                        + "\"note\":[\"must have at most 5 characters\"],\"x\":[\"is not a known field\"]}");
        assertRefused(page.post(SUBMIT + KEY, "{}"), 400, "invalid_input");
        assertRefused(page.post(SUBMIT + KEY, "{\"values\":[]}"), 400, "invalid_input");
        Answered keyless = page.post(SUBMIT, "{" + GOOD + "}");
        assertRefused(keyless, 400, "invalid_input");
        assertThat(keyless.json().at("/details/fields/publicKey/0").asText()).endsWith(" or in the body");
        assertRefused(
                page.post(SUBMIT + KEY, "{" + GOOD + ",\"conversationId\":\"1-1-1-1-1\"}"), 422, "validation_failed");
        assertRefused(page.post(SUBMIT + KEY, "{" + GOOD + ",\"clientSubmissionId\":\"\"}"), 422, "validation_failed");
        assertRefused(page.post(SUBMIT + KEY, "{\"values\":{\"email\":\"a\\u0000@b.c\"}}"), 422, "validation_failed");
        assertRefused(page.post("/api/public/v1/forms/nothing/submissions" + KEY, "not json"), 404, "form_not_found");
        assertRefused(page.post("/api/public/v1/forms/hidden/submissions" + KEY, "not json"), 403, "form_not_allowed");
        assertThat(submissions()).isEmpty();
        assertThat(ok(page.post(SUBMIT + KEY, "{" + GOOD + ",\"_hp\":\"\"}"), 201))
                .isNotNull();
    }

    @Test
    void submissionsAreLimitedForAddressAndKey() {
        for (int i = 0; i < 20; i++) {
            assertThat(page.post(SUBMIT + KEY, "{" + GOOD + "}").status()).isEqualTo(201);
        }
        Answered limited = page.post(SUBMIT + KEY, "{" + GOOD + "}");
        assertRefused(limited, 429, "rate_limited");
        assertThat(limited.header("Retry-After")).isEqualTo("3");
        assertThat(page.post(SUBMIT + "?publicKey=" + OTHER_KEY, "{" + GOOD + "}")
                        .status())
                .isEqualTo(201);
        assertThat(page.get(CONTACT + KEY).status()).isEqualTo(200);
    }

    // what follows

    @Test
    void aSubmissionStartsFlowsInTheConversationOfASessionThatIsShown() {
        shop.runtime.flows().publish(Shop.TENANT, Document.parse("thanks", """
                flow: thanks
                name: Thanks
                trigger: { type: trigger.event, event_name: form.submitted, filter: "event.data.form_code == 'contact'" }
                nodes:
                  - { id: hello, type: message, text: "Thank you, {{ trigger.data.values.email }}" }
                """));
        JsonNode session = ok(page.post("/api/public/v1/chat/sessions", "{\"publicKey\":\"" + FORM_KEY + "\"}"), 200);
        String conversation = session.get("conversationId").asText();
        Client visitor = page.bearer(session.get("sessionToken").asText());
        ok(visitor.post(SUBMIT + KEY, "{" + GOOD + "}"), 201);
        ok(page.post(SUBMIT + KEY, "{" + GOOD + ",\"conversationId\":\"" + conversation + "\"}"), 201);
        shop.runtime.runOnce();
        JsonNode messages = ok(visitor.get("/api/public/v1/chat/messages"), 200).get("messages");
        assertThat(messages)
                .singleElement()
                .satisfies(message -> assertThat(
                                message.at("/blocks/0/payload/text").asText())
                        .isEqualTo("Thank you, ann@acme.com"));
        assertThat(submissions())
                .extracting(submission -> String.valueOf(submission.visitor().conversation()))
                .containsExactly(conversation, conversation);
    }
}

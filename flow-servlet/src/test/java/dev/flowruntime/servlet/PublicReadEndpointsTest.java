package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Json;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicReadEndpointsTest {
    private static final String KEY = "?publicKey=" + Shop.OPEN_KEY;
    private static final String QUESTIONS = "/api/public/v1/chat/quick-questions";
    private static final String CONFIG = "/api/public/v1/config/";
    private static final String WIDGET = CONFIG + "widget" + KEY;

    private final Shop shop = new Shop();
    private Container container;
    private Client anybody;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        put("quick_questions", """
                [{"question":"Where is it?","page_type":"general","flow":"order_status"},
                 {"question":"Send it back?","page_type":"product","flow":"returns"},
                 {"question":"Too dear?","page_type":"cart","flow":"nothing"},
                 {"question":"Gift wrap?","page_type":"gift_wrap","flow":null}]""");
        put("config", """
                {"widget":{"appearance/accent":{"value":"#0a7","public":true},
                           "sizes":{"value":[1,{"a":null}],"public":true},
                           "secret":{"value":"hidden","public":false}},
                 "internal":{"secret":{"value":"hidden","public":false}}}""");
        shop.watched.forget();
        serve();
    }

    private void serve() throws Exception {
        container = Container.jetty(
                Map.of("/*", FlowServlet.builder(shop.runtime).nanoTime(() -> 0).build()));
        anybody = Client.to(container.root());
        page = anybody.with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    private void put(String name, String document) {
        shop.runtime.settings().put(Shop.TENANT, name, new Json(document));
    }

    private static List<String> questions(Answered answered) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        return answered.json().get("quickQuestions").findValuesAsText("question");
    }

    private String flowId(String code) {
        return shop.runtime.flows().versions(Shop.TENANT, code).stream()
                .map(FlowVersion::flow)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    private static void assertCacheable(Answered answered) {
        assertThat(answered.header("Cache-Control")).isEqualTo("public, max-age=60, s-maxage=300");
        assertThat(answered.header("ETag")).matches("\"[A-Za-z0-9_-]{24}\"");
        assertThat(answered.header("X-Edge-Source")).isEqualTo("store");
        assertThat(answered.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    private static void assertRefused(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
        assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answered.header("ETag")).isNull();
        assertThat(answered.header("X-Edge-Source")).isNull();
        assertThat(answered.header("Vary")).isEqualTo("Origin");
    }

    // what is read

    @Test
    void quickQuestionsAreReadInTheirOrder() {
        Answered answered = page.get(QUESTIONS + KEY);

        assertThat(answered.text())
                .isEqualTo("{\"quickQuestions\":[{\"question\":\"Where is it?\",\"pageType\":\"general\",\"flowId\":\""
                        + flowId("order_status") + "\",\"intentName\":\"order_status\"},"
                        + "{\"question\":\"Send it back?\",\"pageType\":\"product\",\"flowId\":\"" + flowId("returns")
                        + "\",\"intentName\":\"returns\"},"
                        + "{\"question\":\"Too dear?\",\"pageType\":\"cart\",\"flowId\":null,\"intentName\":null},"
                        + "{\"question\":\"Gift wrap?\",\"pageType\":\"gift_wrap\",\"flowId\":null,"
                        + "\"intentName\":null}]}");
        assertCacheable(answered);
        assertThat(shop.watched.writes()).isEmpty();
    }

    @Test
    void anIntentThatTheKeyDoesNotPermitIsNotNamed() {
        Answered answered = page.get(QUESTIONS + "?publicKey=" + Shop.NARROW_KEY);

        assertThat(questions(answered)).hasSize(4);
        assertThat(answered.json().at("/quickQuestions/0/intentName").isNull()).isTrue();
        assertThat(answered.json().at("/quickQuestions/1/intentName").asText()).isEqualTo("returns");
    }

    @Test
    void questionsForSomePagesComeWithThoseForAll() {
        assertThat(questions(page.get(QUESTIONS + KEY + "&pageType=product&pageType=cart")))
                .containsExactly("Where is it?", "Send it back?", "Too dear?");
        assertThat(questions(page.get(QUESTIONS + KEY + "&pageType=cart,product")))
                .containsExactly("Where is it?", "Send it back?", "Too dear?");
        assertThat(questions(page.get(QUESTIONS + KEY + "&pageType=gift%5Fwrap")))
                .containsExactly("Where is it?", "Gift wrap?");
        assertThat(questions(page.get(QUESTIONS + KEY + "&pageType=checkout"))).containsExactly("Where is it?");
        assertThat(questions(page.get(QUESTIONS + KEY + "&pageType=general"))).containsExactly("Where is it?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spaceship", "Product", "product,spaceship", "", "product,", "product%2Ccart%2C%00"})
    void anUnknownPageTypeIsRefused(String pageType) {
        Answered answered = page.get(QUESTIONS + KEY + "&pageType=" + pageType);

        assertRefused(answered, 422, "validation_failed");
        assertThat(answered.json().at("/details/fields").has("pageType")).isTrue();
    }

    @Test
    void aSessionShowsTheSameQuestions() {
        Answered session = page.post("/api/public/v1/chat/sessions", "{\"publicKey\":\"" + Shop.OPEN_KEY + "\"}");

        assertThat(session.json().get("quickQuestions"))
                .isEqualTo(page.get(QUESTIONS + KEY).json().get("quickQuestions"));
    }

    @Test
    void onlyPublicFieldsOfASectionAreRead() {
        Answered answered = page.get(WIDGET);

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.text())
                .isEqualTo("{\"section\":\"widget\",\"values\":{\"widget/appearance/accent\":\"#0a7\","
                        + "\"widget/sizes\":[1,{\"a\":null}]},\"publishedAt\":\"2026-05-04T10:00:00Z\"}");
        assertCacheable(answered);
    }

    @Test
    void aSectionThatIsUnknownOrPrivateIsNotFoundWithTheSameBytes() {
        String unknown = page.get(CONFIG + "unknown" + KEY).text();
        for (String section : new String[] {"unknown", "internal", "Widget", "1", "a-b", "widget%20", "%F0%9F%98%80"}) {
            Answered answered = page.get(CONFIG + section + KEY);
            assertRefused(answered, 404, "not_found");
            assertThat(answered.text()).isEqualTo(unknown);
        }
    }

    @Test
    void whatWasNotPublishedIsReadLive() {
        shop.store.settings().put(Shop.TENANT, "config", new Json("{\"a\":{\"b\":{\"value\":1,\"public\":true}}}"));

        Answered answered = page.get(CONFIG + "a" + KEY);

        assertThat(answered.text()).isEqualTo("{\"section\":\"a\",\"values\":{\"a/b\":1},\"publishedAt\":null}");
        assertThat(answered.header("X-Edge-Source")).isEqualTo("live");
        assertThat(answered.header("ETag")).isNotNull();
        assertThat(answered.header("Cache-Control")).isEqualTo("public, max-age=60, s-maxage=300");
    }

    @Test
    void aTenantWithoutQuestionsHasNone() {
        put("quick_questions", "[]");

        assertThat(page.get(QUESTIONS + KEY).text()).isEqualTo("{\"quickQuestions\":[]}");
    }

    // who reads

    @Test
    void theKeyMayStandInAHeader() {
        Answered answered = page.with("X-Comerix-Public-Key", Shop.OPEN_KEY).get(CONFIG + "widget");

        assertThat(answered.text()).isEqualTo(page.get(WIDGET).text());
        assertThat(answered.header("Vary")).isEqualTo("Origin, X-Comerix-Public-Key");
    }

    @Test
    void theKeyInTheQueryCountsBeforeTheHeader() {
        Answered answered = page.with("X-Comerix-Public-Key", Shop.PAUSED_KEY).get(WIDGET);

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void aRequestWithoutAKeyIsInvalid() {
        for (String path : new String[] {QUESTIONS, CONFIG + "widget", CONFIG + "widget?publicKey="}) {
            Answered answered = page.get(path);
            assertRefused(answered, 400, "invalid_input");
            assertThat(answered.json().at("/details/fields").has("publicKey")).isTrue();
            assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        }
    }

    @Test
    void aKeyThatIsUnknownPausedOrNoneIsRefused() {
        String unknown = "pk_live_" + "f".repeat(32);
        for (String key : new String[] {unknown, Shop.PAUSED_KEY, "x", "%00", "pk_live_", "%FF"}) {
            assertRefused(page.get(QUESTIONS + "?publicKey=" + key), 403, "widget_disabled");
            assertRefused(page.get(CONFIG + "widget?publicKey=" + key), 403, "widget_disabled");
        }
    }

    @Test
    void aServerReadsWithoutAnOrigin() {
        Answered answered = anybody.get(WIDGET);

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        assertThat(answered.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void anAllowedPageMayReadTheAnswerAndItsHeaders() {
        Answered answered = page.get(WIDGET);

        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(answered.header("Access-Control-Expose-Headers"))
                .isEqualTo("ETag, Retry-After, X-Edge-Source, X-Request-Id");
        assertThat(answered.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void anotherPageMayNot() {
        for (String path : new String[] {WIDGET, QUESTIONS + KEY}) {
            Answered answered = anybody.with("Origin", "https://evil.com").get(path);
            assertRefused(answered, 403, "origin_not_allowed");
            assertThat(answered.response().headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
    }

    @Test
    void preflightsAreAnswered() {
        for (String path : new String[] {WIDGET, CONFIG + "widget", QUESTIONS}) {
            assertThat(page.send("OPTIONS", path, BodyPublishers.noBody()).status())
                    .isEqualTo(204);
        }
    }

    @Test
    void anAddressReads120TimesAMinuteWithAKey() {
        for (int i = 0; i < 60; i++) {
            assertThat(page.get(WIDGET).status()).isEqualTo(200);
            assertThat(page.with("If-None-Match", "*").get(QUESTIONS + KEY).status())
                    .isEqualTo(304);
        }
        Answered answered = page.get(WIDGET);
        assertRefused(answered, 429, "rate_limited");
        assertThat(answered.header("Retry-After")).isEqualTo("1");
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(page.get(QUESTIONS + "?publicKey=" + Shop.NARROW_KEY).status())
                .isEqualTo(200);
    }

    @Test
    void aStoreThatCannotServeIsUnavailable() {
        shop.watched.fail("SettingsStore", new StoreException(Retry.LATER, "down"));

        Answered answered = page.get(WIDGET);

        assertRefused(answered, 503, "unavailable");
        assertThat(answered.header("Retry-After")).isEqualTo("5");
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
    }

    @Test
    void nothingElseIsAllowed() {
        Answered answered = page.post(WIDGET, "{}");

        assertRefused(answered, 405, "method_not_allowed");
        assertThat(answered.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    // caching

    @Test
    void whoHasTheAnswerIsNotSentItAgain() {
        for (String path : new String[] {WIDGET, QUESTIONS + KEY}) {
            Answered first = page.get(path);
            String tag = first.header("ETag");
            for (String known : new String[] {tag, "W/" + tag, "*", "\"x\", " + tag, "\"x\",W/" + tag + " ,\"y\""}) {
                assertNotModified(page.with("If-None-Match", known).get(path), first);
            }
            assertNotModified(
                    page.with("If-None-Match", "\"x\"")
                            .with("If-None-Match", tag)
                            .get(path),
                    first);
        }
    }

    private static void assertNotModified(Answered answered, Answered first) {
        assertThat(answered.status()).isEqualTo(304);
        assertThat(answered.text()).isEmpty();
        assertCacheable(answered);
        assertThat(answered.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(answered.header("Vary")).isEqualTo("Origin");
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
        assertThat(answered.header("Access-Control-Expose-Headers")).contains("ETag");
        assertThat(answered.header("X-Request-Id")).isNotBlank();
        assertThat(answered.header("Content-Type")).isNull();
        assertThat(answered.header("Content-Length")).isNull();
    }

    @Test
    void whoHasSomethingElseIsSentTheAnswer() {
        String tag = page.get(WIDGET).header("ETag");
        for (String other : new String[] {"\"x\"", "x", tag.replace("\"", ""), "", tag + " garbage", "*, " + tag}) {
            assertThat(page.with("If-None-Match", other).get(WIDGET).status())
                    .as(other)
                    .isEqualTo(200);
        }
    }

    @Test
    void theTagIsThatOfTheBytes() {
        String widget = page.get(WIDGET).header("ETag");
        assertThat(page.get(WIDGET).header("ETag")).isEqualTo(widget);
        assertThat(page.get(QUESTIONS + KEY).header("ETag"))
                .isNotEqualTo(page.get(QUESTIONS + KEY + "&pageType=cart").header("ETag"));

        put("config", "{\"widget\":{\"a\":{\"value\":2,\"public\":true}}}");

        Answered changed = page.with("If-None-Match", widget).get(WIDGET);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(widget);
    }

    @Test
    void aConditionDoesNotOpenAnything() {
        Client conditional = page.with("If-None-Match", "*");

        assertRefused(conditional.get(CONFIG + "unknown" + KEY), 404, "not_found");
        assertRefused(conditional.get(CONFIG + "widget?publicKey=" + Shop.PAUSED_KEY), 403, "widget_disabled");
        assertThat(conditional.get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void headHasTheHeadersOfGetAndNothingElse() {
        for (String path : new String[] {WIDGET, QUESTIONS + KEY}) {
            Answered got = page.get(path);
            Answered head = page.send("HEAD", path, BodyPublishers.noBody());
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.text()).isEmpty();
            for (String name : new String[] {
                "Content-Type",
                "Content-Length",
                "Cache-Control",
                "ETag",
                "X-Edge-Source",
                "Vary",
                "Access-Control-Allow-Origin"
            }) {
                assertThat(head.header(name)).as(name).isNotNull().isEqualTo(got.header(name));
            }
            assertThat(page.with("If-None-Match", got.header("ETag"))
                            .send("HEAD", path, BodyPublishers.noBody())
                            .status())
                    .isEqualTo(304);
        }
    }
}

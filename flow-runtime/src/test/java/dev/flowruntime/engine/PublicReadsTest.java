package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.Caller;
import dev.flowruntime.FlowException;
import dev.flowruntime.PublicConfig;
import dev.flowruntime.QuickQuestions;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.WidgetKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where public reads come from: what was published with the settings, or the settings themselves. */
class PublicReadsTest {
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";
    private static final Caller ANYBODY = new Caller(null, false, null, null, null);
    private static final Json RED =
            new Json("{\"widget\":{\"color\":{\"value\":\"red\",\"public\":true},\"key\":{\"value\":\"secret\"}}}");
    private static final Json BLUE = new Json("{\"widget\":{\"color\":{\"value\":\"blue\",\"public\":true}}}");

    private final Fixture fixture = new Fixture();

    @BeforeEach
    void setUp() {
        fixture.runtime
                .widgetKeys()
                .create(
                        fixture.tenant,
                        new WidgetKeyRequest(
                                "chat",
                                KEY,
                                false,
                                WidgetKey.Status.ACTIVE,
                                List.of("https://acme.com"),
                                Grant.ofEverything(),
                                Grant.ofNothing(),
                                null,
                                null,
                                null));
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private void put(String name, Json document) {
        fixture.runtime.settings().put(fixture.tenant, name, document);
    }

    private PublicConfig config() {
        return fixture.runtime.publicReads().config(KEY, ANYBODY, "widget");
    }

    private QuickQuestions questions(String... pageTypes) {
        return fixture.runtime.publicReads().quickQuestions(KEY, ANYBODY, List.of(pageTypes));
    }

    @Test
    void settingsArePublishedWhenTheyArePut() {
        put("config", RED);
        put("quick_questions", new Json("[{\"question\":\"Why?\"}]"));

        assertThat(config().publishedAt()).isEqualTo(fixture.clock.instant());
        assertThat(config().values().toString()).isEqualTo("{widget/color=red}");
        assertThat(questions().publishedAt()).isEqualTo(fixture.clock.instant());
        assertThat(questions().questions().get(0).pageType()).isEqualTo("general");
    }

    @Test
    void whatIsPrivateIsNotPublished() {
        put("config", RED);

        assertThat(fixture.store.settings().find(fixture.tenant, "config.published"))
                .get()
                .asString()
                .contains("red")
                .doesNotContain("secret");
    }

    @Test
    void settingsThatWereNotPublishedAreReadLive() {
        fixture.store.settings().put(fixture.tenant, "config", RED);

        assertThat(config().publishedAt()).isNull();
        assertThat(config().values().toString()).isEqualTo("{widget/color=red}");
    }

    @Test
    void whatWasPublishedFromOtherSettingsIsNotRead() {
        put("config", RED);
        fixture.store.settings().put(fixture.tenant, "config", BLUE);

        assertThat(config().publishedAt()).isNull();
        assertThat(config().values().toString()).isEqualTo("{widget/color=blue}");
    }

    @Test
    void aTenantWithoutSettingsHasNoQuestionsAndNoSections() {
        assertThat(questions().questions()).isEmpty();
        assertThat(questions().publishedAt()).isNull();
        assertThatThrownBy(this::config).isInstanceOf(FlowException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quick_questions | {}                               | quick_questions must be a list
            quick_questions | [1]                              | quick_questions[0] must be an object
            quick_questions | [{"question":1}]                 | quick_questions[0].question must be a text
            quick_questions | [{"question":"a","page_type":1}] | quick_questions[0].page_type must be a text
            quick_questions | [{"question":"a","flow":[]}]     | quick_questions[0].flow must be a text
            config          | []                               | config must be an object
            config          | {"widget":1}                     | config.widget must be an object
            config          | {"widget":{"color":"red"}}       | config.widget.color must be an object
            config          | {"My widget":{}}                 | config.My widget is no name of a section
            config          | {"widget":                       | not a JSON value
            """)
    void settingsOfAnotherShapeAreRefused(String name, String document, String message) {
        assertThatThrownBy(() -> put(name, new Json(document)))
                .isInstanceOf(FlowException.class)
                .hasMessage(message);
        assertThat(fixture.runtime.settings().find(fixture.tenant, name)).isEmpty();
    }

    @Test
    void questionsForOnePageComeWithThoseForAll() {
        put(
                "quick_questions",
                new Json("[{\"question\":\"1\",\"page_type\":\"vases\"},{\"question\":\"2\"},"
                        + "{\"question\":\"3\",\"page_type\":\"cart\"}]"));

        assertThat(questions("cart").questions()).extracting("question").containsExactly("2", "3");
        assertThat(questions("vases", "cart").questions()).hasSize(3);
        assertThat(questions("product").questions()).extracting("question").containsExactly("2");
        assertThatThrownBy(() -> questions("vase")).isInstanceOf(FlowException.class);
    }
}

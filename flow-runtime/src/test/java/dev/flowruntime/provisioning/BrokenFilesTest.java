package dev.flowruntime.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One broken file for each rule. */
class BrokenFilesTest {
    private static final String KEY = "label: a, allowed_origins: ['https://acme.com']";
    private static final String NAME_SHAPE =
            "must be a letter from a to z, then at most 63 letters, digits and underscores";

    @TempDir
    Path directory;

    private ProvisioningFile files;

    @BeforeEach
    void setUp() {
        files = new ProvisioningFile(directory);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource({"lists", "widgetKeys", "questions", "tokens", "config", "goals", "prices", "plan"})
    void isToldWithFileLineAndPath(String section, String problem) {
        assertThat(files.problems(section)).containsExactly("acme.yaml:2: " + problem);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("tenants")
    void tenantIsToldWithFileLineAndPath(String file, String problem) {
        Path written = files.write("acme.yaml", file);
        assertThat(files.texts(Provisioning.read(written).problems())).containsExactly("acme.yaml:" + problem);
    }

    static Stream<Arguments> tenants() {
        String id = "id: 019e2667-0000-7000-8000-000000000001";
        String slugShape = "must be at most 63 lower-case letters, digits and inner hyphens, such as acme";
        return Stream.of(
                arguments("", "1: expected a mapping of members, found nothing"),
                arguments("[]", "1: expected a mapping of members, found a list"),
                arguments("a: 1\na: 2", "2: a: the member stands twice"),
                arguments("plan: {}", "1: tenant: is required"),
                arguments("tenant: 7", "1: tenant: must be a mapping, found a number"),
                arguments("tenant: { slug: acme, name: Acme }", "1: tenant.id: is required"),
                arguments(
                        "tenant: { id: 1-1-1-1-1, slug: acme, name: Acme }",
                        "1: tenant.id: must be a UUID such as 019e2667-0000-7000-8000-000000000001"),
                arguments("tenant:\n  " + id + "\n  name: Acme", "1: tenant.slug: is required"),
                arguments("tenant:\n  " + id + "\n  slug: Acme\n  name: A", "3: tenant.slug: " + slugShape),
                arguments("tenant:\n  " + id + "\n  slug: acme-\n  name: A", "3: tenant.slug: " + slugShape),
                arguments("tenant:\n  " + id + "\n  slug: acme", "1: tenant.name: is required"),
                arguments("tenant:\n  " + id + "\n  slug: acme\n  name: ' '", "4: tenant.name: must not be blank"),
                arguments(
                        "tenant:\n  " + id + "\n  slug: acme\n  name: " + "x".repeat(256),
                        "4: tenant.name: is longer than 255 characters"),
                arguments(
                        "tenant:\n  " + id + "\n  slug: acme\n  name: A\n  nmae: B",
                        "5: tenant.nmae: is not a known member"));
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                arguments("colour: red", "colour: is not a known member"),
                arguments("flows: a.yaml", "flows: must be a list, found a text"),
                arguments("flows: [7]", "flows[0]: must be the path of a document or the document itself"),
                arguments("flows: [no.yaml]", "flows[0]: there is no file no.yaml"),
                arguments("forms: [no.yaml]", "forms[0]: there is no file no.yaml"));
    }

    static Stream<Arguments> widgetKeys() {
        String at = "widget_keys[0].";
        return Stream.of(
                arguments("widget_keys: {}", "widget_keys: must be a list, found a mapping"),
                arguments("widget_keys: [a]", "widget_keys[0]: must be a mapping, found a text"),
                arguments(
                        "widget_keys: [{ allowed_origins: ['https://a.io'], allows_all_intents: true }]",
                        at + "label: is required"),
                key("public_key: pk_live_123", "public_key: must be pk_live_ or pk_test_ and 32 lower-case hex digits"),
                key("status: on", "status: must be one of active, paused, revoked, found on"),
                key("forms: some", "forms: must be a list of form codes, or all"),
                key("forms: [1]", "forms[0]: must be a text, found a number"),
                key("webhook: 7", "webhook: must be a mapping, found a number"),
                key("webhook: { secret: whsec_" + "0".repeat(64) + " }", "webhook.url: is required"),
                key(
                        "webhook: { url: 'https://a.io', secret: hush }",
                        "webhook.secret: must be whsec_ and 64 lower-case hex digits"),
                key("webhook: { url: 'https://a.io', to: b }", "webhook.to: is not a known member"),
                key("identity_secret: ''", "identity_secret: must not be blank"),
                key("colour: red", "colour: is not a known member"),
                key("allowed_intents: [a]", "allowed_intents: excludes allows_all_intents: true; give one of the two"),
                arguments(
                        "widget_keys: [{ " + KEY + " }]",
                        at + "allowed_intents: is required, or allows_all_intents: true"),
                arguments(
                        "widget_keys: [{ " + KEY + ", allowed_intents: [] }]",
                        at + "allowed_intents: must name at least one intent, or give allows_all_intents: true"),
                arguments(
                        "widget_keys: [{ " + KEY + ", allowed_intents: [a, a] }]",
                        at + "allowed_intents[1]: a stands twice"),
                arguments(
                        "widget_keys: [{ label: a, allows_all_intents: true }]",
                        at + "allowed_origins: must name at least one origin, such as https://acme.com"),
                arguments(
                        "widget_keys: [{ label: a, allowed_origins: [7], allows_all_intents: true }]",
                        at + "allowed_origins[0]: must be a text, found a number"),
                arguments(
                        "widget_keys: [" + ("{ " + KEY + ", allows_all_intents: true },").repeat(2) + "]",
                        "widget_keys[1].label: is the same as widget_keys[0].label"));
    }

    private static Arguments key(String member, String problem) {
        return arguments(
                "widget_keys: [{ " + KEY + ", allows_all_intents: true, " + member + " }]",
                "widget_keys[0]." + problem);
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                arguments("quick_questions: [{ flow: a }]", "quick_questions[0].question: is required"),
                arguments(
                        "quick_questions: [{ question: Q?, page_type: A-B }]",
                        "quick_questions[0].page_type: " + NAME_SHAPE),
                arguments(
                        "quick_questions: [{ question: Q?, flow: 7 }]",
                        "quick_questions[0].flow: must be a text, found a number"),
                arguments(
                        "quick_questions: [{ question: Q?, intent: a }]",
                        "quick_questions[0].intent: is not a known member"),
                arguments(
                        "quick_questions: [" + "{ question: Q? },".repeat(7) + "]",
                        "quick_questions: has more than 6 questions"));
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                arguments("engine_tokens: [{ token: t }]", "engine_tokens[0].label: is required"),
                arguments("engine_tokens: [{ label: a }]", "engine_tokens[0].token: is required"),
                arguments(
                        "engine_tokens: [{ label: a, token: 'a b' }]",
                        "engine_tokens[0].token: must be 1 to 512 visible ASCII characters without spaces"),
                arguments(
                        "engine_tokens: [{ label: a, token: s }, { label: a, token: t }]",
                        "engine_tokens[1].label: is the same as engine_tokens[0].label"),
                arguments(
                        "engine_tokens: [{ label: a, token: s }, { label: b, token: s }]",
                        "engine_tokens[1].token: is the same as engine_tokens[0].token"),
                arguments(
                        "engine_tokens: [{ label: a, token: s, tenant: x }]",
                        "engine_tokens[0].tenant: is not a known member"));
    }

    static Stream<Arguments> config() {
        return Stream.of(
                arguments("config: [a]", "config: must be a mapping, found a list"),
                arguments(
                        "config: { Widget: {} }",
                        "config.Widget: is no name of a section: use a letter from a to z, then letters, digits, _"),
                arguments("config: { widget: 7 }", "config.widget: must be a mapping, found a number"),
                arguments(
                        "config: { widget: { 'a//b': { value: 1 } } }",
                        "config.widget.a//b: is no name of a field: use names like appearance/accent"),
                arguments("config: { widget: { a: } }", "config.widget.a: must have a value"),
                arguments("config: { widget: { a: red } }", "config.widget.a: must be a mapping, found a text"),
                arguments("config: { widget: { a: { public: true } } }", "config.widget.a.value: is required"),
                arguments(
                        "config: { widget: { a: { value: 1, public: yes } } }",
                        "config.widget.a.public: must be true or false, found a text"),
                arguments(
                        "config: { widget: { a: { value: 1, secret: true } } }",
                        "config.widget.a.secret: is not a known member"));
    }

    static Stream<Arguments> goals() {
        return Stream.of(
                arguments("goals: [{ name: A }]", "goals[0].code: is required"),
                arguments("goals: [{ code: A, name: A }]", "goals[0].code: " + NAME_SHAPE),
                arguments("goals: [{ code: a }]", "goals[0].name: is required"),
                arguments(
                        "goals: [{ code: a, name: A, kind: sale }]",
                        "goals[0].kind: must be one of conversion, engagement, custom, found sale"),
                arguments("goals: [{ code: a, name: A, event: A-B }]", "goals[0].event: " + NAME_SHAPE),
                arguments(
                        "goals: [{ code: a, name: A, match: { x: 1 } }]", "goals[0].match: needs an event to look at"),
                arguments(
                        "goals: [{ code: a, name: A, event: e, match: { x: [1] } }]",
                        "goals[0].match.x: must be a text, a number, or true or false"),
                arguments(
                        "goals: [{ code: a, name: A, status: off }]",
                        "goals[0].status: must be one of active, paused, archived, found off"),
                arguments(
                        "goals: [{ code: a, name: A, primary: first }]",
                        "goals[0].primary: must be true or false, found a text"),
                arguments("goals: [{ code: a, name: A, worth: 7 }]", "goals[0].worth: is not a known member"),
                arguments(
                        "goals: [{ code: a, name: A }, { code: a, name: B }]",
                        "goals[1].code: is the same as goals[0].code"));
    }

    static Stream<Arguments> prices() {
        String prices = "prompt_micros_per_million: 1, completion_micros_per_million: 1";
        return Stream.of(
                arguments("model_prices: [{ " + prices + " }]", "model_prices[0].model: is required"),
                arguments(
                        "model_prices: [{ model: m, completion_micros_per_million: 1 }]",
                        "model_prices[0].prompt_micros_per_million: is required"),
                arguments(
                        "model_prices: [{ model: m, prompt_micros_per_million: 1.5, completion_micros_per_million: 1 }]",
                        "model_prices[0].prompt_micros_per_million: must be a whole number, found a number"),
                arguments(
                        "model_prices: [{ model: m, prompt_micros_per_million: 1, completion_micros_per_million: -1 }]",
                        "model_prices[0].completion_micros_per_million:"
                                + " must be from 0 to 1000000000000 millionths of a dollar"),
                arguments(
                        "model_prices: [{ model: m, " + prices + " }, { model: m, " + prices + " }]",
                        "model_prices[1].model: is the same as model_prices[0].model"),
                arguments(
                        "model_prices: [{ model: m, currency: EUR, " + prices + " }]",
                        "model_prices[0].currency: is not a known member"));
    }

    static Stream<Arguments> plan() {
        return Stream.of(
                arguments("plan: gold", "plan: must be a mapping, found a text"),
                arguments(
                        "plan: { allows_social_messaging: 1 }",
                        "plan.allows_social_messaging: must be true or false, found a number"),
                arguments("plan: { max_social_channels: -1 }", "plan.max_social_channels: must be from 0 to 1000000"),
                arguments("plan: { max_seats: 1 }", "plan.max_seats: is not a known member"));
    }
}

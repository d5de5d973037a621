package dev.flowruntime.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Intent;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Provisioning files against a runtime. */
class ProvisioningTest {
    private static final TenantId ACME = TenantId.of("019e2667-0000-7000-8000-000000000001");
    private static final TenantId OTHER = TenantId.of("019e2667-0000-7000-8000-000000000002");
    private static final String KEY = "pk_live_5940830723da7ddae5699200f465e8d2";

    @TempDir
    Path directory;

    private final FlowRuntime runtime =
            FlowRuntime.builder(new InMemoryFlowStore()).build();
    private ProvisioningFile files;

    @BeforeEach
    void setUp() {
        files = new ProvisioningFile(directory);
    }

    private Provisioning read(String sections) {
        return Provisioning.read(files.write("acme.yaml", ProvisioningFile.TENANT + sections));
    }

    private List<String> check(String sections) {
        return files.texts(read(sections).check(runtime));
    }

    private static List<String> changes(Provisioned provisioned) {
        return provisioned.changes().stream()
                .map(change -> change.subject() + ": " + change.outcome())
                .toList();
    }

    private static String flow(String code, String intent) {
        return """
                flow: %s
                name: A flow
                trigger: { type: trigger.chat, intent_name: %s }
                nodes:
                  - { id: hi, type: message, text: Hi }
                """.formatted(code, intent);
    }

    private static String inline(String code, String intent) {
        return "{ flow: " + code + ", name: A flow, trigger: { type: trigger.chat, intent_name: " + intent
                + " }, nodes: [{ id: hi, type: message, text: Hi }] }";
    }

    private static String key(String members) {
        return "widget_keys: [{ label: chat, allowed_origins: ['https://acme.com'], allows_all_intents: true"
                + (members.isEmpty() ? "" : ", " + members) + " }]\n";
    }

    @Test
    void everySectionIsApplied() {
        files.write("flows/a.yaml", flow("a", "where"));
        Provisioned provisioned = read("""
                        flows: [flows/a.yaml]
                        forms: [{ form: contact, title: Contact, fields: [{ name: email, type: email, label: E-mail }] }]
                        widget_keys:
                          - label: acme.com chat
                            public_key: pk_live_5940830723da7ddae5699200f465e8d2
                            allowed_origins: ["https://acme.com", "https://*.acme.com"]
                            allowed_intents: [where]
                            status: paused
                            forms: [contact]
                            identity_secret: hush
                        quick_questions: [{ question: "Where's my order?", flow: a }]
                        config: { widget: { appearance/accent: { value: "#0a7d5a", public: true } } }
                        engine_tokens: [{ label: backend, token: t }]
                        goals: [{ code: bought, name: Bought, kind: conversion, event: purchase, match: { currency: EUR }, primary: true }]
                        model_prices: [{ model: m, prompt_micros_per_million: 3000000, completion_micros_per_million: 15000000 }]
                        plan: { allows_social_messaging: true, max_social_channels: 3 }
                        """).apply(runtime);

        assertThat(provisioned.warnings()).isEmpty();
        assertThat(provisioned.credentials()).isEmpty();
        assertThat(changes(provisioned))
                .containsExactly(
                        "tenant acme: made",
                        "quick_questions: made",
                        "config: made",
                        "goals: made",
                        "model_prices: made",
                        "plan: made",
                        "flow a: version 1 published",
                        "form contact: version 1 published",
                        "widget key acme.com chat: made");
        assertThat(runtime.flows().intents(ACME)).extracting(Intent::name).containsExactly("where");
        WidgetKey key = runtime.widgetKeys().list(ACME).get(0);
        assertThat(key.publicKey()).isEqualTo(KEY);
        assertThat(key.status()).isEqualTo(WidgetKey.Status.PAUSED);
        assertThat(key.allowedOrigins()).containsExactly("https://acme.com", "https://*.acme.com");
        assertThat(key.forms().permits("contact")).isTrue();
        assertThat(key.identitySecret()).isEqualTo(new Secret("hush"));
        assertThat(runtime.settings().find(ACME, "quick_questions"))
                .contains(new Json("[{\"question\":\"Where's my order?\",\"page_type\":\"general\",\"flow\":\"a\"}]"));
        assertThat(runtime.settings().find(ACME, "config"))
                .contains(new Json("{\"widget\":{\"appearance/accent\":{\"value\":\"#0a7d5a\",\"public\":true}}}"));
        assertThat(runtime.engine().authorize("t").admit(ACME.toString())).isEqualTo(ACME);
    }

    @Test
    void applyingAgainChangesNothing() {
        String sections = "flows: [" + inline("a", "where") + "]\n"
                + key("webhook: { url: 'https://acme.com/hook' }")
                + "quick_questions: [{ question: Where?, flow: a }]\nplan: {}\nengine_tokens: [{ label: b, token: t }]\n";
        read(sections).apply(runtime);
        WidgetKey key = runtime.widgetKeys().list(ACME).get(0);

        Provisioned again = read(sections).apply(runtime);

        assertThat(again).isEqualTo(new Provisioned(List.of(), List.of(), List.of()));
        assertThat(runtime.widgetKeys().list(ACME)).containsExactly(key);
        assertThat(runtime.flows().versions(ACME, "a")).hasSize(1);
    }

    @Test
    void whatChangedIsTold() {
        read("flows: [" + inline("a", "where") + "]\n" + key("") + "plan: {}\nconfig: {}\n")
                .apply(runtime);

        Provisioned next = Provisioning.read(files.write(
                        "acme.yaml",
                        ProvisioningFile.TENANT.replace("Acme Inc.", "Acme Ltd.") + "flows: [" + inline("a", "whence")
                                + "]\n" + key("status: revoked") + "plan: { max_social_channels: 1 }\n"))
                .apply(runtime);

        assertThat(changes(next))
                .containsExactly(
                        "tenant acme: changed",
                        "plan: replaced",
                        "flow a: version 2 published",
                        "widget key chat: changed");
        assertThat(runtime.settings().find(ACME, "config")).contains(Json.EMPTY_OBJECT);
    }

    @Test
    void credentialsThatWereMadeAreShownOnce() {
        Provisioned made =
                read(key("webhook: { url: 'https://acme.com/hook' }")).apply(runtime);

        WidgetKey key = runtime.widgetKeys().list(ACME).get(0);
        WebhookEndpoint webhook = key.webhook();
        assertThat(webhook).isNotNull();
        assertThat(made.credentials())
                .containsExactly(
                        new Provisioned.Credential(ACME, "chat", "public key", new Secret(key.publicKey())),
                        new Provisioned.Credential(ACME, "chat", "webhook secret", webhook.secret()));
        assertThat(webhook.secret().reveal()).matches("whsec_[0-9a-f]{64}");
        assertThat(made.toString()).doesNotContain(webhook.secret().reveal());
    }

    @Test
    void changedWebhookSecretKeepsTheOldOneForAWhile() {
        String first = "whsec_" + "1".repeat(64);
        String second = "whsec_" + "2".repeat(64);
        read(key("webhook: { url: 'https://acme.com/hook', secret: " + first + " }"))
                .apply(runtime);

        Provisioned changed = read(key("webhook: { url: 'https://acme.com/hook', secret: " + second + " }"))
                .apply(runtime);

        assertThat(changes(changed)).containsExactly("widget key chat: changed");
        assertThat(changed.credentials()).isEmpty();
        WebhookEndpoint webhook = runtime.widgetKeys().list(ACME).get(0).webhook();
        assertThat(webhook).isNotNull();
        assertThat(webhook.secret()).isEqualTo(new Secret(second));
        assertThat(webhook.previousSecret()).isEqualTo(new Secret(first));
    }

    @Test
    void nothingIsAppliedWhenAnythingIsWrong() {
        files.write("a.yaml", flow("a", "where").replace("type: message", "type: massage"));

        assertThatThrownBy(() -> read("flows: [a.yaml]\nplan: {}\n" + key("")).apply(runtime))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("a.yaml:5: nodes[0].type: ");
        assertThat(runtime.tenants().list()).isEmpty();
        assertThat(runtime.settings().find(ACME, "plan")).isEmpty();
        assertThat(runtime.widgetKeys().list(ACME)).isEmpty();
    }

    @Test
    void inlineFlowIsToldAtItsPlaceInTheFile() {
        assertThat(check("""
                        flows:
                          - flow: a
                            name: A
                            trigger: { type: trigger.chat, intent_name: where }
                            nodes:
                              - { id: hi, type: message, text: "{{ 1 + }}" }
                        """))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("acme.yaml:7: flows[0].nodes[0].text: "));
    }

    @Test
    void problemsOfTheFileAndOfItsFlowsAreToldTogether() {
        files.write("a.yaml", flow("a", "where").replace("type: message", "type: massage"));

        assertThat(check("flows: [a.yaml]\nplan: { seats: 1 }\n" + key("").replace("https://acme.com", "acme.com")))
                .satisfiesExactly(
                        problem -> assertThat(problem).isEqualTo("acme.yaml:3: plan.seats: is not a known member"),
                        problem -> assertThat(problem).startsWith("a.yaml:5: nodes[0].type: "),
                        problem -> assertThat(problem)
                                .startsWith("acme.yaml:4: widget_keys[0].allowed_origins[0]: \"acme.com\""));
    }

    @Test
    void wildcardOnAPublicSuffixIsRefused() {
        assertThat(check(key("").replace("https://acme.com", "https://*.co.uk")))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem).startsWith("acme.yaml:2: widget_keys[0].allowed_origins[0]: "));
    }

    @ParameterizedTest
    @CsvSource({
        "http://acme.com/hook, must begin with https://",
        "https://169.254.169.254/, must lead to a public address",
        "https://a:b@acme.com/, must have no user name or password in it",
        "https://acme.com/#x, must have no fragment"
    })
    void webhookThatLeadsAstrayIsRefused(String url, String reason) {
        assertThat(check(key("webhook: { url: '" + url + "' }")))
                .containsExactly("acme.yaml:2: widget_keys[0].webhook.url: " + reason);
    }

    @Test
    void keyAndSlugOfAnotherTenantAreRefused() {
        Provisioning.read(files.write(
                        "other.yaml",
                        "tenant: { id: " + OTHER + ", slug: acme, name: Other }\n" + key("public_key: " + KEY)))
                .apply(runtime);

        assertThat(check(key("public_key: " + KEY)))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .isEqualTo(
                                        "acme.yaml:1: tenant.slug: acme is the slug of tenant " + OTHER + " already"),
                        problem -> assertThat(problem).startsWith("acme.yaml:2: widget_keys[0].public_key: "));
    }

    @Test
    void intentOfAFlowThatIsPublishedAlreadyIsRefused() {
        read("flows: [" + inline("a", "where") + "]").apply(runtime);

        assertThat(check("flows:\n  - " + inline("b", "where")))
                .containsExactly("acme.yaml:3: flows[0].trigger.intent_name: where is the intent of another published"
                        + " flow; archive that one first");
    }

    @Test
    void flowsOfOneFileMayHandTheirIntentsOn() {
        read("flows: [" + inline("a", "x") + ", " + inline("b", "y") + "]").apply(runtime);

        Provisioned swapped = read("flows: [" + inline("a", "y") + ", " + inline("b", "x") + "]")
                .apply(runtime);

        assertThat(changes(swapped)).containsExactly("flow a: version 2 published", "flow b: version 2 published");
        assertThat(runtime.flows().intents(ACME)).extracting(Intent::name).containsExactlyInAnyOrder("x", "y");
    }

    @Test
    void namesOfThingsThatAreNotThereAreWarnedOf() {
        String sections = """
                widget_keys:
                  - { label: chat, allowed_origins: ["https://acme.com"], allowed_intents: [where], forms: [contact] }
                quick_questions: [{ question: Where?, flow: a }]
                """;

        Provisioned provisioned = read(sections).apply(runtime);

        assertThat(files.texts(provisioned.warnings()))
                .containsExactlyInAnyOrder(
                        "acme.yaml:3: widget_keys[0].allowed_intents[0]: warning: no published flow has the intent where",
                        "acme.yaml:3: widget_keys[0].forms[0]: warning: there is no form contact",
                        "acme.yaml:4: quick_questions[0].flow: warning: there is no flow a");
        assertThat(runtime.widgetKeys().list(ACME).get(0).intents()).isEqualTo(Grant.of(java.util.Set.of("where")));
    }

    @Test
    void namesOfThingsThatWereMadeBeforeAreKnown() {
        read("flows: [" + inline("a", "where")
                        + "]\nforms: [{ form: contact, title: C, fields: [{ name: n, type: text, label: N }] }]")
                .apply(runtime);

        assertThat(check("""
                        widget_keys:
                          - { label: chat, allowed_origins: ["https://acme.com"], allowed_intents: [where], forms: [contact] }
                        quick_questions: [{ question: Where?, flow: a }]
                        """)).isEmpty();
    }

    @Test
    void formsArePublishedWhenTheyChangedAndArchivedWhenTheySaySo() {
        String form = "form: contact, title: %s, fields: [{ name: n, type: text, label: N }]";
        read("forms: [{ " + form.formatted("A") + " }]").apply(runtime);
        assertThat(changes(read("forms: [{ " + form.formatted("A") + " }]").apply(runtime)))
                .isEmpty();
        assertThat(changes(read("forms: [{ " + form.formatted("B") + " }]").apply(runtime)))
                .containsExactly("form contact: version 2 published");
        String archived = "forms: [{ published: false, " + form.formatted("B") + " }]";
        assertThat(changes(read(archived).apply(runtime))).containsExactly("form contact: archived");
        assertThat(changes(read(archived).apply(runtime))).isEmpty();
        assertThat(runtime.forms().list(ACME)).isEmpty();
        assertThat(changes(read("forms: [{ " + form.formatted("B") + " }]").apply(runtime)))
                .containsExactly("form contact: version 3 published");
    }

    @Test
    void sectionsThatAreNotMentionedStay() {
        read("plan: { max_social_channels: 3 }\n" + key("")).apply(runtime);

        Provisioned next = read("").apply(runtime);

        assertThat(changes(next)).isEmpty();
        assertThat(runtime.settings().find(ACME, "plan")).isPresent();
        assertThat(runtime.widgetKeys().list(ACME)).hasSize(1);
    }

    @Test
    void severalFilesAreForSeveralTenants() {
        Path second = files.write("b.yaml", "tenant: { id: " + OTHER + ", slug: other, name: Other }\n");
        Path first = files.write("a.yaml", ProvisioningFile.TENANT);

        Provisioned provisioned = Provisioning.read(List.of(first, second)).apply(runtime);

        assertThat(changes(provisioned)).containsExactly("tenant acme: made", "tenant other: made");
    }
}

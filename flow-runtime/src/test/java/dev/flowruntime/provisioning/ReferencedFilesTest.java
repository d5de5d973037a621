package dev.flowruntime.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencedFilesTest {
    @TempDir
    Path directory;

    private ProvisioningFile files;

    @BeforeEach
    void setUp() {
        files = new ProvisioningFile(directory);
    }

    private static String flow(String code, String intent) {
        return "flow: " + code + "\ntrigger:\n  type: trigger.chat\n  intent_name: " + intent + "\n";
    }

    @Test
    void twoFlowsWithOneIntentAreRefusedInTheSecondFile() {
        files.write("flows/a.yaml", flow("a", "where"));
        files.write("flows/b.yaml", flow("b", "where"));

        assertThat(files.problems("flows: [flows/a.yaml, flows/b.yaml]"))
                .containsExactly("flows/b.yaml:4: trigger.intent_name:"
                        + " where is the intent of flow a at flows/a.yaml:4 already");
    }

    @Test
    void inlineFlowWithTheIntentOfAFileIsRefusedAtItsLine() {
        files.write("flows/a.yaml", flow("a", "where"));

        assertThat(files.problems("""
                        flows:
                          - flows/a.yaml
                          - flow: b
                            trigger: { type: trigger.chat,
                                       intent_name: where }
                        """))
                .containsExactly("acme.yaml:6: flows[1].trigger.intent_name:"
                        + " where is the intent of flow a at flows/a.yaml:4 already");
    }

    @Test
    void flowThatStandsTwiceIsRefused() {
        files.write("a.yaml", flow("a", "where"));

        assertThat(files.problems("flows: [a.yaml, ./a.yaml]"))
                .containsExactly("a.yaml:1: flow: a is the flow at a.yaml:1 already");
    }

    @Test
    void fileThatIsNoDocumentIsToldWithItsOwnLine() {
        files.write("a.yaml", "flow: a\nflow: b\n");

        assertThat(files.problems("flows: [a.yaml]")).containsExactly("a.yaml:2: flow: the member stands twice");
    }

    @Test
    void fileThatIsNoUtf8IsTold() throws Exception {
        Files.write(directory.resolve("a.yaml"), "flow: ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(files.problems("flows: [a.yaml]")).containsExactly("a.yaml:1: the file is not a text in UTF-8");
    }

    @Test
    void formsAreReadWithTheirOwnLines() {
        files.write("forms/contact.yaml", """
                form: Contact
                title: Contact us
                fields:
                  - { name: email, type: email, label: E-mail, required: true }
                allowed_upload_types: [image/*, jpeg]
                color: red
                """);

        assertThat(files.problems("forms: [forms/contact.yaml]"))
                .containsExactly(
                        "forms/contact.yaml:1: form: must be a letter from a to z, then at most 63 letters, digits and"
                                + " underscores",
                        "forms/contact.yaml:5: allowed_upload_types[1]: must be a MIME type such as image/png or image/*",
                        "forms/contact.yaml:6: color: is not a known member");
    }

    @Test
    void formThatStandsTwiceIsRefused() {
        String form = "{ form: contact, title: Contact, fields: [{ name: email, type: email, label: E-mail }] }";

        assertThat(files.problems("forms:\n  - " + form + "\n  - " + form))
                .containsExactly("acme.yaml:4: forms[1].form: contact is the form at acme.yaml:3 already");
    }

    @Test
    void missingProvisioningFileIsAProblemOfItsFirstLine() {
        assertThat(files.texts(Provisioning.read(directory.resolve("acme.yaml")).problems()))
                .containsExactly("acme.yaml:1: there is no such file");
    }

    @Test
    void twoFilesCannotBeForOneTenantNorShareAKeyOrAToken() {
        String key = "widget_keys: [{ label: a, allowed_origins: ['https://a.io'], allows_all_intents: true,"
                + " public_key: pk_live_" + "0".repeat(32) + " }]\n";
        String token = "engine_tokens: [{ label: a, token: s }]\n";
        Path first = files.write("a.yaml", ProvisioningFile.TENANT + key + token);
        Path second = files.write("b.yaml", ProvisioningFile.TENANT + key + token);

        assertThat(files.texts(Provisioning.read(List.of(first, second)).problems()))
                .allSatisfy(problem -> assertThat(problem).endsWith("belongs to the tenant of " + "a.yaml already"))
                .extracting(problem -> problem.substring(0, problem.lastIndexOf(": ")))
                .containsExactly(
                        "b.yaml:1: tenant.id",
                        "b.yaml:1: tenant.slug",
                        "b.yaml:2: widget_keys[0].public_key",
                        "b.yaml:3: engine_tokens[0].token");
    }

    @Test
    void problemsOfAllFilesAreToldAtOnce() {
        files.write("a.yaml", "- no mapping");
        files.write("b.yaml", "flow: b\nflow: b\n");

        assertThat(files.problems("flows: [a.yaml, b.yaml]\nforms: [a.yaml]\ngoals: [{}]\ncolour: red\n"))
                .containsExactly(
                        "acme.yaml:4: goals[0].code: is required",
                        "acme.yaml:4: goals[0].name: is required",
                        "acme.yaml:5: colour: is not a known member",
                        "b.yaml:2: flow: the member stands twice",
                        "a.yaml:1: must be a form document");
    }
}

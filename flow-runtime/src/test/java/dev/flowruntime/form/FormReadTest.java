package dev.flowruntime.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormReadTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: Order, type: text, label: L|name: must match ^[a-z][a-z0-9_]{0,63}$, found Order",
                "name: a-b, type: text, label: L|name: must match ^[a-z][a-z0-9_]{0,63}$, found a-b",
                "type: text, label: L|name: is required",
                "name: 1, type: text, label: L|name: must be a text, found a number",
                "name: f, label: L|type: is required",
                "name: f, type: 1, label: L|type: must be a text, found a number",
                "name: f, type: text|label: is required",
                "name: f, type: text, label: L, requird: true|requird: is not a known member (did you mean required?)",
                "name: f, type: text, label: L, required: 1|required: must be true or false, found a number",
                "name: f, type: text, label: L, help: 1|help: must be a text, found a number",
                "name: f, type: text, label: L, config: x|config: must be a mapping, found a text",
                "name: f, type: select, label: L|options: needs at least one option",
                "name: f, type: radio, label: L, options: []|options: needs at least one option",
                "name: f, type: radio, label: L, options: [a]|options[0]: must be a mapping, found a text",
                "name: f, type: radio, label: L, options: [{ value: 1, label: A }]"
                        + "|options[0].value: must be a text, found a number",
                "name: f, type: radio, label: L, options: [{ value: ' ', label: A }]"
                        + "|options[0].value: must not be blank",
                "name: f, type: radio, label: L, options: [{ value: a }]|options[0].label: is required",
                "name: f, type: radio, label: L, options: [{ value: a, label: A, x: 1 }]"
                        + "|options[0].x: is not a known member",
                "name: f, type: radio, label: L, options: [{ value: a, label: A }, { value: a, label: B }]"
                        + "|options[1].value: another option has the same value: a",
                "name: f, type: text, label: L, options: [{ value: a, label: A }]"
                        + "|options: does not apply to a field of type text",
                "name: f, type: rating, label: L, config: { maxStars: 0 }|config.maxStars: must be from 1 to 100",
                "name: f, type: text, label: L, config: { maxStars: 3 }"
                        + "|config.maxStars: does not apply to a field of type text",
                "name: f, type: select, label: L, options: [{ value: a, label: A }], config: { multiple: true }"
                        + "|config.multiple: does not apply to a field of type select",
                "name: f, type: signature, label: L, config: { multiple: 1 }"
                        + "|config.multiple: must be true or false, found a number",
                "name: f, type: file_upload, label: L, config: { allowed_upload_types: [image/*, pdf] }"
                        + "|config.allowed_upload_types[1]: is not a media type such as image/png or image/*,"
                        + " in lower case: pdf",
            })
    void aWrongMemberIsNamedWithItsPath(String field, String complaint) {
        assertThat(complaints("fields:\n- { " + field + " }")).containsExactly("fields[0]." + complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text|minlength: 3|minlength: is not a known member (did you mean min_length?)",
                "text|min_length: many|min_length: must be a whole number, found a text",
                "text|min_length: 2.5|min_length: must be a whole number, found a number",
                "text|min_length: -1|min_length: must be at least 0",
                "text|max_length: 0|max_length: must be at least 1",
                "text|min_length: 3, max_length: 2|max_length: must not be less than min_length",
                "textarea|word_min: 3, word_max: 2|word_max: must not be less than word_min",
                "email|word_min: 3|word_min: does not apply to a field of type email",
                "text|pattern: 5|pattern: must be a text, found a number",
                "text|pattern: '(?=a)'|pattern: is not a pattern that the linear-time engine takes: invalid or"
                        + " unsupported Perl syntax `(?=`",
                "text|pattern: '(a{1000}){1000}'|pattern: repeats too much: at most 1000 characters in all",
                "text|format: phone|format: must be one of email, url, date, uuid, found phone",
                "url|format: email|format: a field of type url has the format url",
                "number|min: 3, max: 2.5|max: must not be less than min",
                "number|min: low|min: must be a number, found a text",
                "number|step: 0|step: must be more than 0",
                "text|step: 1|step: does not apply to a field of type text",
                "number|integer: 1|integer: must be true or false, found a number",
                "text|multiple_emails: true|multiple_emails: does not apply to a field of type text",
                "email|email_allow_domains: acme.com|email_allow_domains: must be a list, found a text",
                "email|email_allow_domains: []|email_allow_domains: must be a list of at least one domain",
                "email|email_allow_domains: [acme.com, '@acme.com']|email_allow_domains[1]: is not a domain such as"
                        + " example.com or *.example.com, in ASCII: @acme.com",
                "url|url_allow_domains: ['a.*.com']|url_allow_domains[0]: is not a domain such as"
                        + " example.com or *.example.com, in ASCII: a.*.com",
                "email|url_https_only: true|url_https_only: does not apply to a field of type email",
                "date|date_min: 2026-02-30|date_min: is not a date such as 2026-01-31: 2026-02-30",
                "date|date_min: 2026-03-02, date_max: 2026-03-01|date_max: must not be less than date_min",
                "text|date_no_weekends: true|date_no_weekends: does not apply to a field of type text",
                "select|select_min: 1|select_min: does not apply to a field of type select",
                "multi_select|select_min: 2, select_max: 1|select_max: must not be less than select_min",
                "multi_select|select_min: 3|select_min: must be at most 2, the options there are",
                "multi_select|require_option: [a, z]|require_option: is not among the options: z",
                "radio|require_option: z|require_option: is not among the options: z",
                "select|require_option: [a, b]|require_option: must be one option: only one can be chosen",
                "select|require_option: 1|require_option: must be an option value or a list of them",
                "select|require_option: []|require_option: must name at least one option",
                "multi_select|require_option: [a, 1]|require_option[1]: must be a text, found a number",
                "text|must_accept: true|must_accept: does not apply to a field of type text",
                "rating|rating_min: 6|rating_min: must be at most 5, the stars there are",
                "signature|file_min: 2, file_max: 1|file_max: must not be less than file_min",
                "file_upload|image_min_width: 2|image_min_width: does not apply to a field of type file_upload",
                "image_upload|image_min_height: 0|image_min_height: must be at least 1",
                "heading|min_length: 1|min_length: does not apply to a field of type heading",
                "text|messages: No|messages: must be a mapping, found a text",
                "text|messages: { required: 1 }|messages.required: must be a text, found a number",
                "text|messages: { rating_min: x }|messages.rating_min: is not a hint of a field of type text",
                "text|messages: { lenght: x }|messages.lenght: is not a hint of a field of type text",
            })
    void aWrongHintIsNamedWithItsPath(String type, String hints, String complaint) {
        String options = FieldType.named(type).orElseThrow().hasOptions()
                ? ", options: [{ value: a, label: A }, { value: b, label: B }]"
                : "";
        String field = "{ name: f, type: " + type + ", label: L" + options + ", validation: { " + hints + " } }";

        assertThat(complaints("fields:\n- { name: ok, type: text, label: Ok }\n- " + field))
                .containsExactly("fields[1].validation." + complaint);
    }

    @Test
    void anUnknownTypeIsToldOnceWithAllThatThereAre() {
        assertThat(complaints("fields: [{ name: f, type: txt, label: L, options: [1], validation: { min: x } }]"))
                .containsExactly(
                        "fields[0].type: must be one of text, textarea, email, tel, url, date, number, checkbox,"
                                + " select, radio, multi_select, rating, file_upload, image_upload, signature, heading,"
                                + " paragraph, divider, found txt");
    }

    @Test
    void twoFieldsCannotHaveTheSameName() {
        assertThat(complaints("fields:\n- { name: f, type: text, label: A }\n- { name: f, type: email, label: B }"))
                .containsExactly("fields[1].name: another field has the same name: f");
    }

    @Test
    void aNameWithALineBreakAtItsEndIsRefused() {
        assertThat(complaints("fields: [{ name: \"f\\n\", type: text, label: L }]"))
                .singleElement()
                .asString()
                .startsWith("fields[0].name: must match");
    }

    @Test
    void aFormNeedsAFieldThatTakesInput() {
        String complaint = "fields: needs at least one field that takes input";

        assertThat(complaints("title: Empty")).containsExactly(complaint);
        assertThat(complaints("fields: []")).containsExactly(complaint);
        assertThat(complaints("fields: [{ name: h, type: heading, label: Hello }, { name: d, type: divider }]"))
                .containsExactly(complaint);
    }

    @Test
    void aShownFieldIsNeverRequired() {
        assertThat(complaints("fields:\n- { name: f, type: text, label: L }\n"
                        + "- { name: h, type: heading, label: H, required: true }"))
                .containsExactly("fields[1].required: does not apply to a field of type heading");
    }

    @Test
    void allComplaintsComeAtOnceWithTheirLines() {
        String text = """
                title: 5
                submit_label: [x]
                fields:
                  - name: Bad
                    type: text
                    label: L
                    validation:
                      max_length: 0
                  - { name: stars, type: rating }
                """;
        Document document = Document.parse("order.yaml", text);
        Problems problems = new Problems(document);

        Form.read(new Members(document.mapping(), "", "order_form", problems));

        assertThat(problems.list().stream().map(Problem::toString))
                .containsExactly(
                        "order.yaml:1: title: must be a text, found a number",
                        "order.yaml:2: submit_label: must be a text, found a list",
                        "order.yaml:4: fields[0].name: must match ^[a-z][a-z0-9_]{0,63}$, found Bad",
                        "order.yaml:8: fields[0].validation.max_length: must be at least 1",
                        "order.yaml:9: fields[1].label: is required");
        assertThat(problems.list()).allMatch(problem -> "order_form".equals(problem.node()));
    }

    @Test
    void aFormInsideADocumentIsReadUnderItsPath() {
        Document document = Document.parse("flow.yaml", "nodes: [{ id: ask, type: form, fields: [] }]");
        Problems problems = new Problems(document);
        List<Form> forms = new Members(document.mapping(), "", problems).each("nodes", Form::read);

        assertThat(forms).hasSize(1);
        assertThat(problems.list()).extracting(Problem::path).containsExactly("nodes[0].fields");
    }

    @Test
    void membersOfTheOwnerThatAreNotTheFormsAreLeftToIt() {
        assertThat(complaints("id: ask\ntimeout: PT1H\nfields: [{ name: f, type: text, label: L }]"))
                .isEmpty();
    }

    @Test
    void aFormMadeInJavaIsHeldToTheSameRules() {
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Form.builder()
                        .field(Fields.text("Bad", "L").ratingMin(2))
                        .field(Fields.select("s", "S"))
                        .build())
                .satisfies(refused -> assertThat(refused.problems())
                        .extracting(Problem::path)
                        .containsExactlyInAnyOrder(
                                "fields[0].name", "fields[0].validation.rating_min", "fields[1].options"));
    }

    private static List<String> complaints(String yaml) {
        Document document = Document.parse("form.yaml", yaml);
        Problems problems = new Problems(document);
        Form.read(new Members(document.mapping(), "", problems));
        return problems.list().stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }
}

package dev.flowruntime.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problems;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FormWireTest {
    private static final String EVERYTHING = """
            title: All "of" it
            submit_label: Go
            fields:
              - { name: t, type: text, label: T, required: true, placeholder: P, help: H, config: { rows: 2, wide: null } }
              - { name: n, type: number, label: N, validation: { step: 0.5, min: 1, messages: { min: More } } }
              - { name: s, type: select, label: S, options: [{ value: b, label: B }, { value: a, label: A }] }
              - { name: d, type: divider }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text|{'type':'string'}",
                "textarea|{'type':'string'}",
                "email|{'type':'string','format':'email'}",
                "tel|{'type':'string'}",
                "url|{'type':'string','format':'uri'}",
                "date|{'type':'string','format':'date'}",
                "number|{'type':'number'}",
                "checkbox|{'type':'boolean'}",
                "select|{'type':'string','enum':['b','a']}",
                "radio|{'type':'string','enum':['b','a']}",
                "multi_select|{'type':'array','items':{'type':'string','enum':['b','a']},'uniqueItems':true}",
                "rating|{'type':'integer','minimum':1,'maximum':5}",
                "file_upload|{'type':'object','x-upload':'file_upload'}",
                "image_upload|{'type':'object','x-upload':'image_upload'}",
                "signature|{'type':'object','x-upload':'signature'}",
                "rating, config: { maxStars: 3 }|{'type':'integer','minimum':1,'maximum':3}",
                "file_upload, config: { multiple: true }"
                        + "|{'type':'array','items':{'type':'object','x-upload':'file_upload'}}",
                "text, required: true|{'type':'string','minLength':1}",
                "url, required: true|{'type':'string','format':'uri','minLength':1}",
                "multi_select, required: true"
                        + "|{'type':'array','items':{'type':'string','enum':['b','a']},'uniqueItems':true,'minItems':1}",
                "checkbox, validation: { must_accept: true }|{'type':'boolean','const':true}",
                "number, validation: { integer: true, min: 1, max: 9.5, step: 2 }"
                        + "|{'type':'integer','minimum':1,'maximum':9.5}",
                "email, validation: { multiple_emails: true }|{'type':'string'}",
                "multi_select, validation: { require_option: [a] }|{'type':'array','items':{'type':'string',"
                        + "'enum':['b','a']},'uniqueItems':true,'allOf':[{'contains':{'const':'a'}}],'minItems':1}",
                "select, required: true|{'type':'string','enum':['b','a']}",
            })
    void eachTypeHasTheSchemaOfTheContract(String field, String schema) {
        String options = field.matches("(select|radio|multi_select).*")
                ? ", options: [{ value: b, label: B }, { value: a, label: A }]"
                : "";
        String required = field.matches(".*(required: true|must_accept|require_option).*") ? "'f'" : "";

        Form form = read("fields: [{ name: f, label: F, type: " + field + options + " }]");

        assertThat(form.schema().text())
                .isEqualTo(("{'type':'object','properties':{'f':" + schema + "},'required':[" + required
                                + "],'additionalProperties':false}")
                        .replace('\'', '"'));
    }

    @Test
    void theBlockHasTheFieldsAsTheContractSays() {
        assertThat(read(EVERYTHING).blockPayload().text())
                .isEqualTo("{\"title\":\"All \\\"of\\\" it\",\"fields\":["
                        + "{\"name\":\"t\",\"type\":\"text\",\"label\":\"T\",\"required\":true,\"placeholder\":\"P\","
                        + "\"help\":\"H\",\"config\":{\"rows\":2,\"wide\":null}},"
                        + "{\"name\":\"n\",\"type\":\"number\",\"label\":\"N\",\"required\":false,"
                        + "\"validation\":{\"step\":0.5,\"min\":1,\"messages\":{\"min\":\"More\"}}},"
                        + "{\"name\":\"s\",\"type\":\"select\",\"label\":\"S\",\"required\":false,\"options\":["
                        + "{\"value\":\"b\",\"label\":\"B\"},{\"value\":\"a\",\"label\":\"A\"}]},"
                        + "{\"name\":\"d\",\"type\":\"divider\",\"label\":\"\",\"required\":false}],"
                        + "\"submit_label\":\"Go\"}");
    }

    @Test
    void withoutATitleThereIsNoneAndTheLabelHasADefault() {
        String payload = "{\"fields\":[{\"name\":\"f\",\"type\":\"text\",\"label\":\"F\",\"required\":false}],"
                + "\"submit_label\":\"Submit\"}";
        Form form = read("fields: [{ name: f, type: text, label: F }]");

        assertThat(form.blockPayload().text()).isEqualTo(payload);
        assertThat(form.blockPayload("Hi \"you\"\n").text())
                .isEqualTo("{\"title\":\"Hi \\\"you\\\"\\n\"," + payload.substring(1));
        assertThat(read(EVERYTHING).blockPayload(null).text()).startsWith("{\"fields\":");
    }

    @Test
    void aFormGoesBackToTheDocumentThatItCameFrom() {
        Document document = Document.parse("form.yaml", EVERYTHING);
        Form form = read(EVERYTHING);

        assertThat(form.toTree()).isEqualTo(document.root());
        assertThat(read(form.toTree())).isEqualTo(form).hasSameHashCodeAs(form);
    }

    @ParameterizedTest
    @MethodSource("dev.flowruntime.form.FieldCase#all")
    void everyFieldComesBackEqual(FieldCase row) {
        Form form = row.form();
        Form back = read(form.toTree());

        assertThat(back).isEqualTo(form);
        assertThat(back.schema()).isEqualTo(form.schema());
        assertThat(back.blockPayload()).isEqualTo(form.blockPayload());
    }

    @Test
    void defaultsAreLeftOutOfTheDocument() {
        Form form = read("submit_label: Submit\n"
                + "fields: [{ name: f, type: text, label: F, required: false, config: {}, validation: {} }]");

        assertThat(form.toTree())
                .isEqualTo(Map.of("fields", List.of(Map.of("name", "f", "type", "text", "label", "F"))));
    }

    @Test
    void formsThatAreWrittenDifferentlyDiffer() {
        Form form = read("fields: [{ name: f, type: text, label: F }]");

        assertThat(form)
                .isNotEqualTo(read("fields: [{ name: f, type: text, label: G }]"))
                .isNotEqualTo(read("title: T\nfields: [{ name: f, type: text, label: F }]"))
                .isNotEqualTo(read("submit_label: Go\nfields: [{ name: f, type: text, label: F }]"));
    }

    @Test
    void javaMakesTheSameFormAsADocument() {
        Form made = Form.builder()
                .title("Visit")
                .submitLabel("Book")
                .field(Fields.heading("head", "Your visit"))
                .field(Fields.text("name", "Name")
                        .required()
                        .placeholder("Ann")
                        .help("In full")
                        .minLength(2)
                        .maxLength(50)
                        .minWords(1)
                        .maxWords(5)
                        .pattern("\\pL.*")
                        .message(Hint.PATTERN, "Letters.")
                        .requiredMessage("Please."))
                .field(Fields.text("ref", "Ref").format("uuid"))
                .field(Fields.email("mail", "Mail").multipleEmails().emailDomains("acme.com"))
                .field(Fields.url("site", "Site").httpsOnly().urlDomains("*.acme.com"))
                .field(Fields.date("day", "Day")
                        .minDate(LocalDate.of(2026, 1, 1))
                        .maxDate(LocalDate.of(2026, 12, 31))
                        .noWeekends())
                .field(Fields.number("guests", "Guests").min(1).max(8).step(1).integer())
                .field(Fields.number("weight", "Weight").step(0.5f))
                .field(Fields.checkbox("terms", "Terms").mustAccept())
                .field(Fields.radio("room", "Room").option("a", "A").requireOption("a"))
                .field(Fields.multiSelect("extras", "Extras")
                        .option("b", "B")
                        .option("c", "C")
                        .selectMin(1)
                        .selectMax(2)
                        .requireOption("b", "c"))
                .field(Fields.rating("stars", "Stars").maxStars(10).ratingMin(2))
                .field(Fields.imageUpload("photo", "Photo")
                        .multiple()
                        .uploadTypes("image/*")
                        .fileMin(1)
                        .fileMax(1 << 20)
                        .imageMinSize(100, 50))
                .field(Fields.textarea("note", "Note").config("rows", 4))
                .field(Fields.divider("line"))
                .build();

        assertThat(made).isEqualTo(read("""
                title: Visit
                submit_label: Book
                fields:
                  - { name: head, type: heading, label: Your visit }
                  - name: name
                    type: text
                    label: Name
                    required: true
                    placeholder: Ann
                    help: In full
                    validation: { min_length: 2, max_length: 50, word_min: 1, word_max: 5, pattern: '\\pL.*',
                      messages: { pattern: Letters., required: Please. } }
                  - { name: ref, type: text, label: Ref, validation: { format: uuid } }
                  - { name: mail, type: email, label: Mail,
                      validation: { multiple_emails: true, email_allow_domains: [acme.com] } }
                  - { name: site, type: url, label: Site,
                      validation: { url_https_only: true, url_allow_domains: ['*.acme.com'] } }
                  - { name: day, type: date, label: Day,
                      validation: { date_min: 2026-01-01, date_max: 2026-12-31, date_no_weekends: true } }
                  - { name: guests, type: number, label: Guests, validation: { min: 1, max: 8, step: 1, integer: true } }
                  - { name: weight, type: number, label: Weight, validation: { step: 0.5 } }
                  - { name: terms, type: checkbox, label: Terms, validation: { must_accept: true } }
                  - { name: room, type: radio, label: Room, options: [{ value: a, label: A }],
                      validation: { require_option: a } }
                  - { name: extras, type: multi_select, label: Extras,
                      options: [{ value: b, label: B }, { value: c, label: C }],
                      validation: { select_min: 1, select_max: 2, require_option: [b, c] } }
                  - { name: stars, type: rating, label: Stars, config: { maxStars: 10 }, validation: { rating_min: 2 } }
                  - { name: photo, type: image_upload, label: Photo,
                      config: { multiple: true, allowed_upload_types: [image/*] },
                      validation: { file_min: 1, file_max: 1048576, image_min_width: 100, image_min_height: 50 } }
                  - { name: note, type: textarea, label: Note, config: { rows: 4 } }
                  - { name: line, type: divider }
                """));
    }

    @Test
    void javaHasAWordForEachTypeThatItsFieldThenHas() {
        assertThat(Stream.of(
                                Fields.text("f", "F"),
                                Fields.textarea("f", "F"),
                                Fields.email("f", "F"),
                                Fields.tel("f", "F"),
                                Fields.url("f", "F"),
                                Fields.date("f", "F"),
                                Fields.number("f", "F"),
                                Fields.checkbox("f", "F"),
                                Fields.select("f", "F"),
                                Fields.radio("f", "F"),
                                Fields.multiSelect("f", "F"),
                                Fields.rating("f", "F"),
                                Fields.fileUpload("f", "F"),
                                Fields.imageUpload("f", "F"),
                                Fields.signature("f", "F"),
                                Fields.heading("f", "F"),
                                Fields.paragraph("f", "F"),
                                Fields.divider("f"))
                        .map(field -> field.build().type()))
                .containsExactly(FieldType.values());
    }

    @Test
    void wireNamesAreThoseOfTheContract() {
        assertThat(String.join(" ", FieldType.wireNames()))
                .isEqualTo(
                        "text textarea email tel url date number checkbox select radio multi_select rating file_upload"
                                + " image_upload signature heading paragraph divider");
        assertThat(String.join(" ", Hint.wireNames()))
                .isEqualTo("min_length max_length word_min word_max pattern format min max step integer multiple_emails"
                        + " email_allow_domains url_https_only url_allow_domains date_min date_max date_no_weekends"
                        + " select_min select_max require_option must_accept rating_min file_min file_max"
                        + " image_min_width image_min_height");
    }

    @Test
    void configTakesNothingThatADocumentCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Fields.text("f", "F").config("since", LocalDate.EPOCH).build())
                .withMessageContaining("1970-01-01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fields.text("f", "F").config("x", Double.NaN).build());
    }

    @Test
    void aSchemaIsTheSameTextEachTimeItIsMade() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            texts.add(read(EVERYTHING).schema().text());
        }
        assertThat(texts).hasSize(1);
    }

    private static Form read(String yaml) {
        return read(Document.parse("form.yaml", yaml));
    }

    private static Form read(Map<String, ?> tree) {
        return read(Document.of("form", tree));
    }

    private static Form read(Document document) {
        Problems problems = new Problems(document);
        Form form = Form.read(new Members(document.mapping(), "", problems));
        problems.refuseErrors();
        return form;
    }
}

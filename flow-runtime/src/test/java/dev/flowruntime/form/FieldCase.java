package dev.flowruntime.form;

import static dev.flowruntime.form.FieldCase.Schema.SAYS;
import static dev.flowruntime.form.FieldCase.Schema.SILENT;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problems;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One value for a field {@code f}, and what becomes of it: the table of every type and hint.
 *
 * @param path where the reason stands; empty when the value is accepted
 */
record FieldCase(String field, @Nullable Object value, String path, String reason, Schema schema) {
    /** Whether the schema refuses what the check refuses. */
    enum Schema {
        SAYS,
        SILENT
    }

    private static final Map<String, @Nullable Object> FILE = Map.of("file_id", "f1");

    Form form() {
        Document document = Document.parse("case.yaml", "fields:\n- { name: f, label: F, " + field + " }");
        Problems problems = new Problems(document);
        Form form = Form.read(new Members(document.mapping(), "", problems));
        problems.refuseErrors();
        return form;
    }

    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("f", value);
        return values;
    }

    boolean isAccepted() {
        return path.isEmpty();
    }

    @Override
    public String toString() {
        String shown = String.valueOf(value);
        return field + " takes " + (isAccepted() ? "" : "not ") + shown.substring(0, Math.min(40, shown.length()));
    }

    static Stream<FieldCase> all() {
        return new Table().texts().formats().domains().dates().numbers().choices().uploads().messages().cases.stream();
    }

    private static final class Table {
        final List<FieldCase> cases = new ArrayList<>();
        private String field = "";

        Table of(String newField) {
            field = newField;
            return this;
        }

        Table takes(Object... values) {
            for (Object value : values) {
                cases.add(new FieldCase(field, value, "", "", SAYS));
            }
            return this;
        }

        Table refuses(@Nullable Object value, String reason) {
            return refuses(value, "f", reason, SAYS);
        }

        /** Refused by the check alone: JSON Schema, or the contract's use of it, has no words for it. */
        Table refusesUnsaid(@Nullable Object value, String reason) {
            return refuses(value, "f", reason, SILENT);
        }

        Table refuses(@Nullable Object value, String path, String reason, Schema schema) {
            cases.add(new FieldCase(field, value, path, reason, schema));
            return this;
        }

        Table texts() {
            for (String type : List.of("text", "textarea", "tel")) {
                of("type: " + type)
                        .takes("x", "", " ", "\u00e9\n\ud83d\ude00")
                        .refuses(1L, "must be a text")
                        .refuses(true, "must be a text")
                        .refuses(List.of("x"), "must be a text")
                        .refuses(null, "must be a text");
            }
            for (String type : List.of("text", "textarea", "email", "tel", "url", "date")) {
                of("type: " + type + ", required: true")
                        .refuses("", "is required")
                        .refuses(null, "is required")
                        .refuses(7L, "must be a text");
            }
            of("type: text, required: true")
                    .takes("x", " x ")
                    .refusesUnsaid("  \t\n", "is required")
                    .refusesUnsaid("\u00a0\u3000", "is required");
            of("type: text, validation: { min_length: 2 }")
                    .takes("ab", "\ud83d\ude00\ud83d\ude00")
                    .refuses("a", "must have at least 2 characters")
                    .refuses("\ud83d\ude00", "must have at least 2 characters");
            of("type: text, required: true, validation: { min_length: 0 }")
                    .takes("a")
                    .refuses("", "is required");
            of("type: text, required: true, validation: { min_length: 3 }")
                    .takes("abc")
                    .refuses("ab", "must have at least 3 characters");
            of("type: textarea, validation: { max_length: 1 }")
                    .takes("", "a", "\ud83d\ude00")
                    .refuses("ab", "must have at most 1 character");
            of("type: textarea, validation: { word_min: 2 }")
                    .takes("two words", "  two\n\twords  ")
                    .refusesUnsaid("one", "must have at least 2 words")
                    .refusesUnsaid("", "must have at least 2 words");
            of("type: textarea, validation: { word_max: 2 }")
                    .takes("", "two  words")
                    .refusesUnsaid("three words here", "must have at most 2 words");
            of("type: text, validation: { pattern: '[A-Z]{2}\\d{4}' }")
                    .takes("AB1234")
                    .refuses("AB12345", "does not have the expected form")
                    .refuses("xAB1234", "does not have the expected form")
                    .refuses("AB1234\n", "does not have the expected form");
            of("type: tel, validation: { pattern: 'a|bc' }")
                    .takes("a", "bc")
                    .refuses("ac", "does not have the expected form");
            of("type: text, validation: { pattern: '(?i)abc' }")
                    .takes("aBC")
                    .refusesUnsaid("abd", "does not have the expected form");
            return this;
        }

        Table formats() {
            for (String field : List.of("type: email", "type: text, validation: { format: email }")) {
                of(field)
                        .takes("ann@example.com", "a.b+c@sub.example.org", "O'x_1@xn--mnchen-3ya.de")
                        .refuses("", "must be an e-mail address")
                        .refuses("ann", "must be an e-mail address")
                        .refuses("ann@", "must be an e-mail address")
                        .refuses("@example.com", "must be an e-mail address")
                        .refuses("ann@example..com", "must be an e-mail address")
                        .refuses("ann..b@example.com", "must be an e-mail address")
                        .refuses(".ann@example.com", "must be an e-mail address")
                        .refuses("ann@-example.com", "must be an e-mail address")
                        .refuses("ann@example.123", "must be an e-mail address")
                        .refuses("a".repeat(65) + "@example.com", "must be an e-mail address")
                        .refuses("ann@exa mple.com", "must be an e-mail address")
                        .refuses("ann@example.com, bob@example.com", "must be an e-mail address")
                        .refusesUnsaid("ann@localhost", "must be an e-mail address")
                        .refusesUnsaid("\u00e4nn@example.com", "must be an e-mail address")
                        .refusesUnsaid("\"ann b\"@example.com", "must be an e-mail address");
            }
            for (String field : List.of("type: url", "type: textarea, validation: { format: url }")) {
                String reason = "must be a web address such as https://example.com";
                of(field)
                        .takes("https://example.com", "HTTP://a/", "http://127.0.0.1:8080/a%20b?c=d'e&f#g/?")
                        .refuses("", reason)
                        .refuses("example.com", reason)
                        .refuses("//example.com", reason)
                        .refuses("https://exa mple.com", reason)
                        .refuses("https://example.com/%zz", reason)
                        .refuses("https://example.com/%2", reason)
                        .refuses("https://example.com/#a#b", reason)
                        .refuses("https://example.com/\u00e9", reason)
                        .refuses("https://example.com\\@a", reason)
                        .refusesUnsaid("ftp://example.com", reason)
                        .refusesUnsaid("javascript:alert(1)", reason)
                        .refusesUnsaid("https://", reason)
                        .refusesUnsaid("https:///a", reason)
                        .refusesUnsaid("https://a@example.com", reason)
                        .refusesUnsaid("https://example.com:99999", reason)
                        .refusesUnsaid("https://example.com:", reason)
                        .refusesUnsaid("https://-a.com", reason)
                        .refuses("http\u017f://example.com", reason);
            }
            for (String field : List.of("type: date", "type: text, validation: { format: date }")) {
                String reason = "must be a date such as 2026-01-31";
                of(field)
                        .takes("2026-01-31", "2024-02-29", "0001-01-01", "9999-12-31")
                        .refuses("", reason)
                        .refuses("2023-02-29", reason)
                        .refuses("1900-02-29", reason)
                        .refuses("2026-04-31", reason)
                        .refuses("2026-13-01", reason)
                        .refuses("2026-00-01", reason)
                        .refuses("2026-1-1", reason)
                        .refuses("26-01-01", reason)
                        .refuses("2026-01-31T00:00:00Z", reason)
                        .refuses(" 2026-01-31", reason)
                        .refuses("\u0662\u0660\u0662\u0664-01-01", reason);
            }
            of("type: text, validation: { format: uuid }")
                    .takes("019e2667-0000-7000-8000-000000000001", "019E2667-0000-7000-8000-00000000ABCD")
                    .refuses("1-1-1-1-1", "must be a UUID")
                    .refuses("019e2667000070008000000000000001", "must be a UUID")
                    .refuses("019e2667-0000-7000-8000-00000000000g", "must be a UUID");
            of("type: email, validation: { multiple_emails: true }")
                    .takes("ann@example.com", "ann@example.com,bob@example.org", "ann@example.com , bob@example.org")
                    .refusesUnsaid("ann@example.com,", "must be e-mail addresses with commas between them")
                    .refusesUnsaid(
                            "ann@example.com;bob@example.org", "must be e-mail addresses with commas between them")
                    .refusesUnsaid("", "must be e-mail addresses with commas between them");
            return this;
        }

        Table domains() {
            of("type: email, validation: { email_allow_domains: [acme.com, '*.Acme.org'] }")
                    .takes("a@acme.com", "a@ACME.COM", "a@x.acme.org", "a@x.y.acme.org")
                    .refusesUnsaid("a@x.acme.com", "must be at acme.com or *.Acme.org")
                    .refusesUnsaid("a@acme.org", "must be at acme.com or *.Acme.org")
                    .refusesUnsaid("a@notacme.org", "must be at acme.com or *.Acme.org");
            of("type: email, validation: { multiple_emails: true, email_allow_domains: [acme.com] }")
                    .takes("a@acme.com, b@acme.com")
                    .refusesUnsaid("a@acme.com, b@example.com", "must be at acme.com");
            of("type: url, validation: { url_https_only: true }")
                    .takes("https://example.com", "HTTPS://example.com")
                    .refusesUnsaid("http://example.com", "must begin with https://");
            of("type: url, validation: { url_allow_domains: ['*.acme.com'] }")
                    .takes("http://a.acme.com:81/x")
                    .refusesUnsaid("https://acme.com", "must be at *.acme.com")
                    .refusesUnsaid("https://evil.com/a.acme.com", "must be at *.acme.com")
                    .refusesUnsaid("https://evil.com?a.acme.com", "must be at *.acme.com")
                    .refusesUnsaid("https://evil.com#a.acme.com", "must be at *.acme.com");
            return this;
        }

        Table dates() {
            of("type: date, validation: { date_min: '2026-03-01' }")
                    .takes("2026-03-01", "2027-01-01")
                    .refusesUnsaid("2026-02-28", "must not be before 2026-03-01");
            of("type: date, validation: { date_max: '2026-03-01' }")
                    .takes("2026-03-01", "2020-01-01")
                    .refusesUnsaid("2026-03-02", "must not be after 2026-03-01");
            of("type: date, validation: { date_no_weekends: true }")
                    .takes("2026-03-06", "2026-03-09")
                    .refusesUnsaid("2026-03-07", "must not be on a weekend")
                    .refusesUnsaid("2026-03-08", "must not be on a weekend");
            return this;
        }

        Table numbers() {
            of("type: number")
                    .takes(0L, -1.5, 7, new BigDecimal("1e99"), BigInteger.TEN.pow(30), 1.7976931348623157e308)
                    .refuses("1", "must be a number")
                    .refuses(true, "must be a number")
                    .refuses(null, "must be a number");
            of("type: number, required: true").takes(0L).refuses(null, "is required");
            of("type: number, validation: { min: 1, max: 2.5 }")
                    .takes(1L, 1.0, 2.5, new BigDecimal("2.50"), 2)
                    .refuses(0L, "must be at least 1")
                    .refuses(0.999, "must be at least 1")
                    .refuses(3L, "must be at most 2.5")
                    .refuses(new BigDecimal("2.500000000000000000001"), "must be at most 2.5");
            of("type: number, validation: { step: 0.1 }")
                    .takes(0L, 0.3, -0.7, 12L, new BigDecimal("12345678901234567890.1"))
                    .refuses(0.25, "must go in steps of 0.1")
                    .refuses(0.30000000000000004, "must go in steps of 0.1");
            of("type: number, validation: { min: 10, step: 5 }")
                    .takes(10L, 25L)
                    .refuses(12L, "must go from 10 in steps of 5");
            of("type: number, validation: { min: 1, step: 2 }")
                    .takes(1L, 5L)
                    .refusesUnsaid(2L, "must go from 1 in steps of 2");
            of("type: number, validation: { integer: true }")
                    .takes(3L, -3.0, new BigDecimal("1e30"))
                    .refuses(3.5, "must be a whole number")
                    .refuses("3", "must be a whole number");
            of("type: rating")
                    .takes(1L, 5L, 5.0)
                    .refuses(0L, "must be at least 1")
                    .refuses(6L, "must be at most 5")
                    .refuses(2.5, "must be a whole number")
                    .refuses("3", "must be a whole number");
            of("type: rating, config: { maxStars: 10 }").takes(10L).refuses(11L, "must be at most 10");
            of("type: rating, validation: { rating_min: 3 }").takes(3L).refuses(2L, "must be at least 3");
            return this;
        }

        Table choices() {
            String options =
                    ", options: [{ value: a, label: Apple }, { value: b, label: Bean }, { value: c, label: Corn }]";
            of("type: checkbox")
                    .takes(true, false)
                    .refuses("true", "must be true or false")
                    .refuses(1L, "must be true or false");
            of("type: checkbox, required: true").takes(true, false).refuses(null, "is required");
            of("type: checkbox, validation: { must_accept: true }")
                    .takes(true)
                    .refuses(false, "must be accepted")
                    .refuses(null, "must be accepted");
            for (String type : List.of("select", "radio")) {
                of("type: " + type + options)
                        .takes("a", "c")
                        .refuses("Apple", "must be one of the options")
                        .refuses("", "must be one of the options")
                        .refuses(List.of("a"), "must be a text");
                of("type: " + type + options + ", validation: { require_option: b }")
                        .takes("b")
                        .refuses("a", "must be Bean")
                        .refuses(null, "is required");
            }
            of("type: select, required: true" + options).takes("b").refuses("", "is required");
            of("type: multi_select" + options)
                    .takes(List.of(), List.of("a"), List.of("c", "a"))
                    .refuses("a", "must be a list")
                    .refuses(List.of("a", "a"), "must not have the same option twice")
                    .refuses(List.of("a", "x"), "f[1]", "must be one of the options", SAYS)
                    .refuses(List.of(1L, "a"), "f[0]", "must be a text", SAYS);
            of("type: multi_select, required: true" + options)
                    .takes(List.of("a"))
                    .refuses(List.of(), "is required")
                    .refuses(null, "is required");
            of("type: multi_select, validation: { select_min: 2 }" + options)
                    .takes(List.of("a", "b"))
                    .refuses(List.of("a"), "must have at least 2 options");
            of("type: multi_select, validation: { select_max: 1 }" + options)
                    .takes(List.of(), List.of("a"))
                    .refuses(List.of("a", "b"), "must have at most 1 option");
            of("type: multi_select, validation: { require_option: a }" + options)
                    .takes(List.of("b", "a"))
                    .refuses(List.of("b"), "must include Apple")
                    .refuses(null, "is required");
            of("type: multi_select, validation: { require_option: [a, b] }" + options)
                    .takes(List.of("b", "a"))
                    .refuses(List.of("b"), "must include Apple, Bean");
            return this;
        }

        Table uploads() {
            String reason = "must be an uploaded file, with its file_id";
            for (String type : List.of("file_upload", "image_upload", "signature")) {
                of("type: " + type)
                        .takes(FILE, Map.of("file_id", "f1", "url", "https://evil.example", "size", 1L))
                        .refuses("f1", reason)
                        .refuses(List.of(FILE), reason)
                        .refusesUnsaid(Map.of(), reason)
                        .refusesUnsaid(Map.of("file_id", 1L), reason)
                        .refusesUnsaid(Map.of("file_id", " "), reason);
                of("type: " + type + ", required: true, config: { multiple: true }")
                        .takes(List.of(FILE, Map.of("file_id", "f2")))
                        .refuses(List.of(), "is required")
                        .refuses(FILE, "must be a list")
                        .refuses(List.of(FILE, "f2"), "f[1]", reason, SAYS);
                of("type: " + type + ", validation: { file_min: 1, file_max: 1048576 }")
                        .takes(FILE);
            }
            for (String type : List.of("image_upload", "signature")) {
                of("type: " + type + ", validation: { image_min_width: 100, image_min_height: 50 }")
                        .takes(FILE);
            }
            return this;
        }

        Table messages() {
            of("type: text, required: true, validation: { min_length: 2, messages: { required: Please., min_length: More. } }")
                    .refuses(null, "Please.")
                    .refuses("", "Please.")
                    .refuses("a", "More.");
            of("type: email, validation: { messages: { format: Hm. } }").refuses("x", "Hm.");
            of("type: number, validation: { integer: true, messages: { integer: Whole. } }")
                    .refuses(1.5, "Whole.");
            of("type: checkbox, validation: { must_accept: true, messages: { must_accept: Agree. } }")
                    .refuses(false, "Agree.")
                    .refuses(null, "Agree.");
            of("type: rating, validation: { rating_min: 2, messages: { rating_min: Higher. } }")
                    .refuses(1L, "Higher.");
            return messagesOfTexts().messagesOfDates().messagesOfNumbers().messagesOfChoices();
        }

        /** The author's words in the place of ours. */
        private Table told(String type, String hint, Object value, Schema schema) {
            String name = hint.substring(0, hint.indexOf(':'));
            return of("type: " + type + ", validation: { " + hint + ", messages: { " + name + ": \u00c4ndern! } }")
                    .refuses(value, "f", "\u00c4ndern!", schema);
        }

        private Table messagesOfTexts() {
            return told("text", "max_length: 1", "ab", SAYS)
                    .told("text", "pattern: a+", "b", SAYS)
                    .told("text", "format: uuid", "b", SAYS)
                    .told("textarea", "word_min: 2", "one", SILENT)
                    .told("textarea", "word_max: 1", "one two", SILENT)
                    .told("email", "multiple_emails: true", "a@b.de,", SILENT)
                    .told("email", "email_allow_domains: [a.de]", "a@b.de", SILENT)
                    .told("url", "url_https_only: true", "http://a.de", SILENT)
                    .told("url", "url_allow_domains: [a.de]", "https://b.de", SILENT);
        }

        private Table messagesOfDates() {
            return told("date", "date_min: 2026-05-04", "2026-05-03", SILENT)
                    .told("date", "date_max: 2026-05-04", "2026-05-05", SILENT)
                    .told("date", "date_no_weekends: true", "2026-05-02", SILENT);
        }

        private Table messagesOfNumbers() {
            return told("number", "min: 2", 1L, SAYS)
                    .told("number", "max: 2", 3L, SAYS)
                    .told("number", "step: 2", 3L, SAYS);
        }

        private Table messagesOfChoices() {
            String two = ", options: [{ value: a, label: A }, { value: b, label: B }]";
            return told("multi_select" + two, "select_min: 1", List.of(), SAYS)
                    .told("multi_select" + two, "select_max: 1", List.of("a", "b"), SAYS)
                    .told("multi_select" + two, "require_option: a", List.of("b"), SAYS)
                    .told("select" + two, "require_option: a", "b", SAYS);
        }
    }
}

package dev.flowruntime.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.form.Checked.Accepted;
import dev.flowruntime.form.Checked.Refused;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormCheckTest {
    static Stream<FieldCase> table() {
        return FieldCase.all();
    }

    @ParameterizedTest
    @MethodSource("table")
    void eachValueIsAcceptedOrRefusedWithItsReason(FieldCase value) {
        Checked checked = value.form().check(value.values());

        if (value.isAccepted()) {
            assertThat(checked).isInstanceOf(Accepted.class);
        } else {
            assertThat(checked).isEqualTo(new Refused(Map.of(value.path(), List.of(value.reason()))));
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void theSchemaAgreesWhereItHasWords(FieldCase value) {
        boolean schemaRefuses = value.schema() == FieldCase.Schema.SAYS && !value.isAccepted();

        Set<String> refused = new StockValidator(value.form().schema()).refused(value.values());

        assertThat(refused).isEqualTo(schemaRefuses ? Set.of("f") : Set.of());
    }

    @Test
    void theTableHasBothOutcomesForEachTypeAndHint() {
        List<FieldCase> table = FieldCase.all().toList();
        for (FieldType type : FieldType.values()) {
            if (type.isInput()) {
                assertOutcomes(table.stream().filter(row -> row.field().startsWith("type: " + type.wireName())), type);
            }
        }
        for (Hint hint : Hint.values()) {
            if (!hint.wireName().startsWith("file_") && !hint.wireName().startsWith("image_")) {
                assertOutcomes(table.stream().filter(row -> row.field().contains(hint.wireName() + ": ")), hint);
            }
        }
    }

    private static void assertOutcomes(Stream<FieldCase> rows, Object of) {
        assertThat(rows.map(FieldCase::isAccepted).collect(Collectors.toSet()))
                .as("outcomes for %s", of)
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void allFieldsAreToldOfAtOnceInTheOrderOfTheForm() {
        Form form = Form.builder()
                .field(Fields.text("zip", "ZIP").required())
                .field(Fields.email("mail", "Mail"))
                .field(Fields.number("age", "Age").min(18).integer())
                .build();

        Checked checked = form.check(values("zeta", 1L, "age", 3L, "mail", "x", "alpha", 1L));

        Map<String, List<String>> expected = new LinkedHashMap<>();
        expected.put("zip", List.of("is required"));
        expected.put("mail", List.of("must be an e-mail address"));
        expected.put("age", List.of("must be at least 18"));
        expected.put("alpha", List.of("is not a known field"));
        expected.put("zeta", List.of("is not a known field"));
        assertThat(checked).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.fields()).isEqualTo(expected);
            assertThat(refused.fields().keySet()).containsExactlyElementsOf(expected.keySet());
        });
    }

    @Test
    void allReasonsOfOneFieldAreTold() {
        Form form = Form.builder()
                .field(Fields.text("code", "Code").minLength(4).pattern("[a-z]+"))
                .build();

        assertThat(form.check(values("code", "X1")))
                .isEqualTo(new Refused(
                        Map.of("code", List.of("must have at least 4 characters", "does not have the expected form"))));
    }

    @Test
    void eachBadItemIsToldOfUnderItsIndex() {
        Form form = Form.builder()
                .field(Fields.multiSelect("m", "M")
                        .option("a", "A")
                        .option("b", "B")
                        .selectMin(2))
                .build();

        assertThat(form.check(values("m", Arrays.asList("x", "a", null))))
                .isEqualTo(new Refused(
                        Map.of("m[0]", List.of("must be one of the options"), "m[2]", List.of("must be a text"))));
    }

    @Test
    void optionalFieldsMayBeLeftOutAndStayOut() {
        Form form = Form.builder()
                .field(Fields.email("mail", "Mail"))
                .field(Fields.rating("stars", "Stars").ratingMin(3))
                .field(Fields.multiSelect("m", "M").option("a", "A").selectMin(1))
                .build();

        assertThat(form.check(Map.of())).isEqualTo(new Accepted(Map.of()));
    }

    @Test
    void whatMustBeAcceptedOrChosenCannotBeLeftOut() {
        Form form = Form.builder()
                .field(Fields.checkbox("terms", "Terms").mustAccept())
                .field(Fields.radio("plan", "Plan").option("a", "A").requireOption("a"))
                .build();

        assertThat(form.check(Map.of()))
                .isEqualTo(new Refused(Map.of("terms", List.of("must be accepted"), "plan", List.of("is required"))));
        assertThat(form.schema().text()).contains("\"required\":[\"terms\",\"plan\"]");
    }

    @Test
    void valuesOfShownFieldsAreUnknown() {
        Form form = Form.builder()
                .field(Fields.heading("head", "Hello"))
                .field(Fields.text("t", "T"))
                .build();

        assertThat(form.check(values("head", "x")))
                .isEqualTo(new Refused(Map.of("head", List.of("is not a known field"))));
    }

    @Test
    void acceptedValuesAreNormalisedAndInTheOrderOfTheForm() {
        Form form = Form.builder()
                .field(Fields.number("count", "Count").integer())
                .field(Fields.number("huge", "Huge").integer())
                .field(Fields.number("weight", "Weight"))
                .field(Fields.rating("stars", "Stars"))
                .field(Fields.text("note", "Note"))
                .field(Fields.fileUpload("doc", "Doc"))
                .build();

        Checked checked = form.check(values(
                "doc",
                Map.of("file_id", "f1", "url", "https://evil.example", "mime", "text/html"),
                "note",
                "  as sent ",
                "stars",
                4,
                "weight",
                new BigDecimal("1.50"),
                "huge",
                new BigDecimal("1e30"),
                "count",
                3.0));

        assertThat(checked)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(List.copyOf(accepted.values().entrySet()))
                                .containsExactly(
                                        Map.entry("count", 3L),
                                        Map.entry("huge", BigInteger.TEN.pow(30)),
                                        Map.entry("weight", new BigDecimal("1.50")),
                                        Map.entry("stars", 4L),
                                        Map.entry("note", "  as sent "),
                                        Map.entry("doc", Map.of("file_id", "f1"))));
    }

    @Test
    void numbersThatWouldCostTooMuchToCompareAreRefused() {
        Form form = Form.builder()
                .field(Fields.number("n", "N").step(0.1).integer())
                .field(Fields.number("m", "M"))
                .build();

        for (Object number : List.of(
                new BigDecimal("1e2000000000"),
                new BigDecimal("1e-2000000000"),
                BigInteger.TEN.pow(500),
                Double.NaN,
                Double.POSITIVE_INFINITY)) {
            assertThat(form.check(values("n", number, "m", number)))
                    .isEqualTo(new Refused(
                            Map.of("n", List.of("must be a whole number"), "m", List.of("must be a number"))));
        }
    }

    @Test
    void acceptedValuesDoNotFollowTheSubmission() {
        Form form = Form.builder()
                .field(Fields.multiSelect("m", "M").option("a", "A"))
                .build();
        List<String> chosen = new ArrayList<>(List.of("a"));

        Checked checked = form.check(values("m", chosen));
        chosen.add("x");

        assertThat(checked).isEqualTo(new Accepted(Map.of("m", List.of("a"))));
    }

    private static Map<String, @Nullable Object> values(@Nullable Object... pairs) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return values;
    }
}

package dev.flowruntime.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problems;
import dev.flowruntime.form.Checked.Accepted;
import dev.flowruntime.form.Checked.Refused;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoicesTest {
    private static final List<Option> OPTIONS = List.of(new Option("y", "Yes"), new Option("n", "No"));
    private static final Choices ONE = Choices.one("Sure?", OPTIONS);
    private static final Choices SEVERAL = Choices.several(null, OPTIONS);

    @Test
    void oneIsAnsweredByAValue() {
        assertThat(ONE.check(Map.of("value", "y"))).isEqualTo(new Accepted(Map.of("value", "y")));
        assertRefused(ONE, Map.of("value", "x"), "value", "must be one of the options");
        assertRefused(ONE, Map.of("value", List.of("y")), "value", "must be a text");
        assertRefused(ONE, Map.of(), "value", "is required");
        assertThat(ONE.check(Map.of("values", List.of("y"))))
                .isEqualTo(new Refused(
                        Map.of("value", List.of("is required"), "values", List.of("is not a known field"))));
    }

    @Test
    void severalAreAnsweredByValues() {
        assertThat(SEVERAL.check(Map.of("values", List.of("n", "y"))))
                .isEqualTo(new Accepted(Map.of("values", List.of("n", "y"))));
        assertRefused(SEVERAL, Map.of("values", List.of("y", "x")), "values[1]", "must be one of the options");
        assertRefused(SEVERAL, Map.of("values", List.of("y", "y")), "values", "must not have the same option twice");
        assertRefused(SEVERAL, Map.of("values", List.of()), "values", "is required");
        assertRefused(SEVERAL, Map.of("values", "y"), "values", "must be a list");
    }

    private static void assertRefused(
            Choices choices, Map<String, @Nullable Object> values, String path, String reason) {
        assertThat(choices.check(values)).isEqualTo(new Refused(Map.of(path, List.of(reason))));
        assertThat(new StockValidator(choices.schema()).errors(values)).isNotEmpty();
    }

    @Test
    void theSchemaSaysWhichOfThem() {
        assertThat(ONE.schema().text())
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"string\",\"enum\":[\"y\",\"n\"]}}"
                                + ",\"required\":[\"value\"],\"additionalProperties\":false}");
        assertThat(SEVERAL.schema().text())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"values\":{\"type\":\"array\",\"items\":"
                        + "{\"type\":\"string\",\"enum\":[\"y\",\"n\"]},\"uniqueItems\":true,\"minItems\":1}},"
                        + "\"required\":[\"values\"],\"additionalProperties\":false}");
    }

    @Test
    void theBlockHasTextAndOptionsInTheirOrder() {
        String options = "\"options\":[{\"value\":\"y\",\"label\":\"Yes\"},{\"value\":\"n\",\"label\":\"No\"}]";

        assertThat(ONE.blockPayload().text()).isEqualTo("{\"text\":\"Sure?\"," + options + ",\"multiple\":false}");
        assertThat(SEVERAL.blockPayload().text()).isEqualTo("{" + options + ",\"multiple\":true}");
        assertThat(SEVERAL.blockPayload("\"Ann\"").text()).startsWith("{\"text\":\"\\\"Ann\\\"\"," + options);
    }

    @Test
    void choicesGoBackToADocument() {
        for (Choices choices : List.of(ONE, SEVERAL)) {
            Document document = Document.of("choices", choices.toTree());
            Problems problems = new Problems(document);

            assertThat(Choices.read(new Members(document.mapping(), "", problems)))
                    .isEqualTo(choices)
                    .hasSameHashCodeAs(choices);
            assertThat(problems.list()).isEmpty();
        }
        assertThat(ONE).isNotEqualTo(SEVERAL).isNotEqualTo(Choices.several("Sure?", OPTIONS));
    }

    @Test
    void optionsAreNeededAndDifferent() {
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Choices.one(null, List.of()))
                .withMessageContaining("options: needs at least one option");
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Choices.several(null, List.of(new Option("a", "A"), new Option("a", "B"))))
                .withMessageContaining("options[1].value: another option has the same value: a");
    }

    @Test
    void aWrongMemberIsNamedWithItsPath() {
        Document document = Document.parse("flow.yaml", "nodes: [{ text: 1, multiple: x, options: [{ label: A }] }]");
        Problems problems = new Problems(document);

        new Members(document.mapping(), "", problems).each("nodes", Choices::read);

        assertThat(problems.list())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("nodes[0].text", "nodes[0].multiple", "nodes[0].options[0].value");
    }
}

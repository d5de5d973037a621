package dev.flowruntime.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {
    private static String render(String url, Object value) {
        Map<String, Object> vars = new HashMap<>();
        vars.put("x", value);
        return UrlTemplate.compile(url).render(name -> name.equals("vars") ? vars : null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A-1 b_~.        | A-1%20b_~.
            a/b?c#d         | a%2Fb%3Fc%23d
            ../admin        | ..%2Fadmin
            %2e%2e          | %252e%252e
            \\\\evil.com    | %5C%5Cevil.com
            @evil.com:99    | %40evil.com%3A99
            é€😀            | %C3%A9%E2%82%AC%F0%9F%98%80
            ٣               | %D9%A3
            a&b=c           | a%26b%3Dc
            """)
    void aValueIsOnePieceOfThePathOrTheQuery(String value, String encoded) {
        assertThat(render("https://acme.com/o/{{ vars.x }}/items?q={{ vars.x }}&r=1", value))
                .isEqualTo("https://acme.com/o/" + encoded + "/items?q=" + encoded + "&r=1");
    }

    @Test
    void lineBreaksCannotBeBroughtIn() {
        assertThat(render("https://acme.com/{{ vars.x }}", "a\r\nHost: b"))
                .isEqualTo("https://acme.com/a%0D%0AHost%3A%20b");
    }

    @ParameterizedTest
    @CsvSource({
        ".,https://acme.com/a/{{ vars.x }}/b",
        "..,/a/{{ vars.x }}",
        ".,/a/.{{ vars.x }}?q",
        "'',/a/%2e{{ vars.x }}."
    })
    void aValueThatMakesAStepToAnotherPathIsRefused(String value, String url) {
        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> render(url, value))
                .withMessage("the path has a segment that is . or ..");
    }

    @Test
    void dotsInTheQueryAreNoSteps() {
        assertThat(render("/a?x={{ vars.x }}/..", "..")).isEqualTo("/a?x=../..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/{{ vars.x }}", "/orders/{{ vars.x }}/items", "/orders/{{ vars.x }}?a=b"})
    void aMissingSegmentIsRefusedSinceThePathWouldBeAnother(String url) {
        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> render(url, null))
                .withMessage("a value that is a whole segment of the path is missing");
    }

    @ParameterizedTest
    @CsvSource({"/o-{{ vars.x }},/o-", "/o?q={{ vars.x }}&r=1,/o?q=&r=1", "/o?/{{ vars.x }},/o?/"})
    void aMissingPieceOfASegmentOrOfTheQueryIsEmpty(String url, String rendered) {
        assertThat(render(url, null)).isEqualTo(rendered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{{ vars.x }}/a",
                "https://{{ vars.x }}",
                "https://api.{{ vars.x }}.com/",
                "https://acme.com{{ vars.x }}/a",
                "https://acme.com:{{ vars.x }}/a",
                "https:{{ vars.x }}",
                "acme.com/{{ vars.x }}",
                "{{ vars.x }}.acme.com/a",
                "{{ vars.x }}{{ vars.x }}"
            })
    void aValueIsNoPartOfTheHost(String url) {
        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> UrlTemplate.compile(url))
                .withMessageContaining("a value cannot be a part of the host");
    }

    @Test
    void aValueAtTheBeginningIsAUrlItself() {
        assertThat(render("{{ vars.x }}", "https://acme.com/jobs/7?a=b")).isEqualTo("https://acme.com/jobs/7?a=b");
        assertThat(render("{{ vars.x }}/{{ vars.x }}", "https://a")).isEqualTo("https://a/https%3A%2F%2Fa");
        assertThat(UrlTemplate.compile("{{ vars.x }}").startsWithValue()).isTrue();
        assertThat(UrlTemplate.compile("/{{ vars.x }}").startsWithValue()).isFalse();
        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> render("{{ vars.x }}/b", "https://acme.com/a/.."));
    }
}

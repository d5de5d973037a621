package dev.flowruntime.expression;

import static dev.flowruntime.expression.Sample.SCOPE;
import static dev.flowruntime.expression.Sample.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static String render(String text) {
        return Template.compile(text).render(SCOPE);
    }

    private static String shown(@Nullable Object value) {
        return Template.compile("<{{ vars.x }}>").render(with(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Hello {{ vars.first_name }}!           ~ Hello Ada!",
                "{{vars.first_name}}{{ $vars.int }}     ~ Ada7",
                "a {{ vars.missing.deep }}b             ~ a b",
                "{ {{ vars.int }} } }} {                ~ { 7 } }} {",
                "}} {{ vars.int }} }}                   ~ }} 7 }}",
                "{{ \"}}\" }} {{ '{{' }}                ~ }} {{",
                "{{ {'a': {'b': 1}}.a.b }}              ~ 1",
                "{{{'a': {'b': 1}}}}                    ~ {\"a\":{\"b\":1}}",
                "{{ default(vars.missing, 'friend') }}  ~ friend",
                "{{ vars.int > 5 ? 'many' : 'few' }}    ~ many",
                "{{ vars.cart.total }} EUR              ~ 19.9 EUR",
                "Order #{{ node.order_form.output.order_number }} ~ Order #A-1001",
                "{{ upper(vars.missing) }}.             ~ .",
                "{{! vars.no }}                         ~ true",
            })
    void rendersText(String text, String rendered) {
        assertThat(render(text)).isEqualTo(rendered);
    }

    @Test
    void valuesReadAsPeopleWriteThem() {
        assertThat(shown(null)).isEqualTo("<>");
        assertThat(shown(3L)).isEqualTo("<3>");
        assertThat(shown(3.0)).isEqualTo("<3>");
        assertThat(shown(-0.0)).isEqualTo("<0>");
        assertThat(shown(2.50)).isEqualTo("<2.5>");
        assertThat(shown(1e15)).isEqualTo("<1000000000000000>");
        assertThat(shown(1e21)).isEqualTo("<1000000000000000000000>");
        assertThat(shown(1.5e-7)).isEqualTo("<0.00000015>");
        assertThat(shown(1234567890123456.5)).isEqualTo("<1234567890123456.5>");
        assertThat(shown(true)).isEqualTo("<true>");
        assertThat(shown("text")).isEqualTo("<text>");
        assertThat(shown(List.of("a", 1, 2.0, List.of(true, "b")))).isEqualTo("<a, 1, 2, true, b>");
        assertThat(shown(Sample.withNull("a", null, "b"))).isEqualTo("<a, b>");
        assertThat(shown(List.of())).isEqualTo("<>");
        assertThat(shown(Map.of())).isEqualTo("<{}>");
        assertThat(shown(Instant.parse("2026-03-01T14:00:00Z"))).isEqualTo("<2026-03-01T14:00:00Z>");
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("a \"b\"\\\n\t\u0001", Sample.withNull(1, 2.0, null, "x", List.of(), Map.of()));
        map.put("at", Instant.EPOCH);
        assertThat(shown(map))
                .isEqualTo(
                        "<{\"a \\\"b\\\"\\\\\\n\\t\\u0001\":[1,2,null,\"x\",[],{}],\"at\":\"1970-01-01T00:00:00Z\"}>");
        assertThat(shown(List.of(Map.of("a", 1)))).isEqualTo("<{\"a\":1}>");
    }

    @Test
    void insertedTextIsNeverLookedAtAgain() {
        assertThat(render("{{ vars.braces }}")).isEqualTo("{{ vars.first_name }}");
        assertThat(render("{{ vars.code }}")).isEqualTo("vars.first_name + \"!\"");
        assertThat(render("{{ '{{' }} vars.first_name {{ '}}' }}")).isEqualTo("{{ vars.first_name }}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Hi {{ vars.a            ~ 4  ~ '{{' is not closed",
                "Hi {{ vars.a }          ~ 4  ~ '{{' is not closed",
                "{{ vars.a }} {{         ~ 14 ~ '{{' is not closed",
                "Hi {{ '}}' }            ~ 12 ~ expected an operator or '}}'",
                "Hi {{ vars.a } }        ~ 4  ~ '{{' is not closed",
                "{{ vars.a } } {{ 1 }}   ~ 11 ~ expected an operator or '}}'",
                "{{}}                    ~ 3  ~ expected a value, not '}'",
                "{{  }}                  ~ 5  ~ expected a value, not '}'",
                "ok {{ vars.a b }}       ~ 14 ~ expected an operator or '}}', not 'b'",
                "ok {{ foo.a }}          ~ 7  ~ unknown root 'foo'",
                "ok {{ event.name }}     ~ 7  ~ unknown root 'event'",
                "ok {{{ vars.a }}}       ~ 4  ~ '{{{' has no meaning",
                "{{#if vars.a}}x{{/if}}  ~ 1  ~ '{{#' has no meaning",
                "{{=<% %>=}}             ~ 1  ~ '{{=' has no meaning",
                "{{> partial}}           ~ 1  ~ '{{>' has no meaning",
                "{{/if}}                 ~ 1  ~ '{{/' has no meaning",
                "{{^vars.a}}             ~ 1  ~ '{{^' has no meaning",
                "{{&vars.a}}             ~ 1  ~ '{{&' has no meaning",
                "{{ vars.a // x }}       ~ 18 ~ expected an operator or '}}', not the end",
                "{{ 'a }}                ~ 4  ~ the string is not closed",
            })
    void doesNotCompile(String text, int column, String message) {
        assertThatThrownBy(() -> Template.compile(text)).isInstanceOfSatisfying(ExpressionException.class, e -> {
            assertThat(e).hasMessageContaining(message);
            assertThat(e.column()).hasValue(column);
        });
    }

    @Test
    void aTextThatIsOneInsertionKeepsItsType() {
        assertThat(Template.compile("{{ vars.int }}").value(SCOPE)).isEqualTo(7L);
        assertThat(Template.compile("{{ vars.numbers }}").value(SCOPE)).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(Template.compile("{{ vars.missing }}").value(SCOPE)).isNull();
        assertThat(Template.compile("{{ vars.yes }}").value(SCOPE)).isEqualTo(true);
        assertThat(Template.compile("{{ now }}").value(SCOPE)).isEqualTo(Sample.NOW);
        assertThat(Template.compile(" {{ vars.int }}").value(SCOPE)).isEqualTo(" 7");
        assertThat(Template.compile("{{ vars.int }}{{ vars.int }}").value(SCOPE))
                .isEqualTo("77");
        assertThat(Template.compile("plain").value(SCOPE)).isEqualTo("plain");
        assertThat(Template.compile("").value(SCOPE)).isEqualTo("");
    }

    @Test
    void tellsWhatItReadsAndWhetherItInserts() {
        Template template = Template.compile("{{ node.a.output.x }} and {{ vars.b + node.a.output.x }}");
        assertThat(template.references()).extracting(Reference::toString).containsExactly("node.a.output.x", "vars.b");
        assertThat(template.isConstant()).isFalse();
        assertThat(Template.compile("no } insertions {").isConstant()).isTrue();
        assertThat(Template.compile("{{ 1 }}").isConstant()).isFalse();
        assertThat(Template.compile("constant").references()).isEmpty();
        assertThat(template).hasToString("{{ node.a.output.x }} and {{ vars.b + node.a.output.x }}");
    }

    @Test
    void errorsTellTheColumnInTheWholeText() {
        assertThatThrownBy(() -> render("Total: {{ vars.first_name * 2 }}"))
                .hasMessage("column 27: '*' does not take text and a number");
    }

    @Test
    void rendersAtMost64KiB() {
        String half = "x".repeat(32_768);
        Template twice = Template.compile("{{ vars.x }}{{ vars.x }}");
        assertThat(twice.render(with(half))).hasSize(65_536);
        assertThatThrownBy(() -> twice.render(with(half + "x"))).hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> twice.renderMarkdown(with("*".repeat(20_000)))).hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> twice.render(with("\u20ac".repeat(12_000)))).hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> Template.compile("{{ vars.x }}").renderMarkdown(with(half.repeat(3))))
                .hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> Template.compile("{{ vars.x }}").value(with(half.repeat(3))))
                .hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> shown(Map.of("k", half.repeat(3)))).hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> shown(List.of(half, half, half))).hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> Template.compile(half + half + "x")).hasMessageContaining("64 KiB");
    }

    @Test
    void aLongTextMayHoldManyExpressions() {
        String text = "x".repeat(3_990) + "{{ vars.int }}";
        assertThat(render(text.repeat(10))).hasSize(39_910);
        assertThatThrownBy(() -> Template.compile("{{ '" + "x".repeat(4_000) + "' }}"))
                .hasMessageContaining("at most 4,000 characters");
    }
}

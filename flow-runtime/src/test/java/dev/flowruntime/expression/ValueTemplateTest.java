package dev.flowruntime.expression;

import static dev.flowruntime.expression.Sample.SCOPE;
import static dev.flowruntime.expression.Sample.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueTemplateTest {
    @Test
    void evaluatesEveryTextOfATree() {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("order_number", "{{ node.order_form.output.order_number }}");
        payload.put("amount", "{{ node.order_form.output.amount * 2 }}");
        payload.put("note", "for {{ vars.first_name }}");
        payload.put(
                "items",
                Sample.withNull(
                        "{{ vars.numbers }}", 1, 2.0, true, null, "plain", Map.of("{{ key }}", "{{ vars.missing }}")));
        assertThat(ValueTemplate.compile(payload).evaluate(SCOPE))
                .hasToString(
                        "{order_number=A-1001, amount=6, note=for Ada, items=[[1, 2, 3], 1, 2.0, true, null, plain, {{{ key }}=null}]}");
    }

    @Test
    void scalarsStandForThemselves() {
        assertThat(ValueTemplate.compile(null).evaluate(SCOPE)).isNull();
        assertThat(ValueTemplate.compile(3).evaluate(SCOPE)).isEqualTo(3L);
        assertThat(ValueTemplate.compile(true).evaluate(SCOPE)).isEqualTo(true);
        assertThat(ValueTemplate.compile("{{ vars.int }}").evaluate(SCOPE)).isEqualTo(7L);
    }

    @Test
    void tellsWhatItReadsAndWhetherItInserts() {
        ValueTemplate template =
                ValueTemplate.compile(Map.of("a", List.of("{{ vars.x }}", Map.of("b", "{{ node.n.output }}"))));
        assertThat(template.references()).extracting(Reference::toString).containsExactly("vars.x", "node.n.output");
        assertThat(template.isConstant()).isFalse();
        assertThat(ValueTemplate.compile(List.of("a", 1)).isConstant()).isTrue();
    }

    @Test
    void resultsCannotBeChanged() {
        Object result = ValueTemplate.compile(Map.of("a", List.of(1))).evaluate(SCOPE);
        assertThatThrownBy(() -> ((Map<?, ?>) result).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void errorsBeginWithThePath() {
        Object bad = Map.of("items", List.of("ok", Map.of("sku", "{{ foo }}")));
        assertThatThrownBy(() -> ValueTemplate.compile(bad))
                .hasMessageStartingWith("items[1].sku: column 4: unknown root 'foo'");
        Object failing = Map.of("items", List.of("{{ vars.x + 1 }}"));
        assertThatThrownBy(() -> ValueTemplate.compile(failing).evaluate(with("a")))
                .hasMessageStartingWith("items[0]: column 11: '+' does not take text and a number");
        assertThatThrownBy(() -> ValueTemplate.compile("{{ foo }}")).hasMessageStartingWith("column 4: unknown root");
        assertThatThrownBy(() -> ValueTemplate.compile(Map.of("a", Map.of(1, 2))))
                .hasMessage("a: a key of a map is text");
        assertThatThrownBy(() -> ValueTemplate.compile(List.of(Double.NaN))).isInstanceOf(ExpressionException.class);
    }

    @Test
    void theWholeTreeIsAtMost64KiB() {
        ValueTemplate twice = ValueTemplate.compile(List.of("{{ vars.x }}", "{{ vars.x }}"));
        assertThat(twice.evaluate(with("x".repeat(32_768)))).isNotNull();
        assertThatThrownBy(() -> twice.evaluate(with("x".repeat(32_769)))).hasMessageContaining("64 KiB");
    }

    @Test
    void aLiteralIsAtMost64LevelsDeep() {
        Object deep = "bottom";
        for (int i = 0; i < 64; i++) {
            deep = List.of(deep);
        }
        Object tooDeep = List.of(deep);
        assertThat(ValueTemplate.compile(deep).evaluate(SCOPE)).isEqualTo(deep);
        assertThatThrownBy(() -> ValueTemplate.compile(tooDeep)).hasMessageContaining("more than 64 levels");
    }
}

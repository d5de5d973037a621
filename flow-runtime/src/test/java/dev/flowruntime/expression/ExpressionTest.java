package dev.flowruntime.expression;

import static dev.flowruntime.expression.Sample.SCOPE;
import static dev.flowruntime.expression.Sample.evaluate;
import static dev.flowruntime.expression.Sample.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                // members and what is missing
                "vars.first_name == 'Ada'",
                "$vars.first_name == 'Ada'",
                "$vars.first_name==vars['first_name'] && $now == now",
                "vars['odd-name'] == 'dash'",
                "node.order_form.output.order_number == 'A-1001'",
                "vars.a == null",
                "vars.a.b.c == null",
                "vars.nothing == null",
                "vars.nothing.deeper == null",
                "vars.first_name.length == null",
                "vars.numbers.first == null",
                "vars.a != 3 && vars.a != '' && vars.a != false && vars.a != []",
                "vars.numbers[0] == 1",
                "vars.numbers[2.0] == 3",
                "vars.numbers[3] == null",
                "vars.numbers[-1] == null",
                "vars.numbers[1.5] == null",
                "vars.numbers[vars.a] == null",
                "vars.cart[1] == null",
                "vars[vars.a] == null",
                "vars.for == null && vars.default == null && vars.in == null",
                "has(vars.first_name) && has(vars.nothing) && !has(vars.a) && !has(vars.a.b)",
                "!has(vars.first_name.length)",
                // numbers by value
                "1 == 1.0 && 1.0 == 1",
                "vars.int == vars.whole && vars.int == vars.small",
                "1 + 1.5 == 2.5 && 1.5 + 1 == 2.5",
                "2 < 2.5 && 2.5 > 2 && 3 >= 3.0 && 3.0 <= 3 && !(3 < 3.0)",
                "1 in [1.0] && 1.0 in vars.numbers && !(4.0 in vars.numbers)",
                "[1, 2.0] == [1.0, 2] && {'a': 1} == {'a': 1.0} && {'a': [1]} != {'a': [2]}",
                "vars.big != 9007199254740992.0 && vars.big > 9007199254740992.0",
                "9223372036854775807 < 9223372036854775808.0 && 9223372036854775807 != 9223372036854775808.0",
                "-9223372036854775808 == -9223372036854775808.0",
                "0.0 == -0.0 && 0 == -0.0",
                "7 / 2 == 3 && -7 / 2 == -3 && 7 / 2.0 == 3.5 && 7 % 4 == 3 && -7 % 4 == -3",
                "5.5 % 2 == 1.5 && 6 * 0.5 == 3 && 3 - 0.5 == 2.5 && -vars.half == -2.5",
                "-9223372036854775808 < 0 && 0x10 == 16 && -0x10 == -16 && .5 == 0.5 && 1e3 == 1000 && 1.5E-1 == 0.15",
                "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 10 - 4 - 3 == 3 && 2 * 3 % 4 == 2 && --1 == 1 && - 1 == -1",
                // equality of everything else
                "1 != '1' && true != 1 && 'true' != true && [] != {} && null == null",
                "vars.list == [1, 2.5, 'x', null] && vars.list != [1, 2.5, 'x'] && null in vars.list",
                "'a' < 'b' && 'a' <= 'a' && 'b' > 'a' && 'Z' < 'a' && false < true",
                "'x' in vars.list && !('y' in vars.list) && 'total' in vars.cart && !(1 in vars.cart) && !(1 in vars.a)",
                "'a' + 'b' == 'ab' && [1] + [2] == [1, 2]",
                // logic
                "true || false && false",
                "!vars.no && !!vars.yes && !(vars.yes && vars.no)",
                "vars.yes || vars.a && vars.b",
                "vars.a || true",
                "true || vars.a",
                "!(vars.a && false)",
                "!(false && vars.a)",
                "1/0 == 1 || true",
                "vars.yes ? true : 1/0 == 1",
                "false ? 1/0 == 1 : true",
                "false ? false : false ? false : true",
                // default
                "default(vars.a, 'x') == 'x' && default(vars.first_name, 1/0) == 'Ada'",
                "default(vars.nothing, 1) == 1 && default(vars.empty, 'x') == '' && default(vars.no, true) == false",
                "default(vars.a, vars.b) == null && vars.a.default(3) == 3",
                // words and blanks
                " \t\n vars . first_name // a remark\n == 'Ada' // end",
                "'\\u0041\\x42\\103\\n\\'\\\\' == \"ABC\\n'\\\\\" && r'\\n' == '\\\\n' && '''a\n'b''' == 'a\\n\\'b'",
                "\"\"\"a \"b\" c\"\"\" == 'a \"b\" c' && '' == \"\" && '\\U0001F600' == '\uD83D\uDE00'",
                "{'a': 1, 'b': 2,}.b == 2 && [1, 2,][1] == 2 && {}.a == null",
                "vars['braces'] == '{{ vars.first_name }}'",
            })
    void holds(String condition) {
        assertThat(Expression.compile(condition).test(SCOPE)).isTrue();
    }

    @Test
    void resultsArePlainTrees() {
        assertThat(evaluate("1")).isEqualTo(1L);
        assertThat(evaluate("vars.small")).isEqualTo(7L);
        assertThat(evaluate("1.0")).isEqualTo(1.0);
        assertThat(evaluate("1 + 1.0")).isEqualTo(2.0);
        assertThat(evaluate("'a'")).isEqualTo("a");
        assertThat(evaluate("null")).isNull();
        assertThat(evaluate("vars.a")).isNull();
        assertThat(evaluate("true")).isEqualTo(true);
        assertThat(evaluate("now")).isEqualTo(Sample.NOW);
        assertThat(evaluate("duration('90m')")).isEqualTo("PT1H30M");
        assertThat(evaluate("vars.list")).isEqualTo(Sample.withNull(1L, 2.5, "x", null));
        assertThat(evaluate("{'a': [vars.int, {'b': vars.a}], 'n': now}"))
                .hasToString("{a=[7, {b=null}], n=2026-03-01T14:05:09.250Z}");
    }

    @Test
    void resultsShareNothingWithTheScope() {
        List<Object> list = new ArrayList<>(List.of(1L));
        Object result = Expression.compile("vars.x").evaluate(with(list));
        list.add(2L);
        assertThat(result).isEqualTo(List.of(1L));
        assertThatThrownBy(() -> ((List<?>) result).remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void hostNumbersOfAnyTypeAreRead() {
        Expression x = Expression.compile("vars.x");
        assertThat(x.evaluate(with(3))).isEqualTo(3L);
        assertThat(x.evaluate(with((short) 3))).isEqualTo(3L);
        assertThat(x.evaluate(with(2.5f))).isEqualTo(2.5);
        assertThat(x.evaluate(with(new BigDecimal("2.5")))).isEqualTo(2.5);
        assertThat(x.evaluate(with(BigInteger.valueOf(Long.MAX_VALUE)))).isEqualTo(Long.MAX_VALUE);
        assertThat(x.evaluate(with(BigInteger.TWO.pow(64)))).isEqualTo(0x1p64);
        assertThat(x.evaluate(with(List.of(3, new BigDecimal("4.5"))))).isEqualTo(List.of(3L, 4.5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "vars.a < 3            ~ 8 ~ '<' does not take nothing (null) and a number; default(x, y) replaces a missing value",
                "3 >= vars.a           ~ 3 ~ '>=' does not take a number and nothing",
                "'a' < 1               ~ 5 ~ '<' does not take text and a number",
                "[] < []               ~ 4 ~ '<' does not take a list and a list",
                "vars.a + 1            ~ 8 ~ '+' does not take nothing",
                "'a' + 1               ~ 5 ~ '+' does not take text and a number",
                "'a' + vars.a          ~ 5 ~ '+' does not take text and nothing",
                "true - 1              ~ 6 ~ '-' does not take a boolean and a number",
                "-vars.first_name      ~ 1 ~ '-' needs a number, not text",
                "1 / 0                 ~ 3 ~ division by zero",
                "1.0 / 0               ~ 5 ~ division by zero",
                "1 % 0                 ~ 3 ~ division by zero",
                "1 % 0.0               ~ 3 ~ division by zero",
                "9223372036854775807+1 ~ 20 ~ does not fit 64 bits",
                "-9223372036854775808-1 ~ 21 ~ does not fit 64 bits",
                "9223372036854775807*2 ~ 20 ~ does not fit 64 bits",
                "-9223372036854775808 / -1 ~ 22 ~ does not fit 64 bits",
                "-(-9223372036854775808)   ~ 1 ~ does not fit 64 bits",
                "1e99 * 10             ~ 6 ~ not finite, or beyond the exponents",
                "1e-99 / 10            ~ 7 ~ not finite, or beyond the exponents",
                "1 in 'abc'            ~ 3 ~ 'in' looks into a list or a map, not into text",
                "vars.a && true        ~ 6 ~ '&&' needs true or false, not nothing",
                "vars.int || false     ~ 6 ~ '||' needs true or false, not a number",
                "!vars.first_name      ~ 7 ~ '!' needs true or false, not text",
                "vars.int ? 1 : 2      ~ 6 ~ '?' needs true or false, not a number",
                "{vars.int: 1}         ~ 7 ~ a key is text, not a number",
                "{'a': 1, 'a': 2}      ~ 10 ~ a key stands twice",
                "now + 1               ~ 5 ~ '+' does not take an instant and a number",
                "upper(vars.list)      ~ 1 ~ upper needs a single value, not a list",
                "size(vars.a)          ~ 1 ~ size needs text, a list or a map, not nothing",
            })
    void errsOnValuesThatDoNotFit(String source, int column, String message) {
        Expression expression = Expression.compile(source);
        assertThatThrownBy(() -> expression.evaluate(SCOPE)).isInstanceOfSatisfying(ExpressionException.class, e -> {
            assertThat(e).hasMessageStartingWith("column " + column + ": ").hasMessageContaining(message);
            assertThat(e.column()).hasValue(column);
        });
    }

    @Test
    void aConditionIsABoolean() {
        assertThatThrownBy(() -> Expression.compile("vars.first_name").test(SCOPE))
                .hasMessageContaining("a condition needs true or false, not text");
        assertThatThrownBy(() -> Expression.compile("vars.a").test(SCOPE))
                .hasMessageContaining("a condition needs true or false, not nothing (null)");
    }

    @Test
    void errorsNeverShowValues() {
        for (String source : List.of(
                "int(vars.x)",
                "vars.x + 1",
                "timestamp(vars.x)",
                "duration(vars.x)",
                "now.getHours(vars.x)",
                "format_date(now, vars.x)",
                "bool(vars.x)")) {
            assertThatThrownBy(() -> Expression.compile(source.replace("now", "timestamp(0)"))
                            .evaluate(with("s3cret 'b")))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void numbersOfTheHostAreBoundedToo() {
        for (Object number :
                List.of(Double.NaN, Double.POSITIVE_INFINITY, 1e100, 1e-100, -1e100, new BigDecimal("1e400"))) {
            assertThatThrownBy(() -> Expression.compile("vars.x").evaluate(with(number)))
                    .isInstanceOf(ExpressionException.class);
            assertThatThrownBy(() -> Expression.compile("vars").evaluate(with(List.of(number))))
                    .isInstanceOf(ExpressionException.class);
        }
        assertThat(Expression.compile("vars.x").evaluate(with(9.99e99))).isEqualTo(9.99e99);
        assertThat(Expression.compile("vars.x").evaluate(with(0.0))).isEqualTo(0.0);
    }

    @Test
    void aForeignJavaTypeIsRefused() {
        assertThatThrownBy(() -> Expression.compile("vars.x").evaluate(with(new StringBuilder())))
                .hasMessageContaining("class java.lang.StringBuilder has no place in expressions");
        assertThatThrownBy(() -> Expression.compile("vars.x").evaluate(with(Map.of(1, 2))))
                .hasMessageContaining("a key of a map is text");
    }

    @Test
    void resultsAreAtMost64KiB() {
        String kib64 = "x".repeat(65_536);
        Expression x = Expression.compile("vars.x");
        assertThat(x.evaluate(with(kib64))).isEqualTo(kib64);
        assertThatThrownBy(() -> x.evaluate(with(kib64 + "x"))).hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> x.evaluate(with("ä".repeat(32_769)))).hasMessageContaining("64 KiB");
        assertThat(x.evaluate(with("ä".repeat(32_768)))).isNotNull();
        assertThat(x.evaluate(with("\uD83D\uDE00".repeat(16_384)))).isNotNull();
        assertThatThrownBy(() -> x.evaluate(with("\uD83D\uDE00".repeat(16_385))))
                .hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> x.evaluate(with(List.of(kib64)))).hasMessageContaining("64 KiB");
        assertThatThrownBy(() -> x.evaluate(with(Map.of(kib64, 1)))).hasMessageContaining("64 KiB");
        assertThat(Expression.compile("size(vars.x)").evaluate(with(kib64.repeat(2))))
                .isEqualTo(131_072L);
        assertThatThrownBy(() -> Expression.compile("size(vars.x + vars.x)").evaluate(with(kib64)))
                .hasMessageContaining("64 KiB");
        String doubling = "[vars.x" + ", vars.x".repeat(400) + "]";
        assertThatThrownBy(() -> Expression.compile(doubling).evaluate(with("y".repeat(1_000))))
                .hasMessageContaining("64 KiB");
    }

    @Test
    void listsDoNotGrowWithoutBound() {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            list.add(i);
        }
        assertThatThrownBy(() -> Expression.compile("size(vars.x + vars.x)").evaluate(with(list)))
                .hasMessageContaining("at most 10,000 elements");
    }

    @Test
    void resultsAreAtMost64LevelsDeep() {
        Object deep = "bottom";
        for (int i = 0; i < 64; i++) {
            deep = List.of(deep);
        }
        assertThat(Expression.compile("vars.x").evaluate(with(deep))).isNotNull();
        assertThatThrownBy(() ->
                        Expression.compile("[vars.x]").evaluate(with(Sample.withNull(65, null, List.of(), nest(65)))))
                .hasMessageContaining("more than 64 levels");
    }

    private static Object nest(int levels) {
        Object value = 1L;
        for (int i = 0; i < levels; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void timesCalculate() {
        assertThat(evaluate("now + duration('24h')")).isEqualTo(Sample.NOW.plus(Duration.ofDays(1)));
        assertThat(evaluate("duration('PT1H') + now - duration('60m')")).isEqualTo(Sample.NOW);
        assertThat(evaluate("now - timestamp('2026-03-01T14:05:00Z')")).isEqualTo("PT9.25S");
        assertThat(evaluate("duration('1h') - duration('1m') + duration('1s')")).isEqualTo("PT59M1S");
        assertThat(evaluate("now - timestamp(vars.day) > duration('PT14H') && now < timestamp('9999-12-31T23:59:59Z')"))
                .isEqualTo(true);
        assertThat(evaluate("timestamp(vars.at) == timestamp('2026-03-01T14:05:09Z')"))
                .isEqualTo(true);
        assertThatThrownBy(() -> evaluate("timestamp('9999-12-31T23:59:59Z') + duration('1s')"))
                .hasMessageContaining("outside the years 1 to 9999");
        assertThatThrownBy(() -> evaluate("now + duration('PT2562047788015215H')"))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expression.compile("vars.x - duration('1s')").evaluate(with(Instant.MIN)))
                .hasMessageContaining("outside the years");
    }

    @Test
    void eventFiltersReadTheEvent() {
        Expression filter =
                Expression.compile("event.name == 'order.paid' && $event.data.total > 12", Roots.EVENT_FILTER);
        assertThat(filter.test(SCOPE)).isTrue();
        assertThatThrownBy(() -> Expression.compile("event.name == 'x'")).hasMessageContaining("unknown root 'event'");
    }

    @Test
    void keepsItsSource() {
        assertThat(Expression.compile(" vars.a ").source()).isEqualTo(" vars.a ");
        assertThat(Expression.compile("vars.a")).hasToString("vars.a");
    }
}

package dev.flowruntime.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionSyntaxTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "``                     ~ 1  ~ expected a value, not the end",
                "`  `                   ~ 3  ~ expected a value, not the end",
                "// only a remark       ~ 17 ~ expected a value, not the end",
                "1 +                    ~ 4  ~ expected a value, not the end",
                "(1                     ~ 3  ~ expected ')', not the end",
                "1)                     ~ 2  ~ expected an operator or the end, not ')'",
                "[1, 2                  ~ 6  ~ expected ',', not the end",
                "[1 2]                  ~ 4  ~ expected ',', not '2'",
                "{'a' 1}                ~ 6  ~ expected ':', not '1'",
                "[,]                    ~ 2  ~ expected a value, not ','",
                "true ? 1               ~ 9  ~ expected ':', not the end",
                "vars.                  ~ 6  ~ expected the name of a member, not the end",
                "vars.1                 ~ 5  ~ expected an operator or the end, not '.1'",
                "vars.$a                ~ 6  ~ expected the name of a member, not '$a'",
                "vars.a vars.b          ~ 8  ~ expected an operator or the end, not 'vars'",
                "vars.a and vars.b      ~ 8  ~ expected an operator or the end, not 'and'",
                "vars.a = 1             ~ 8  ~ equality is written ==",
                "vars.a & vars.b        ~ 8  ~ \"and\" is written &&",
                "vars.a | upper         ~ 8  ~ \"or\" is written ||",
                "vars.a # 1             ~ 8  ~ unexpected character '#'",
                "'a\u00a0b' +\u00a0'c'  ~ 8  ~ unexpected character U+00A0",
                "vars.\u540d            ~ 6  ~ unexpected character U+540D",
                "'abc                   ~ 1  ~ the string is not closed by '",
                "'''abc''               ~ 1  ~ the string is not closed by '''",
                "'a\\d'                 ~ 3  ~ unknown escape",
                "'\\u12'                ~ 6  ~ this escape has 4 digits",
                "'\\ud83d'              ~ 7  ~ no character has this number",
                "'\\U00110000'          ~ 11 ~ no character has this number",
                "'\\                    ~ 2  ~ unknown escape",
                "b'abc'                 ~ 1  ~ there are no bytes",
                "rb'abc'                ~ 1  ~ there are no bytes",
                "1u                     ~ 2  ~ there are no unsigned numbers",
                "12abc                  ~ 3  ~ a number runs into a name",
                "0x                     ~ 1  ~ is not one of 64 bits",
                "9223372036854775808    ~ 1  ~ is not one of 64 bits",
                "-9223372036854775809   ~ 2  ~ is not one of 64 bits",
                "1e100                  ~ 1  ~ exponent of a number is from -99 to 99",
                "1e-100                 ~ 1  ~ exponent of a number is from -99 to 99",
                "0e999999999999         ~ 1  ~ exponent of a number is from -99 to 99",
                "1e                     ~ 1  ~ exponent of a number",
                "100e99                 ~ 1  ~ beyond the exponents -99 to 99",
                "order.number           ~ 1  ~ unknown root 'order', there are vars, trigger, node, context, customer, conversation, execution, now",
                "vars.a == yes          ~ 11 ~ unknown root 'yes'",
                "$first_name            ~ 1  ~ unknown root 'first_name'",
                "$ vars                 ~ 1  ~ '$' may only stand before a root",
                "$$vars                 ~ 1  ~ '$' may only stand before a root",
                "$upper('a')            ~ 1  ~ unknown function '$upper'",
                ".vars                  ~ 1  ~ expected a value, not '.'",
                "for                    ~ 1  ~ the word 'for' is reserved",
                "in                     ~ 1  ~ the word 'in' is reserved",
                "!-1                    ~ 2  ~ expected a value, not '-'",
                "vars.list.all(x, x > 1)         ~ 11 ~ there are no loops in expressions, so 'all' is not available",
                "vars.list.exists(x, true)       ~ 11 ~ there are no loops",
                "vars.list.exists_one(x, true)   ~ 11 ~ there are no loops",
                "vars.list.map(x, x)             ~ 11 ~ there are no loops",
                "vars.list.filter(x, true)       ~ 11 ~ there are no loops",
                "all(vars.list)         ~ 1  ~ there are no loops",
                "foo(1)                 ~ 1  ~ unknown function 'foo', there are has, default, bool, contains, ",
                "vars.a.foo()           ~ 8  ~ unknown function 'foo'",
                "type(1)                ~ 1  ~ unknown function 'type'",
                "upper()                ~ 1  ~ upper takes 1 argument, not 0",
                "upper(1, 2)            ~ 1  ~ upper takes 1 argument, not 2",
                "format_date(now)       ~ 1  ~ format_date takes 2 to 3 arguments, not 1",
                "default(vars.a)        ~ 1  ~ default takes two arguments",
                "has(vars)              ~ 1  ~ has takes one member",
                "has(vars['a'])         ~ 1  ~ has takes one member",
                "has(vars.a, 1)         ~ 1  ~ has takes one member",
                "vars.a{b: 1}           ~ 7  ~ expected an operator or the end, not '{'",
                "vars.?a                ~ 6  ~ expected the name of a member",
                "{{ vars.a }}           ~ 1  ~ leave out {{ and }}",
                "'a'.matches(vars.a)    ~ 18 ~ the pattern of matches is a string written out",
                "'a'.matches('(')       ~ 13 ~ not a pattern of the linear-time engine",
                "'a'.matches('(?=a)')   ~ 13 ~ not a pattern of the linear-time engine",
                "'a'.matches('(a{1000}){1000}')  ~ 13 ~ the pattern repeats too much",
                "format_date(now, 'b')  ~ 18 ~ not a date pattern",
                "format_date(now, 'y', 'Mars')   ~ 23 ~ unknown time zone",
                "format_number(1, '#.#.#')       ~ 18 ~ not a number pattern",
            })
    void doesNotCompile(String source, int column, String message) {
        assertThatThrownBy(() -> Expression.compile(source)).isInstanceOfSatisfying(ExpressionException.class, e -> {
            assertThat(e).hasMessageContaining(message);
            assertThat(e.column()).hasValue(column);
        });
    }

    @Test
    void aStringEndsOnItsLine() {
        assertThatThrownBy(() -> Expression.compile("1 + \"a\nb\""))
                .hasMessage("column 5: the string is not closed by \"");
    }

    @Test
    void theSourceHasAtMost4000Characters() {
        assertThat(Expression.compile("'" + "x".repeat(3_998) + "'").evaluate(Sample.SCOPE))
                .isEqualTo("x".repeat(3_998));
        assertThatThrownBy(() -> Expression.compile("'" + "x".repeat(3_999) + "'"))
                .hasMessageContaining("at most 4,000 characters");
        assertThatThrownBy(() -> Expression.compile("vars.a" + " ".repeat(4_000)))
                .hasMessageContaining("at most 4,000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "{'a':",
                "{",
                "!(",
                "-(",
                "upper(",
                "vars[",
                "1+(",
                "true?",
                "true?1:",
                "has(",
                "((1)+",
                "[[",
                "a.b(",
                "vars.a.default(",
                ")",
                "]",
                "}",
                "?",
                ":",
                ",",
                ".",
                "-",
                "!",
                "-!",
                "1-",
                "&&",
                "||",
                "==",
                "1<",
                "'",
                "\"",
                "\\",
                "$",
                "//",
                "\n",
                "a ",
                "1 ",
                "'a'",
                "{{",
                "}}",
                "vars.a.",
                "vars[0]",
                "1+1",
                "x?:",
                "true&&",
                "true||",
                "in ",
                "1 in "
            })
    void aHostileSourceEndsInAnErrorEvenOnASmallStack(String unit) throws InterruptedException {
        String many = unit.repeat(4_000 / unit.length());
        assertNoOverflow(many);
        assertNoOverflow("1" + many);
        assertNoOverflow("vars" + many);
        assertNoOverflow(many + "1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"+1, 1", ".a, vars", "[0], vars", "-1, 1", "<1, 1", ".trim(), vars.a", "==1, 1"})
    void longChainsAreBoundedNotOverflowing(String link, String start) throws InterruptedException {
        assertNoOverflow(start + link.repeat((4_000 - start.length()) / link.length()));
        Expression.compile(start + link.repeat(100)).references();
        assertThatThrownBy(() -> Expression.compile(start + link.repeat(300)))
                .hasMessageContaining("at most 200 steps deep");
    }

    @Test
    void manyConditionsInARowAreFine() {
        String many = IntStream.range(0, 300).mapToObj(i -> "vars.a==" + i).collect(Collectors.joining("||"));
        assertThat(Expression.compile(many).test(Sample.SCOPE)).isFalse();
    }

    @Test
    void randomSourcesNeverFailInAnotherWay() throws InterruptedException {
        long seed = 20260301;
        Random random = new Random(seed);
        List<String> words = Arrays.asList(
                "vars",
                ".a",
                ".b.c",
                "$",
                "now",
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                "'x'",
                "\"",
                "1",
                "2.5",
                "1e9",
                "+",
                "-",
                "*",
                "/",
                "%",
                "==",
                "!=",
                "<",
                ">=",
                "&&",
                "||",
                "!",
                "?",
                ":",
                ",",
                " in ",
                "has(",
                "default(",
                "upper(",
                "size(",
                "matches(",
                "null",
                "true",
                "false",
                "'a(b'",
                "\\",
                "0x1",
                "r'",
                "//",
                "\n",
                " ");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder source = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                source.append(words.get(random.nextInt(words.size())));
            }
            Throwable failure = failureOf(source.toString());
            assertThat(failure == null || failure instanceof ExpressionException)
                    .as("seed %d: %s gave %s", seed, source, failure)
                    .isTrue();
        }
    }

    @Test
    void tellsEveryPathThatItReads() {
        assertThat(references("node.order_form.output.order_number"))
                .containsExactly(new Reference("node", List.of("order_form", "output", "order_number")));
        assertThat(references("$node['order_form'].output == now"))
                .extracting(Reference::toString)
                .containsExactly("node.order_form.output", "now");
        assertThat(references("has(node.a.output.x) ? node.a.output.x : default(vars.b, trigger.text)"))
                .extracting(Reference::toString)
                .containsExactly("node.a.output.x", "vars.b", "trigger.text");
        assertThat(references("vars.items[0].name + vars.items[vars.n].name + upper(node.x.output.t.trim())"))
                .extracting(Reference::toString)
                .containsExactly("vars.items", "vars.n", "node.x.output.t");
        assertThat(references("[vars.a, {vars.k: vars.v}, -vars.n, !vars.t, vars.l + (vars.m)]"))
                .extracting(Reference::toString)
                .containsExactly("vars.a", "vars.k", "vars.v", "vars.n", "vars.t", "vars.l", "vars.m");
        assertThat(references("vars")).containsExactly(new Reference("vars", List.of()));
        assertThat(references("false && node.later.output"))
                .extracting(Reference::toString)
                .containsExactly("node.later.output");
        assertThat(references("'vars.a' + '$node.x'")).isEmpty();
        assertThatThrownBy(() -> references("vars.a").clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Set<Reference> references(String source) {
        return Expression.compile(source).references();
    }

    private static void assertNoOverflow(String source) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> failure.set(failureOf(source)), "small stack", 256 * 1024);
        thread.start();
        thread.join();
        assertThat(failure.get() == null || failure.get() instanceof ExpressionException)
                .as("%.40s… gave %s", source, failure.get())
                .isTrue();
    }

    private static @Nullable Throwable failureOf(String source) {
        try {
            Expression.compile(source).evaluate(Sample.SCOPE);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}

package dev.flowruntime.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}", "((a{30}){30}){30}", "(((((((a?){9}){9}){9}){9}){9}){9}){9}", "(a{100}|b{100}){20}",
                        "(?:[a-z]{50}){50}",
                "(\\Q)\\E(a{40}){40}){40}", "([)](a{40}){40}){40}", "([]()](a{40}){40}){40}", "([^]()](a{40}){40}){40}",
                        "([[:alpha:])](a{40}){40}){40}",
                "(\\)(a{40}){40}){40}", "([\\])](a{40}){40}){40}", "((a{40}){40,}){40}", "((a{1,40}){2,40}){40}",
                        "(\\pL(\\p{Greek}{40}){40}){40}",
                "((\\x{61}{40}){40}){40}", "((a*{40}){40}){40}", "(?P<n>(a{40}){40}){40}", "((abcdefghij?){40}){40}",
                        "((ab|cd)+?){999}(ef){999}"
            })
    void refusesRepeatsThatMultiply(String source) {
        assertThatThrownBy(() -> LinearPattern.compile(source))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("repeats too much");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[A-Z]{2}-[0-9]{4,8}$",
                "a{1000}",
                "(?i)^(order|return)s?\\b",
                "[\\w.+-]+@[\\w-]+\\.[\\w.]+",
                "(\\d{1,3}\\.){3}\\d{1,3}",
                "{",
                "a{",
                "a{,3}",
                "x{a}",
                "\\Q{(\\E",
                "[]{}()]{3}",
                "",
                "\\p{L}+",
                "\\{3}"
            })
    void takesOrdinaryPatterns(String source) {
        assertThat(LinearPattern.compile(source)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "a)b", "[a", "(?=a)", "(?<!a)b", "\\1", "a**", "a{1001}", "a{2}{3}", "*", "\\"})
    void refusesWhatTheEngineRefuses(String source) {
        assertThatThrownBy(() -> LinearPattern.compile(source))
                .hasMessageContaining("not a pattern of the linear-time engine");
    }

    @Test
    void patternsHaveAtMost500Characters() {
        assertThat(LinearPattern.compile("a".repeat(500))).isNotNull();
        assertThatThrownBy(() -> LinearPattern.compile("a".repeat(501))).hasMessageContaining("at most 500 characters");
    }

    @Test
    void noAcceptedPatternIsLargerThanItsBound() {
        long seed = 20260302;
        Random random = new Random(seed);
        List<String> words = List.of(
                "a",
                "b",
                "(",
                ")",
                "(?:",
                "|",
                "*",
                "+",
                "?",
                "{9}",
                "{2,30}",
                "{40,}",
                "[",
                "]",
                "^",
                "[^",
                "\\]",
                "\\Q",
                "\\E",
                "\\pL",
                "[:alpha:]",
                "\\",
                "{",
                "}");
        int accepted = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder source = new StringBuilder();
            for (int n = random.nextInt(16); n >= 0; n--) {
                source.append(words.get(random.nextInt(words.size())));
            }
            try {
                assertThat(LinearPattern.compile(source.toString()).programSize())
                        .as("seed %d: %s", seed, source)
                        .isLessThan(4_100);
                accepted++;
            } catch (ExpressionException e) {
                assertThat(e).isNotNull();
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }

    @Test
    void matchingIsLinear() {
        Expression slowElsewhere = Expression.compile("vars.x.matches('^(.*?,){15}P')");
        assertThat(assertTimeoutPreemptively(
                        Duration.ofMinutes(1), () -> slowElsewhere.evaluate(Sample.with("1,".repeat(20_000)))))
                .isEqualTo(false);
    }
}

package dev.flowruntime.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPatternTest {
    private static final long SEED = Long.getLong("flow.test.seed", 20_260_131L);

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a.b a[^\\n]b",
                "\\d+\\w*\\D\\W? \\d+\\w*\\D\\W?",
                "\\s\\S [\\t\\n\\f\\r\\x20][^\\t\\n\\f\\r\\x20]",
                "[\\s\\d] [\\t\\n\\f\\r\\x20\\d]",
                "\\Aa\\z ^a$",
                "\\-\\@\\/\\. -@\\/\\.",
                "x{2} x{2}",
                "x{2,} x{2,}",
                "x{2,3}? x{2,3}?",
                "x{,3} x\\{,3\\}",
                "x{ x\\{",
                "[]a] [\\]a]",
                "[^]a] [^\\]a]",
                "[a-z-9] [a-z\\-9]",
                "[\\w-x] [\\w\\-x]",
                "[-a] [\\-a]",
                "[a-] [a\\-]",
                "[a&&b] [a\\x26\\x26b]",
                "[[a] [\\[a]",
                "[\\]\\-\\@] [\\]\\-@]",
                "\\pL\\p{Lu}\\PN \\p{L}\\p{Lu}\\P{N}",
                "[\\pL-z] [\\p{L}\\-z]",
                "\\x41[\\x41-\\x5A] \\x41[\\x41-\\x5A]",
                "(a|b)(?:c)* (a|b)(?:c)*",
                "\u00e9\ud83d\ude00 \u00e9\ud83d\ude00",
                "[\ud83d\ude00-\ud83d\ude02] [\ud83d\ude00-\ud83d\ude02]"
            })
    void whatMeansTheSameElsewhereIsSaidInTheSchema(String written, String said) {
        assertThat(TextPattern.compile(written).says())
                .isEqualTo(Map.of("pattern", "^(?:" + said.replace("\\x20", " ") + ")$"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)a",
                "(?P<n>a)",
                "(?<n>a)",
                "[[:alpha:]]",
                "\\Qa.b\\E",
                "\\x{1F600}",
                "\\p{Greek}",
                "\\07",
                "\\a",
                "[\\S]",
                "^*a",
                "\\b+a"
            })
    void whatMayMeanSomethingElseElsewhereIsLeftOutOfTheSchema(String written) {
        assertThat(TextPattern.compile(written).says()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(", "a)", "[a", "a**", "(?=a)", "\\1", "a++", "\\", "[\\", "x{1001}", "{2}", "[z-a]", "(?!a)",
                "\\u0041"
            })
    void whatTheLinearEngineCannotReadIsRefused(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> TextPattern.compile(written));
    }

    @Test
    void theReasonNamesThePartThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextPattern.compile("ab(?=c)"))
                .withMessageContaining("linear-time engine")
                .withMessageContaining("`(?=`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{100}){11}",
                "((a{1000}){1000}){1000}",
                "(((a{2,9}){9}){9}){9}",
                "a{1000}b",
                "((a{500}|b)c){2}",
                "[\\d{9}]{1000}x"
            })
    void repeatsThatComeToTooManyStatesAreRefusedBeforeTheyAreCompiled(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextPattern.compile(written))
                .withMessageContaining("repeats too much");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{1000}", "(a{30}){30}", "[a-z]{1,200}\\.[a-z]{2,63}", "\\d{3}-\\d{4}", "a{0}b"})
    void sensibleRepeatsAreTaken(String written) {
        assertThat(TextPattern.compile(written).says()).isNotEmpty();
    }

    @Test
    void aPatternHasAtMost500Characters() {
        assertThat(TextPattern.compile("a".repeat(500)).matches("a".repeat(500)))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextPattern.compile("a".repeat(501)))
                .withMessage("must have at most 500 characters");
    }

    @Test
    void aTextThatWouldTakeTooLongDoesNotMatch() {
        assertThat(TextPattern.compile("(.*,?){15}").matches("a,b".repeat(21_000)))
                .isTrue();
        assertThat(TextPattern.compile("(.*){1,300}").matches("a".repeat(4_000)))
                .isTrue();
        assertThat(TextPattern.compile("(.*){1,300}").matches("a".repeat(65_000)))
                .isFalse();
    }

    /** Java's own engine reads what the schema says, in place of a client's; only its dollar is another. */
    @Test
    void thePortableFormMatchesTheSameTexts() {
        Random random = new Random(SEED);
        List<String> parts = List.of(
                "a",
                "b",
                "z",
                ".",
                "\\d",
                "\\s",
                "\\S",
                "\\W",
                "[a-c]",
                "[^a-]",
                "[&&b]",
                "[]x]",
                "[\\s-z]",
                "\\-",
                "]",
                "}",
                "x{",
                "(a|b)",
                "(?:b.)",
                "\\pL",
                "|",
                "^",
                "$",
                "\\b",
                "\\x41",
                "\ud83d\ude00");
        List<String> repeats = List.of("", "", "", "*", "+?", "{2}", "{0,2}");
        List<String> letters = List.of(
                "a", "b", "A", "z", "-", "&", "]", "}", "x{", "1", " ", "\n", "\r", "\u00a0", "\u2028", "\ud83d\ude00");
        int matches = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder written = new StringBuilder();
            for (int j = random.nextInt(4); j >= 0; j--) {
                String part = parts.get(random.nextInt(parts.size()));
                written.append(part);
                if (!List.of("x{", "|", "^", "$", "\\b").contains(part)) {
                    written.append(repeats.get(random.nextInt(repeats.size())));
                }
            }
            TextPattern pattern = TextPattern.compile(written.toString());
            Pattern said = Pattern.compile(
                    String.valueOf(pattern.says().get("pattern")).replace("$", "\\z"), Pattern.UNIX_LINES);
            for (int j = 0; j < 10; j++) {
                StringBuilder text = new StringBuilder();
                for (int k = random.nextInt(4); k > 0; k--) {
                    text.append(letters.get(random.nextInt(letters.size())));
                }
                boolean matched = pattern.matches(text.toString());
                matches += matched ? 1 : 0;
                assertThat(said.matcher(text).find())
                        .as("seed %d, /%s/ said as /%s/ on \"%s\"", SEED, written, said, text)
                        .isEqualTo(matched);
            }
        }
        assertThat(matches).isGreaterThan(10_000);
    }
}

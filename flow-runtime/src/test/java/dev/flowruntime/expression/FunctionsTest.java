package dev.flowruntime.expression;

import static dev.flowruntime.expression.Sample.evaluate;
import static dev.flowruntime.expression.Sample.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                // CEL's own
                "size('a\uD83D\uDE00b') == 3 && vars.numbers.size() == 3 && size(vars.cart) == 1 && size('') == 0",
                "'hello'.contains('ell') && !'hello'.contains('x') && contains('hello', '')",
                "'hello'.startsWith('he') && 'hello'.endsWith('lo') && !'hello'.startsWith('lo')",
                "'hello'.matches('l+') && matches('hello', '^h.*o$') && !'hello'.matches('^l') && 'A'.matches('(?i)a')",
                "int('42') == 42 && int('-7') == -7 && int(2.9) == 2 && int(-2.9) == -2 && int('1e3') == 1000 && int(true ? 1 : 2) == 1",
                "int('007') == 7 && int(now) == 1772373909 && int(1) == 1",
                "double('2.50') == 2.5 && double(2) == 2 && double('1e-3') == 0.001 && double('12345678901234567890') > 1e19",
                "string(1) == '1' && string(1.0) == '1' && string(2.5) == '2.5' && string(true) == 'true' && string('a') == 'a'",
                "string(now) == '2026-03-01T14:05:09.250Z' && string(duration('90s')) == 'PT1M30S'",
                "bool('true') && !bool('false') && bool(true)",
                "dyn(1) == 1",
                "now.getFullYear() == 2026 && now.getMonth() == 2 && now.getDate() == 1 && now.getDayOfMonth() == 0",
                "now.getDayOfWeek() == 0 && now.getDayOfYear() == 59 && now.getHours() == 14 && now.getMinutes() == 5",
                "now.getSeconds() == 9 && now.getMilliseconds() == 250",
                "now.getHours('Europe/Berlin') == 15 && now.getHours('-08:00') == 6 && getHours(now, 'UTC') == 14",
                "duration('90m').getHours() == 1 && duration('90m').getMinutes() == 90 && duration('1.5s').getSeconds() == 1",
                "duration('1.5s').getMilliseconds() == 500 && duration('1h30m') == duration('PT90M') && duration('-1h') == duration('PT-1H')",
                "duration('1h2m3s4ms5us6ns') > duration('1h') && duration(duration('1s')) == duration('1000ms')",
                "timestamp('2026-03-01T15:05:09.25+01:00') == now && timestamp(0) == timestamp('1970-01-01') && timestamp(now) == now",
                // added
                "upper('stra\u00dfe') == 'STRASSE' && lower('ISTANBUL') == 'istanbul' && 'a'.upper() == 'A'",
                "trim(' \u2003a b\\n') == 'a b' && trim('') == '' && upper(true) == 'TRUE' && trim(5) == '5'",
                "join(['a', 1, 2.0, null, true], '-') == 'a-1-2-true' && join([], ',') == '' && vars.numbers.join('') == '123'",
                "join([[1, 2], {'a': 1}], ' | ') == '1, 2 | {\"a\":1}'",
                "mask('4111111111111111', 4) == '************1111' && mask('abc', 0) == '***' && mask('abc', 3) == 'abc'",
                "mask('abc', 9) == 'abc' && mask('', 2) == '' && mask(123456, 2) == '****56' && mask('\uD83D\uDE00\uD83D\uDE00', 1) == '*\uD83D\uDE00'",
                "upper(vars.a) == null && lower(null) == null && trim(vars.a) == null && join(vars.a, ',') == null",
                "mask(vars.a, 4) == null && format_date(vars.a, 'y') == null && format_number(vars.a, '0') == null",
            })
    void holds(String condition) {
        assertThat(Expression.compile(condition).test(Sample.SCOPE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "now, 'yyyy-MM-dd'                          | 2026-03-01",
                "now, 'd MMM yyyy, HH:mm'                   | 1 Mar 2026, 14:05",
                "now, 'EEEE d MMMM yyyy'                    | Sunday 1 March 2026",
                "now, 'h:mm a'                              | 2:05 PM",
                "now, 'HH:mm', 'Europe/Berlin'              | 15:05",
                "now, 'HH:mm', '+05:30'                     | 19:35",
                "now, \"dd.MM.yyyy 'at' HH\"                | 01.03.2026 at 14",
                "'2026-03-01', 'd.M.yyyy'                   | 1.3.2026",
                "'2026-03-01', 'd.M.yyyy', 'Asia/Tokyo'     | 1.3.2026",
                "vars.at, 'HH:mm'                           | 14:05",
                "0, 'yyyy'                                  | 1970",
                "now, true ? 'yyyy' : 'yy'                  | 2026",
                "now, 'HH', true ? 'Asia/Tokyo' : 'UTC'     | 23",
            })
    void formatsDates(String arguments, String text) {
        assertThat(evaluate("format_date(" + arguments + ")")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1234567.891, '#,##0.00'  | 1,234,567.89",
                "0.125, '0.00'            | 0.13",
                "1.005, '0.00'            | 1.01",
                "-2.5, '0'                | -3",
                "7, '0.00'                | 7.00",
                "9007199254740993, '0'    | 9007199254740993",
                "0.256, '0.0%'            | 25.6%",
                "1234.5, '€ #,##0.00'     | € 1,234.50",
                "42, '00000'              | 00042",
                "'19.9', '0.00'           | 19.90",
                "5, true ? '0.0' : '0'    | 5.0",
            })
    void formatsNumbers(String arguments, String text) {
        assertThat(evaluate("format_number(" + arguments + ")")).isEqualTo(text);
    }

    @Test
    void nothingDependsOnTheLocaleOfTheServer() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(evaluate("upper('title') + lower('TITLE')")).isEqualTo("TITLEtitle");
            assertThat(evaluate("format_number(1234.5, '#,##0.0')")).isEqualTo("1,234.5");
            assertThat(evaluate("format_date(now, 'EEE MMM')")).isEqualTo("Sun Mar");
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            assertThat(evaluate("format_date(now, 'd') + format_number(1, '0')"))
                    .isEqualTo("11");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int('abc')",
                "int('')",
                "int(' 1')",
                "int('1.5')",
                "int('1e19')",
                "int(1e20)",
                "int(null)",
                "int([])",
                "int('0x1')",
                "int(true)",
                "double('')",
                "double('NaN')",
                "double('Infinity')",
                "double('1d')",
                "double('0x1p3')",
                "double('1e100')",
                "double('--1')",
                "double(null)",
                "double('111111111111111111111111111111111')",
                "string(null)",
                "string([])",
                "string({})",
                "bool('yes')",
                "bool(1)",
                "bool(null)",
                "'a'.contains(1)",
                "vars.a.contains('x')",
                "size(1)",
                "size(null)",
                "vars.a.matches('x')",
                "matches(1, 'x')",
                "timestamp('yesterday')",
                "timestamp('2026-02-30')",
                "timestamp('2026-03-01T10:00')",
                "timestamp(1e3)",
                "timestamp(null)",
                "timestamp(999999999999999)",
                "duration('1')",
                "duration('1y')",
                "duration('')",
                "duration('-')",
                "duration('1h1')",
                "duration(5)",
                "duration('99999999999999999999h')",
                "duration('PX')",
                "vars.day.getHours()",
                "now.getHours('Mars')",
                "now.getHours(1)",
                "duration('1h').getFullYear()",
                "join('abc', ',')",
                "join([], 1)",
                "mask('abc', -1)",
                "mask('abc', 1.5)",
                "mask('abc', 'x')",
                "mask([], 1)",
                "upper({})",
                "format_date('x', 'y')",
                "format_date(now, vars.first_name + 'b')",
                "format_date(now, 1)",
                "format_date(now, 'pH')",
                "format_date(now, 'y', vars.a)",
                "format_number('x', '0')",
                "format_number([], '0')",
                "format_number(1, vars.a)",
                "format_number(1, 'a' + '#.#.#')"
            })
    void refusesWhatDoesNotFit(String source) {
        assertThatThrownBy(() -> evaluate(source)).isInstanceOf(ExpressionException.class);
    }

    @Test
    void patternsOfFormatsAreBounded() {
        assertThatThrownBy(() -> evaluate("format_date(now, '" + "y".repeat(101) + "')"))
                .hasMessageContaining("at most 100 characters");
        assertThatThrownBy(() -> evaluate("format_number(1, '" + "0".repeat(101) + "')"))
                .hasMessageContaining("at most 100 characters");
        assertThatThrownBy(() -> Expression.compile("upper(vars.x)")
                        .evaluate(with("\u00df".repeat(32_768).concat("\u00df"))))
                .hasMessageContaining("64 KiB");
        assertThatThrownBy(() ->
                        Expression.compile("join(vars.x, vars.x[0])").evaluate(with(List.of("x".repeat(40_000), "y"))))
                .hasMessageContaining("64 KiB");
    }

    @Test
    void changesOfCaseAreLinear() {
        Expression upper = Expression.compile("upper(vars.x)");
        Expression lower = Expression.compile("lower(vars.x)");
        String sharp = "\u00df".repeat(30_000);
        String dotted = "\u0130".repeat(20_000);
        long before = allocated();
        assertThat(upper.evaluate(with(sharp))).isEqualTo("SS".repeat(30_000));
        assertThat(lower.evaluate(with(dotted))).isEqualTo("i\u0307".repeat(20_000));
        assertThat(allocated() - before).as("bytes allocated").isLessThan(10_000_000);
        String astral = "a".repeat(511) + "\uD801\uDC28" + "b".repeat(600);
        assertThat(upper.evaluate(with(astral))).isEqualTo(astral.toUpperCase(Locale.ROOT));
        assertThat(lower.evaluate(with("\u039f\u0394\u039f\u03a3 A"))).isEqualTo("\u03bf\u03b4\u03bf\u03c2 a");
    }

    /** Growing a result anew for each character allocates gigabytes, where time would depend on the machine. */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void whatContainsLooksForIsBounded() {
        assertThat(Expression.compile("vars.x.contains(vars.x)").evaluate(with("x".repeat(1_000))))
                .isEqualTo(true);
        assertThatThrownBy(() -> Expression.compile("vars.x.contains(vars.x)").evaluate(with("x".repeat(1_001))))
                .hasMessageContaining("at most 1,000 characters");
    }

    @Test
    void matchesTakesNoPatternFromData() {
        assertThatThrownBy(() -> Expression.compile("matches('a', 'a' + 'b')")).hasMessageContaining("written out");
        assertThatThrownBy(() -> Expression.compile("vars.first_name.matches(vars.x)"))
                .hasMessageContaining("written out");
    }
}

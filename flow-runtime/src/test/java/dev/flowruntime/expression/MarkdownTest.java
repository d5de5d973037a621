package dev.flowruntime.expression;

import static dev.flowruntime.expression.Sample.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    private static String markdown(String text, Object value) {
        return Template.compile(text).renderMarkdown(with(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A-1001", "2026-03-01", "19.99", "1Z999AA10123456784", "Ada Lovelace", "O'Brien & Sons (Ltd.)",
                        "order_number_1", "anna.b@example.com",
                "+49 170 1234567", "50% off!, \"now\"", "a/b?c=d;e#f", "12:30", "1.5", "3. 4",
                        "gr\u00fc\u00dfe \uD83D\uDE00", "C# {x} $1 ^2 a=b"
            })
    void ordinaryValuesInALineStayAsTheyAre(String value) {
        assertThat(markdown("Your order: {{ vars.x }}.", value)).isEqualTo("Your order: " + value + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A-1001", "2026-03-01", "19.99", "4711", "3.5 kg", "Ada", "1Z9"})
    void ordinaryValuesAtTheStartOfALineStayAsTheyAre(String value) {
        assertThat(markdown("{{ vars.x }} is it", value)).isEqualTo(value + " is it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "**bold** *x*                      ~ \\*\\*bold\\*\\* \\*x\\*",
                "_it_ __x__ a_b                    ~ \\_it\\_ \\_\\_x\\_\\_ a_b",
                "[a](http://evil)                  ~ \\[a\\](http\\://evil)",
                "![a](x)                           ~ !\\[a\\](x)",
                "<img src=x onerror=alert(1)>      ~ \\<img src=x onerror=alert(1)\\>",
                "<http://evil>                     ~ \\<http\\://evil\\>",
                "https://evil.example/x            ~ https\\://evil.example/x",
                "WWW.evil.example                  ~ WWW\\.evil.example",
                "a\\*b                             ~ a\\\\\\*b",
                "&lt;b&gt; &#60; AT&T a & b        ~ \\&lt;b\\&gt; \\&#60; AT\\&T a & b",
                "x|y                               ~ x\\|y",
                "ends!                             ~ ends\\!",
                "back\\                            ~ back\\\\",
                "(http://evil)                     ~ \\(http\\://evil)",
                ": http://evil                     ~ \\: http\\://evil",
            })
    void signsWithAMeaningAreEscaped(String value, String escaped) {
        assertThat(markdown("see {{ vars.x }}", value)).isEqualTo("see " + escaped);
    }

    @Test
    void backticksAndTildesCannotOpenOrCloseCode() {
        assertThat(markdown("code `{{ vars.x }}`", "a` <b>")).isEqualTo("code `a&#96; \\<b\\>`");
        assertThat(markdown("{{ vars.x }}", "```js")).isEqualTo("&#96;&#96;&#96;js");
        assertThat(markdown("{{ vars.x }}", "~~~ ~~x~~")).isEqualTo("\\~\\~\\~ \\~\\~x\\~\\~");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "# heading~\\# heading",
                "- item~\\- item",
                "+ item~\\+ item",
                "* item~\\* item",
                "> quote~\\> quote",
                "1. item~1\\. item",
                "12) item~12\\) item",
                "7.~7\\.",
                "---~\\---",
                "===~\\===",
                "| a | b |~\\| a \\| b \\|",
                "    code~&#32;   code",
                "\tcode~&#9;code",
                " # x~&#32;# x",
                ": x~\\: x",
                ". x~\\. x",
                "end ~end&#32;",
            })
    void nothingStartsABlock(String value, String escaped) {
        for (String before : new String[] {"", "line\n", "line\r\n", "- ", "> ", "1. ", "- [ ] ", "  "}) {
            assertThat(markdown(before + "{{ vars.x }}", value)).isEqualTo(before + escaped);
        }
    }

    @Test
    void theAuthorsSignsAndAValueTogetherMakeNoBlock() {
        assertThat(markdown("#{{ vars.x }}", " 4711")).isEqualTo("#&#32;4711");
        assertThat(markdown("1{{ vars.x }}", ". item")).isEqualTo("1\\. item");
        assertThat(markdown("-{{ vars.x }}", "--")).isEqualTo("-\\--");
        assertThat(markdown("{{ vars.x }}. Thanks", 4711)).isEqualTo("4711\\. Thanks");
        assertThat(markdown("a\n{{ vars.x }}) Thanks", 4711)).isEqualTo("a\n4711\\) Thanks");
        assertThat(markdown("Order {{ vars.x }}. Thanks", 4711)).isEqualTo("Order 4711. Thanks");
        assertThat(markdown("1{{ vars.y }}. item", 1)).isEqualTo("1. item");
        assertThat(markdown("{{ vars.x }}{{ vars.x }}", ". ")).isEqualTo("\\.&#32;.&#32;");
    }

    @Test
    void lineBreaksBecomeSpaces() {
        assertThat(markdown("- {{ vars.x }}", "a\n\n# b\r\n  - c\rd")).isEqualTo("- a # b - c d");
        assertThat(markdown("# {{ vars.x }}!", "a\nb\n")).isEqualTo("# a b!");
        assertThat(markdown("{{ vars.x }}", "\n- a\n")).isEqualTo("\\- a");
        assertThat(markdown("{{ vars.x }}. a", "\n\n")).isEqualTo(". a");
    }

    @Test
    void aValueDoesNotEndAHeading() {
        assertThat(markdown("# a {{ vars.x }}", "b ##")).isEqualTo("# a b \\##");
        assertThat(markdown("# a {{ vars.x }}", "#")).isEqualTo("# a \\#");
        assertThat(markdown("# a {{ vars.x }}", "C#")).isEqualTo("# a C#");
    }

    @Test
    void aValueMakesNoLinkWithTheAuthorsBrackets() {
        assertThat(markdown("[a]{{ vars.x }}", "(http://evil)")).isEqualTo("[a]\\(http\\://evil)");
        assertThat(markdown("[a]{{ vars.x }}", "[b]")).isEqualTo("[a]\\[b\\]");
        assertThat(markdown("[a]{{ vars.x }}", ": http://evil")).isEqualTo("[a]\\: http\\://evil");
        assertThat(markdown("{{ vars.x }}[a](b)", "wow!")).isEqualTo("wow\\![a](b)");
        assertThat(markdown("[{{ vars.x }}](b)", "a](evil)[")).isEqualTo("[a\\](evil)\\[](b)");
    }

    @Test
    void aValueCompletesNoCharacterReference() {
        assertThat(markdown("a &{{ vars.x }}", "lt;b;")).isEqualTo("a &lt\\;b\\;");
        assertThat(markdown("a & {{ vars.x }}", "lt;")).isEqualTo("a & lt;");
    }

    @Test
    void anAuthorsBackslashTakesNothingWithIt() {
        assertThat(markdown("C:\\{{ vars.x }}", "*a*")).isEqualTo("C:\\\\\\*a\\*");
        assertThat(markdown("C:\\\\{{ vars.x }}", "*a*")).isEqualTo("C:\\\\\\*a\\*");
        assertThat(markdown("C:\\{{ vars.x }}", "bob")).isEqualTo("C:\\\\bob");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[a]({{ vars.x }})              ~ https://ups.example/t?n=1&m=2,3 ~ [a](https://ups.example/t?n=1&m=2,3)",
                "[a]({{ vars.x }})              ~ javascript:alert(1)             ~ [a](#)",
                "[a]({{ vars.x }})              ~ JaVaScRiPt:alert(1)             ~ [a](#)",
                "[a]({{ vars.x }})              ~ data:text/html,x                ~ [a](#)",
                "[a](<{{ vars.x }}>)            ~ vbscript:x                      ~ [a](<#>)",
                "[a]( {{ vars.x }} )            ~ file:///etc/passwd              ~ [a]( # )",
                "[a]({{ vars.x }})              ~ mailto:a@b.c                    ~ [a](mailto:a@b.c)",
                "[a]({{ vars.x }})              ~ /orders/1:2                     ~ [a](/orders/1:2)",
                "[a]({{ vars.x }})              ~ x) [b](http://evil              ~ [a](#)",
                "[a](https://x/{{ vars.x }})    ~ a b) [e](http://evil            ~ [a](https://x/a%20b%29%20%5Be%5D%28http%3A//evil)",
                "[a](https://x/{{ vars.x }}/y)  ~ A-1001                          ~ [a](https://x/A-1001/y)",
                "[a](https://x?q={{ vars.x }})  ~ \u00e4&lt;\"<>`\\               ~ [a](https://x?q=%C3%A4&lt%3B%22%3C%3E%60%5C)",
                "[a](b) {{ vars.x }}            ~ c d                             ~ [a](b) c d",
                "[a](b \"{{ vars.x }}\")        ~ t                               ~ [a](b \"t\")",
                "[1]: {{ vars.x }}              ~ javascript:alert(1)             ~ [1]: #",
                "see [1]: {{ vars.x }}          ~ c d                             ~ see [1]: c d",
            })
    void inAnAuthorsLinkAValueIsPartOfTheAddress(String text, String value, String rendered) {
        assertThat(markdown(text, value)).isEqualTo(rendered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "<b title=\"{{ vars.x }}\">     ~ x\" onclick=\"y                 ~ <b title=\"&#120;&#34;&#32;onclick&#61;&#34;y\">",
                "<b title={{ vars.x }}>         ~ x onclick=y                     ~ <b title=&#120;&#32;onclick&#61;y>",
                "<{{ vars.x }}>                 ~ script                          ~ <&#115;cript>",
                "</{{ vars.x }}>                ~ b                               ~ </&#98;>",
                "<https://x/{{ vars.x }}>       ~ a>b                             ~ <https://x/&#97;&#62;b>",
                "<a b='c>' d={{ vars.x }}>       ~ a b                             ~ <a b='c>' d=&#97;&#32;b>",
                "<b>{{ vars.x }}</b>            ~ <i>                             ~ <b>\\<i\\></b>",
                "1 < {{ vars.x }}               ~ a b                             ~ 1 < a b",
            })
    void inAnAuthorsTagAValueIsText(String text, String value, String rendered) {
        assertThat(markdown(text, value)).isEqualTo(rendered);
    }

    @Test
    void listsMapsAndMissingValuesReadAsInPlainText() {
        assertThat(markdown("x {{ vars.x }}", java.util.List.of("a*", "b"))).isEqualTo("x a\\*, b");
        assertThat(markdown("x {{ vars.x }}", java.util.Map.of("k", "<v>"))).isEqualTo("x {\"k\":\"\\<v\\>\"}");
        assertThat(markdown("x {{ vars.y }}.", "")).isEqualTo("x .");
        assertThat(markdown("**static**", "")).isEqualTo("**static**");
    }
}

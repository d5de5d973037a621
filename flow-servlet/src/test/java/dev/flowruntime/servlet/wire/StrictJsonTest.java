package dev.flowruntime.servlet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @Test
    void plainValuesComeOutAsTheyWentIn() {
        JsonBody body = read("""
                {"text":"a\\u00e9\\ud83d\\ude00\\n","whole":-9223372036854775808,"part":1.5e3,"yes":true,"no":false,
                 "nothing":null,"list":[1,[],{}],"object":{"":0}}""");

        assertThat(body.flaw()).isNull();
        assertThat(body.members().keySet())
                .containsExactly("text", "whole", "part", "yes", "no", "nothing", "list", "object");
        assertThat(body.members())
                .containsEntry("text", "aé😀\n")
                .containsEntry("whole", Long.MIN_VALUE)
                .containsEntry("part", 1500.0)
                .containsEntry("yes", true)
                .containsEntry("no", false)
                .containsEntry("nothing", null)
                .containsEntry("list", List.of(1L, List.of(), Map.of()))
                .containsEntry("object", Map.of("", 0L));
    }

    @Test
    void wholeNumbersBeyond64BitsBecomeDoubles() {
        assertThat(read("{\"n\":9223372036854775808}").members()).containsEntry("n", 9.223372036854775808e18);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "1",
                "{",
                "{\"a\":}",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":tru}",
                "{\"a\":truee}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":+1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":1e}",
                "{\"a\":0x10}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":\"tab\t\"}",
                "{\"a\":\"open}",
                "{\"a\":1]",
                "{\"a\":1}}",
                "{\"a\":1} {}",
                "{\"a\":1} x",
                "{\"a\":1}\u0000",
                "{\"a\":1} // done",
                "/* hi */ {}",
                "# hi\n{}",
                "\uFEFF{}",
                "{}\uFEFF",
                "{\"a\":1,\"a\":1}",
                "{\"a\":null,\"a\":null}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"o\":{\"a\":1,\"b\":2,\"a\":3}}",
                "{\"l\":[{\"a\":1,\"a\":2}]}",
            })
    void whatIsNotOneObjectOfStrictJsonIsInvalid(String text) {
        assertInvalid(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // a continuation byte alone
                "C3", // cut off
                "C0AF", // overlong, two bytes
                "C080", // overlong NUL
                "C1BF",
                "E080AF", // overlong, three bytes
                "F08080AF", // overlong, four bytes
                "EDA080", // a high surrogate
                "EDBFBF", // a low surrogate
                "EDA0BDEDB880", // a pair of them
                "F4908080", // beyond U+10FFFF
                "F8888080AF",
                "FE",
                "FF",
                "E28228", // a broken continuation
            })
    void bytesThatAreNotUtf8AreInvalid(String hex) {
        assertInvalid(inText(HexFormat.of().parseHex(hex)));
    }

    @Test
    void bodiesInOtherEncodingsAreInvalid() {
        assertInvalid("{}".getBytes(StandardCharsets.UTF_16));
        assertInvalid("{}".getBytes(StandardCharsets.UTF_16LE));
        assertInvalid("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE));
        assertInvalid("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertInvalid(new byte[] {(byte) 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0});
    }

    @Test
    void theReplacementCharacterItselfIsWelcome() {
        assertThat(StrictJson.read(inText(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD}))
                        .members())
                .containsEntry("a", "\uFFFD");
    }

    @Test
    void thirtyTwoLevelsAreReadAndOneMoreIsNot() {
        assertThat(read(nested(32)).members()).containsKey("a");

        assertThatInvalid(nested(33)).withMessageContaining("deeper than 32 levels");
        assertThatInvalid(nested(30_000)).withMessageContaining("deeper than 32 levels");
        assertThatInvalid("{\"a\":".repeat(30_000)).withMessageContaining("deeper than 32 levels");
    }

    @Test
    void tenThousandTokensAreReadAndOneMoreIsNot() {
        // Five tokens are the object, the name of its member and the array.
        assertThat(read("{\"a\":[0" + ",0".repeat(9_994) + "]}").members()).containsKey("a");

        assertThatInvalid("{\"a\":[0" + ",0".repeat(9_995) + "]}").withMessageContaining("more than 10000 tokens");
    }

    @ParameterizedTest
    @CsvSource({
        "12345678901234567890123456789012, 123456789012345678901234567890123",
        "-1234567890123456789012345678901, -12345678901234567890123456789012",
        "0.123456789012345678901234567890, 0.1234567890123456789012345678901",
        "1e99, 1e100",
        "1E+99, 1E+100",
        "-1.5e-99, -1.5e-100",
        "1e000000000000000000000000000099, 1e0000000000000000000000000000099",
        "0e99, 0e1300000",
    })
    void numbersAreTakenUpToTheirLimits(String longest, String tooMuch) {
        assertThat(read("{\"n\":" + longest + "}").flaw()).isNull();

        assertThat(read("{\"n\":" + tooMuch + "}").flaw())
                .extracting(JsonBody.Flaw::path)
                .isEqualTo("n");
    }

    @Test
    void anExponentThatOverflowsIsStillTooBig() {
        assertThat(read("{\"n\":1e99999999999999999999999999999}").flaw()).isNotNull();
        assertThat(read("{\"n\":1e4294967297}").flaw()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0000",
                "a\\u0000b",
                "\\ud800",
                "\\udc00",
                "\\ud83d",
                "\\ude00\\ud83d",
                "\\ud83d\\ud83d\\ude00",
                "\\ud83dx",
                "\\ud83d\\ude00\\ude00",
                "\\ud83d😀",
                "😀\\uDE00",
            })
    void textsWithNulOrHalfAPairAreFlawed(String text) {
        assertThat(read("{\"m\":[0,{\"t\":\"" + text + "\"}]}").flaw())
                .extracting(JsonBody.Flaw::path)
                .isEqualTo("m[1].t");
        assertThat(read("{\"m\":[0,{\"" + text + "\":1}]}").flaw())
                .extracting(JsonBody.Flaw::path)
                .isEqualTo("m[1]");
    }

    @Test
    void onlyTheFirstFlawIsKept() {
        assertThat(read("{\"a\":1e100,\"b\":\"\\u0000\"}").flaw())
                .isEqualTo(new JsonBody.Flaw("a", "is a number with an exponent beyond 99"));
    }

    @Test
    void badSyntaxBehindAFlawIsInvalid() {
        assertInvalid("{\"a\":1e100,".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theComplaintSaysWhere() {
        assertThatInvalid("{\"a\":1,\n  oops}")
                .withMessage("the body is not JSON: unexpected character in line 2, column 3");
        assertThatInvalid("{\"a\":").withMessage("the body is not JSON: it ends too early");
    }

    /** Names that collide in the hash of strings, and one long name beside many short ones. */
    @Test
    void manyNamesCostNoMoreThanTheirSize() {
        StringBuilder colliding = new StringBuilder("{\"BBBBBBBBBBBB\":0");
        for (int i = 1; i < 4096; i++) {
            colliding.append(",\"");
            for (int bit = 0; bit < 12; bit++) {
                colliding.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            colliding.append("\":0");
        }
        long before = System.nanoTime();
        assertThat(read(colliding.append('}').toString()).members()).hasSize(4096);
        assertThat(read("{\"" + "n".repeat(60_000) + "\":[" + "1e999,".repeat(600) + "0]}")
                        .flaw())
                .isNotNull();
        assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
    }

    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    private static byte[] inText(byte[] bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
        body.writeBytes(bytes);
        body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static JsonBody read(String text) {
        return StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertInvalid(byte[] body) {
        assertThatExceptionOfType(FlowException.class)
                .as(() -> Arrays.toString(body))
                .isThrownBy(() -> StrictJson.read(body))
                .extracting(FlowException::code)
                .isEqualTo(ErrorCode.INVALID_INPUT);
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<FlowException> assertThatInvalid(String text) {
        assertInvalid(text.getBytes(StandardCharsets.UTF_8));
        return assertThatExceptionOfType(FlowException.class).isThrownBy(() -> read(text));
    }
}

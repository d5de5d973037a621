package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a,b\"",
                "W/\"a,b\"",
                "*",
                " * ",
                "\t\"a,b\" ",
                "\"x\", \"a,b\"",
                "\"a,b\",\"x\"",
                "\"x\",W/\"a,b\",\"y\"",
                ",, ,\"a,b\",,",
                "\"\",\"a,b\"",
                "\"é!#~\",\"a,b\"",
            })
    void aTagThatTheClientHasIsKnown(String header) {
        assertThat(EntityTag.isKnown(header, "\"a,b\"")).isTrue();
        assertThat(EntityTag.isKnown(header, "W/\"a,b\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "a,b",
                "\"a\",\"b\"",
                "\"A,B\"",
                "\"a,b",
                "a,b\"",
                "'a,b'",
                "\"x\"",
                "w/\"a,b\"",
                "W /\"a,b\"",
                "W/ \"a,b\"",
                "W/a,b",
                "W/",
                "**",
                "*, \"a,b\"",
                "\"a,b\", *",
                "\"a,b\" \"x\"",
                "\"a,b\"\"x\"",
                "\"a,b\";q=1",
                "garbage, \"a,b\"",
                "\"a,b\", garbage",
                "\"a,b\", \"x",
                "\"a b\", \"a,b\"",
                "\"a\u007f\", \"a,b\"",
            })
    void anyOtherHeaderIsNone(String header) {
        assertThat(EntityTag.isKnown(header, "\"a,b\"")).isFalse();
    }

    @Test
    void whoSaysNothingHasNothing() {
        assertThat(EntityTag.isKnown(null, "\"a\"")).isFalse();
    }

    @Test
    void aLongHeaderIsReadOnce() {
        String header = "\"x\",".repeat(4_000);

        assertThat(EntityTag.isKnown(header + "\"a\"", "\"a\"")).isTrue();
    }

    @Test
    void theSameBytesHaveTheSameTagAndOthersAnother() {
        assertThat(tag("a")).isEqualTo(tag("a")).isNotEqualTo(tag("b")).matches("\"[A-Za-z0-9_-]{24}\"");
    }

    private static String tag(String body) {
        return EntityTag.of(body.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.flowruntime.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileTypesTest {
    private static final Map<String, byte[]> CONTENTS = Map.of(
            "image/png", "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(ISO_8859_1),
            "image/jpeg", "\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0".getBytes(ISO_8859_1),
            "image/gif", "GIF89a....".getBytes(ISO_8859_1),
            "image/webp", "RIFF\0\0\0\0WEBPVP8 ".getBytes(ISO_8859_1),
            "application/pdf", "%PDF-1.7\n".getBytes(ISO_8859_1),
            "text/plain", "h\u00e9llo, world\n".getBytes(UTF_8),
            "text/csv", "a,b\n1,2\n".getBytes(UTF_8));
    private static final Map<String, String> EXTENSIONS = Map.of(
            "image/png", "png",
            "image/jpeg", "JPG",
            "image/gif", "gif",
            "image/webp", "webp",
            "application/pdf", "pdf",
            "text/plain", "txt",
            "text/csv", "csv");

    private final List<FileTypes> both = List.of(FileTypes.known(), FileTypes.tika());

    @Test
    void bytesAndNameThatAgreeTellTheType() {
        for (FileTypes types : both) {
            CONTENTS.forEach((type, bytes) ->
                    assertThat(types.typeOf(bytes, "x." + EXTENSIONS.get(type))).isEqualTo(type));
        }
    }

    @Test
    void bytesAndNameThatDisagreeTellNothing() {
        for (FileTypes types : both) {
            CONTENTS.forEach((type, bytes) -> EXTENSIONS.forEach((other, extension) -> {
                boolean bothText = type.startsWith("text/") && other.startsWith("text/");
                if (!type.equals(other) && !bothText) {
                    assertThat(types.typeOf(bytes, "x." + extension))
                            .as(type + " as " + extension)
                            .isNull();
                }
            }));
            assertThat(types.typeOf(CONTENTS.get("image/png"), "png")).isNull();
            assertThat(types.typeOf(new byte[0], "x.txt")).isNull();
        }
    }

    @Test
    void textIsUtf8AndDoesNotBeginLikeMarkup() {
        for (FileTypes types : both) {
            assertThat(types.typeOf("a < b".getBytes(UTF_8), "x.txt")).isEqualTo("text/plain");
            assertThat(types.typeOf(" \ufeff<html>".getBytes(UTF_8), "x.txt")).isNull();
            assertThat(types.typeOf("\u00ff\u00fe<\0h\0".getBytes(ISO_8859_1), "x.txt"))
                    .isNull();
            assertThat(types.typeOf("a\u0000b".getBytes(UTF_8), "x.txt")).isNull();
            assertThat(types.typeOf("caf\u00e9".getBytes(ISO_8859_1), "x.txt")).isNull();
        }
    }

    @Test
    void aCharacterThatTheHeadCutsInTwoIsText() {
        byte[] cut = Arrays.copyOf(("x" + "\ud83d\ude00".repeat(FileTypes.HEAD / 4)).getBytes(UTF_8), FileTypes.HEAD);
        assertThat(FileTypes.known().typeOf(cut, "x.txt")).isEqualTo("text/plain");
    }

    @Test
    void tikaKnowsMoreTypesByTheirNameWithinTheContainerThatTheBytesTell() {
        byte[] zip = "PK\u0003\u0004\u0014\0\0\0\u0008\0................".getBytes(ISO_8859_1);
        assertThat(FileTypes.tika().typeOf(zip, "x.zip")).isEqualTo("application/zip");
        assertThat(FileTypes.tika().typeOf(zip, "x.png")).isNull();
        assertThat(FileTypes.known().typeOf(zip, "x.zip")).isNull();
    }
}

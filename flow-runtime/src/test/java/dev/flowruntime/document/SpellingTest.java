package dev.flowruntime.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KNOWN = List.of("text", "format", "timeout", "on_timeout", "next", "id");

    @ParameterizedTest
    @CsvSource({
        "txt, text",
        "tetx, text",
        "formt, format",
        "fromat, format",
        "ontimeout, on_timeout",
        "time_out, timeout",
        "timeouts, timeout",
        "nex, next"
    })
    void theNearestKnownWordIsFound(String word, String meant) {
        assertThat(Spelling.nearest(word, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "ix2", "remind", "'a very long word that nobody knows'", "''"})
    void aWordThatIsNearToNoneIsLeftAlone(String word) {
        assertThat(Spelling.hint(word, KNOWN)).isEmpty();
    }

    @Test
    void ofTwoEquallyNearWordsTheFirstInTheAlphabetIsMeant() {
        assertThat(Spelling.nearest("sixt", List.of("sixty", "sixth"))).contains("sixth");
    }

    @Test
    void anUnknownMemberIsAnsweredWithTheOneThatIsMissing() {
        Problems problems = new Problems(Document.of("x", null));
        Members members = new Members(Map.of("text", "hi", "fromat", "plain", "texd", 1L), "", problems);
        members.text("text");
        members.text("format");
        members.refuseUnknown();

        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "x:1: fromat: is not a known member (did you mean format?)",
                        "x:1: texd: is not a known member");
    }
}

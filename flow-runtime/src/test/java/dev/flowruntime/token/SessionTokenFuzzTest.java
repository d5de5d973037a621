package dev.flowruntime.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * The reader of session tokens against any text at all: on the saved ones in each build, and on what a fuzzer finds when it is run
 * with {@code JAZZER_FUZZ=1 mvn -pl flow-runtime -am test -Dtest=SessionTokenFuzzTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class SessionTokenFuzzTest {
    private final SessionTokens tokens = new SessionTokens(TokenFixture.ring("k1:" + TokenFixture.HEX));
    private final String issued = tokens.issue(TokenFixture.CLAIMS);

    @FuzzTest(maxDuration = "10m")
    void nothingButWhatWasIssuedIsAuthentic(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Verdict verdict = tokens.verify(text, TokenFixture.ISSUED);

        assertThat(verdict)
                .isEqualTo(text.equals(issued) ? new Verdict.Valid(TokenFixture.CLAIMS) : new Verdict.Refused());
    }
}

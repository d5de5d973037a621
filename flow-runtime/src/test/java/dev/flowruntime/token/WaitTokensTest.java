package dev.flowruntime.token;

import static dev.flowruntime.token.TokenFixture.HEX;
import static dev.flowruntime.token.TokenFixture.KEY;
import static dev.flowruntime.token.TokenFixture.OTHER_HEX;
import static dev.flowruntime.token.TokenFixture.TENANT;
import static dev.flowruntime.token.TokenFixture.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TenantId;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitTokensTest {
    private static final ExecutionId EXECUTION = ExecutionId.of("0190a1b2-c3d4-7e5f-8a6b-000000000003");
    private static final String OLD = "k1:" + HEX;
    private static final String NEW = "k2:" + OTHER_HEX;

    private final WaitTokens tokens = new WaitTokens(ring(OLD));

    /** The text comes from Python's hmac module. */
    @Test
    void tokenIsTheOneThatTheContractDescribes() {
        byte[] message = ByteBuffer.allocate(40)
                .putLong(TENANT.value().getMostSignificantBits())
                .putLong(TENANT.value().getLeastSignificantBits())
                .putLong(EXECUTION.value().getMostSignificantBits())
                .putLong(EXECUTION.value().getLeastSignificantBits())
                .putLong(7)
                .array();
        byte[] mac = ReferenceTokens.hmac(ReferenceTokens.subkey(KEY, "flow-runtime wait token"), message);

        assertThat(tokens.issue(TENANT, EXECUTION, 7))
                .isEqualTo("wait_06bb9d2e936dc6550461e1b67691f153")
                .isEqualTo("wait_" + HexFormat.of().formatHex(mac).substring(0, 32));
    }

    @Test
    void tokenFitsItsOwnPauseOnly() {
        String token = tokens.issue(TENANT, EXECUTION, 1);

        assertThat(tokens.matches(token, TENANT, EXECUTION, 1)).isTrue();
        assertThat(tokens.matches(token, TENANT, EXECUTION, 2)).isFalse();
        assertThat(tokens.matches(token, new TenantId(EXECUTION.value()), EXECUTION, 1))
                .isFalse();
        assertThat(tokens.matches(token, TENANT, new ExecutionId(TENANT.value()), 1))
                .isFalse();
        assertThat(tokens.matches(token, new TenantId(EXECUTION.value()), new ExecutionId(TENANT.value()), 1))
                .isFalse();
    }

    @Test
    void onlyTheExactTextMatches() {
        String token = tokens.issue(TENANT, EXECUTION, 1);

        for (String other : List.of(
                "",
                "wait_",
                token.substring(1),
                token + "0",
                token + " ",
                token.toUpperCase(Locale.ROOT),
                "wait_" + "0".repeat(32))) {
            assertThat(tokens.matches(other, TENANT, EXECUTION, 1)).as(other).isFalse();
        }
        for (int i = 0; i < token.length(); i++) {
            String changed = token.substring(0, i) + (token.charAt(i) == '0' ? '1' : '0') + token.substring(i + 1);
            assertThat(tokens.matches(changed, TENANT, EXECUTION, 1))
                    .as(changed)
                    .isFalse();
        }
    }

    @Test
    void tokenOfAKeyThatStillVerifiesOutlivesTheRotation() {
        String token = tokens.issue(TENANT, EXECUTION, 1);
        WaitTokens rotated = new WaitTokens(ring(NEW, OLD));

        assertThat(rotated.matches(token, TENANT, EXECUTION, 1)).isTrue();
        assertThat(rotated.issue(TENANT, EXECUTION, 1))
                .isNotEqualTo(token)
                .isEqualTo(new WaitTokens(ring(NEW)).issue(TENANT, EXECUTION, 1));
        assertThat(new WaitTokens(ring(NEW)).matches(token, TENANT, EXECUTION, 1))
                .isFalse();
    }

    @Test
    void noTwoPausesShareAToken() {
        Set<String> seen = new HashSet<>();

        for (int execution = 0; execution < 100; execution++) {
            ExecutionId id = new ExecutionId(new UUID(1, execution));
            for (int pause = 0; pause < 100; pause++) {
                seen.add(tokens.issue(TENANT, id, pause));
            }
        }

        assertThat(seen).hasSize(10_000).allMatch(token -> token.matches("wait_[0-9a-f]{32}"));
    }
}

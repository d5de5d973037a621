package dev.flowruntime.token;

import static dev.flowruntime.token.TokenFixture.HEX;
import static dev.flowruntime.token.TokenFixture.KEY;
import static dev.flowruntime.token.TokenFixture.OTHER_HEX;
import static dev.flowruntime.token.TokenFixture.TENANT;
import static dev.flowruntime.token.TokenFixture.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LeaseTokensTest {
    private static final TaskId TASK = TaskId.of("0190a1b2-c3d4-7e5f-8a6b-000000000004");

    private final LeaseTokens tokens = new LeaseTokens(ring("k1:" + HEX));

    @Test
    void tokenIsTheMacOfTenantTaskAndLease() {
        byte[] message = ByteBuffer.allocate(40)
                .putLong(TENANT.value().getMostSignificantBits())
                .putLong(TENANT.value().getLeastSignificantBits())
                .putLong(TASK.value().getMostSignificantBits())
                .putLong(TASK.value().getLeastSignificantBits())
                .putLong(3)
                .array();
        byte[] mac = ReferenceTokens.hmac(ReferenceTokens.subkey(KEY, "flow-runtime task lease"), message);

        assertThat(tokens.issue(TENANT, TASK, 3))
                .isEqualTo("lease_" + HexFormat.of().formatHex(mac, 0, 16));
    }

    @Test
    void tokenIsThatOfOneLeaseOnly() {
        String token = tokens.issue(TENANT, TASK, 3);

        assertThat(tokens.matches(token, TENANT, TASK, 3)).isTrue();
        assertThat(tokens.matches(token, TENANT, TASK, 4)).isFalse();
        assertThat(tokens.matches(token, new TenantId(TASK.value()), TASK, 3)).isFalse();
        assertThat(tokens.matches(token, TENANT, new TaskId(TENANT.value()), 3)).isFalse();
        assertThat(tokens.matches("", TENANT, TASK, 3)).isFalse();
    }

    @Test
    void tokenOutlivesTheRotationOfKeys() {
        String token = tokens.issue(TENANT, TASK, 3);

        assertThat(new LeaseTokens(ring("k2:" + OTHER_HEX, "k1:" + HEX)).matches(token, TENANT, TASK, 3))
                .isTrue();
        assertThat(new LeaseTokens(ring("k2:" + OTHER_HEX)).matches(token, TENANT, TASK, 3))
                .isFalse();
    }

    @Test
    void noWaitTokenIsALeaseToken() {
        String wait = new WaitTokens(ring("k1:" + HEX)).issue(TENANT, new ExecutionId(TASK.value()), 3);

        assertThat(tokens.matches(wait.replace("wait_", "lease_"), TENANT, TASK, 3))
                .isFalse();
    }
}

package dev.flowruntime.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskResultTest {
    private static final TenantId TENANT = TenantId.of("019e2667-0000-7000-8000-000000000001");
    private static final TaskId TASK = TaskId.of("019e2667-0000-7000-8000-000000000002");
    private static final String IDS = "\"tenant_id\":\"" + TENANT + "\",\"task_id\":\"" + TASK + "\",";

    @Test
    void aCompletedTaskHasDataOrNone() throws UnreadableResultException {
        assertThat(read("\"state\":\"completed\",\"data\":{\"a\":[1,null]},\"trace\":7"))
                .isEqualTo(new TaskResult.Completed(TENANT, TASK, Map.of("a", Arrays.asList(1L, null))));
        assertThat(read("\"state\":\"completed\",\"data\":null"))
                .isEqualTo(new TaskResult.Completed(TENANT, TASK, Map.of()));
    }

    @Test
    void aFailureTellsOfItsAttemptOrIsPermanent() throws UnreadableResultException {
        assertThat(read("\"state\":\"failed\",\"attempt\":2,\"message\":\"closed\",\"permanent\":false"))
                .isEqualTo(new TaskResult.Failed(TENANT, TASK, 2, "closed"));
        assertThat(read("\"state\":\"failed\",\"message\":\"no such order\",\"permanent\":true"))
                .isEqualTo(new TaskResult.FailedForGood(TENANT, TASK, "no such order"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"state\":\"done\" | state must be completed or failed",
                "\"data\":{} | state must be completed or failed",
                "\"state\":\"completed\",\"data\":[] | data must be an object",
                "\"state\":\"completed\",\"data\":{\"a\":1e999} | a number beyond all bounds",
                "\"state\":\"completed\",\"data\":{\"a\":\"\\u0000\"} | NUL character",
                "\"state\":\"completed\",\"data\":{\"a\":\"\\ud800\"} | half a surrogate pair",
                "\"state\":\"completed\",\"data\":{\"\\ud800\":1} | not JSON",
                "\"state\":\"completed\",\"state\":\"failed\" | not JSON",
                "\"state\":\"failed\",\"attempt\":1 | message must be a text",
                "\"state\":\"failed\",\"message\":\"m\" | attempt must be that of the task",
                "\"state\":\"failed\",\"message\":\"m\",\"attempt\":0 | attempt must be that of the task",
                "\"state\":\"failed\",\"message\":\"m\",\"permanent\":\"yes\" | permanent must be true or false"
            })
    void whatIsNoResultIsRefusedWithItsReason(String members, String reason) {
        assertThatExceptionOfType(UnreadableResultException.class)
                .isThrownBy(() -> read(members))
                .withMessageContaining(reason);
    }

    @Test
    void idsAreNeededAndBytesAreCounted() {
        assertRefused("{\"state\":\"completed\"}".getBytes(StandardCharsets.UTF_8), "tenant_id must be a UUID");
        assertRefused(
                ("{\"tenant_id\":\"" + TENANT + "\",\"task_id\":\"1-1-1-1-1\"}").getBytes(StandardCharsets.UTF_8),
                "task_id must be a UUID");
        assertRefused(new byte[256 * 1024 + 1], "larger than");
        assertRefused(new byte[] {'{', (byte) 0xff, '}'}, "UTF-8");
        assertRefused("[]".getBytes(StandardCharsets.UTF_8), "not a JSON object");
        String deep = "[".repeat(40) + "]".repeat(40);
        assertRefused(("{" + IDS + "\"data\":" + deep + "}").getBytes(StandardCharsets.UTF_8), "nested deeper");
    }

    private static void assertRefused(byte[] body, String reason) {
        assertThatExceptionOfType(UnreadableResultException.class)
                .isThrownBy(() -> TaskResult.read(body))
                .withMessageContaining(reason);
    }

    private static TaskResult read(String members) throws UnreadableResultException {
        return TaskResult.read("{" + IDS + members + "}");
    }
}

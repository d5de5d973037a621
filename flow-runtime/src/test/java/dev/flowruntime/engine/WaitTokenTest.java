package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A wait token resumes its pause, once. */
class WaitTokenTest {
    private static final String ASK_TWICE = """
            - id: name
              type: form
              timeout: PT10M
              fields: [{ name: name, type: text, label: Name, required: true }]
            - id: again
              type: form
              fields: [{ name: name, type: text, label: Name, required: true }]
            """;

    private final Fixture fixture = new Fixture().flow(ASK_TWICE);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aUsedTokenIsRefusedAndTheNewOneIsAnother() {
        Reply first = fixture.go();
        Reply second = fixture.answer(first, Map.of("name", "Ada"));
        assertThat(second.status()).isEqualTo(ExecutionStatus.WAITING_INPUT);
        assertThat(second.waitToken()).isNotEqualTo(first.waitToken()).matches("wait_[0-9a-f]{32}");
        assertRefused(ErrorCode.INVALID_WAIT_TOKEN, first, Map.of("name", "Eve"));
        assertThat(fixture.answer(second, Map.of("name", "Ada")).status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertRefused(ErrorCode.INVALID_WAIT_TOKEN, second, Map.of("name", "Ada"));
    }

    @Test
    void theTokenOfAnotherExecutionIsRefused() {
        Reply mine = fixture.go();
        Reply other = fixture.go();
        ResumeMessage crossed = new ResumeMessage(
                mine.executionId().toString(), String.valueOf(other.waitToken()), Map.of(), null, Map.of());
        assertCode(ErrorCode.INVALID_WAIT_TOKEN, () -> fixture.runtime.engine().resume(fixture.tenant, crossed));
    }

    @Test
    void anExpiredTokenIsRefusedEvenBeforeTheTimeOutIsTaken() {
        Reply asked = fixture.go();
        fixture.clock.advance(Duration.ofMinutes(10));
        assertRefused(ErrorCode.INVALID_WAIT_TOKEN, asked, Map.of("name", "Ada"));
        fixture.runtime.runOnce();
        assertThat(fixture.read(asked).status()).isEqualTo(ExecutionStatus.ABORTED);
        assertRefused(ErrorCode.EXECUTION_ABORTED, asked, Map.of("name", "Ada"));
    }

    @Test
    void badValuesLeaveTheTokenUsable() {
        Reply asked = fixture.go();
        assertRefused(ErrorCode.VALIDATION_FAILED, asked, Map.of("name", " "));
        assertRefused(ErrorCode.VALIDATION_FAILED, asked, Map.of("name", "Ada", "admin", true));
        assertThat(fixture.answer(asked, Map.of("name", "Ada")).status()).isEqualTo(ExecutionStatus.WAITING_INPUT);
    }

    @Test
    void anotherTenantSeesNoExecution() {
        Reply asked = fixture.go();
        TenantId other = fixture.runtime.tenants().create("other", "Other").id();
        assertCode(
                ErrorCode.EXECUTION_NOT_FOUND,
                () -> fixture.runtime.engine().resume(other, ResumeMessage.of(asked, Map.of("name", "Eve"))));
        assertCode(
                ErrorCode.EXECUTION_NOT_FOUND,
                () -> fixture.runtime.engine().read(other, asked.executionId().toString()));
        assertCode(
                ErrorCode.EXECUTION_NOT_FOUND,
                () -> fixture.runtime
                        .engine()
                        .read(fixture.tenant, UUID.randomUUID().toString()));
        assertCode(ErrorCode.EXECUTION_NOT_FOUND, () -> fixture.runtime.engine().read(fixture.tenant, "1-1-1-1-1"));
    }

    @RepeatedTest(5)
    void ofTwoHundredThreadsWithOneTokenOneWins() throws Exception {
        int threads = 200;
        Reply asked = fixture.go();
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<ErrorCode>> answers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            answers.add(pool.submit(() -> {
                start.await();
                try {
                    fixture.answer(asked, Map.of("name", "Ada"));
                    return null;
                } catch (FlowException e) {
                    return e.code();
                }
            }));
        }
        int won = 0;
        for (Future<ErrorCode> answer : answers) {
            if (answer.get() == null) {
                won++;
            } else {
                assertThat(answer.get()).isEqualTo(ErrorCode.INVALID_WAIT_TOKEN);
            }
        }
        pool.shutdown();
        assertThat(won).isEqualTo(1);
        assertThat(fixture.store.executions().listHistory(fixture.tenant, asked.executionId()))
                .hasSize(2);
    }

    private void assertRefused(ErrorCode code, Reply asked, Map<String, Object> values) {
        assertCode(code, () -> fixture.answer(asked, values));
    }

    private static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(FlowException.class)
                .isThrownBy(call)
                .extracting(FlowException::code)
                .isEqualTo(code);
    }
}

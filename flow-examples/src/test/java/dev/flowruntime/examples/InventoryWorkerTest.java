package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.Task;
import dev.flowruntime.TaskWorker.PermanentFailure;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InventoryWorkerTest {
    private final InventoryWorker worker =
            new InventoryWorker(InstantSource.fixed(Instant.parse("2026-05-01T10:00:00Z")), () -> Duration.ZERO);

    private static Task task(String orderNumber, int attempt) {
        UUID id = new UUID(0, 1);
        return new Task(
                new TenantId(id),
                new TaskId(id),
                "inventory.lookup",
                new ExecutionId(id),
                new ConversationId(id),
                Map.of("order_number", orderNumber),
                attempt);
    }

    @Test
    void orderShipsWithinFourDays() throws Exception {
        Map<String, Object> result = worker.work(task("4711", 1));

        assertThat(LocalDate.parse((String) result.get("ship_date")))
                .isBetween(LocalDate.parse("2026-05-02"), LocalDate.parse("2026-05-05"));
        assertThat((String) result.get("tracking")).matches("AC\\d{6}US");
    }

    @Test
    void secondAttemptFindsTheSame() throws Exception {
        assertThat(worker.work(task("4711", 2))).isEqualTo(worker.work(task("4711", 1)));
    }

    @Test
    void numberWithoutDigitsIsNoOrder() {
        assertThatThrownBy(() -> worker.work(task("abc", 1))).isInstanceOf(PermanentFailure.class);
    }
}

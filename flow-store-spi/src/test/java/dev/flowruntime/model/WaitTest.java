package dev.flowruntime.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TaskId TASK = new TaskId(new UUID(0, 1));
    private static final TaskId OTHER_TASK = new TaskId(new UUID(0, 2));

    @Test
    void aWaitForAnEventEndsWithAnyEventOfItsName() {
        Wait wait = wait(Wait.Kind.EVENT, "paid", null);
        assertThat(wait.isEndedBy(event("paid", null))).isTrue();
        assertThat(wait.isEndedBy(event("paid", TASK))).isTrue();
        assertThat(wait.isEndedBy(event("refunded", null))).isFalse();
    }

    @Test
    void aWaitForATaskEndsWithAnyEventThatBringsItsResult() {
        Wait wait = wait(Wait.Kind.TASK, "inventory.completed", TASK);
        assertThat(wait.isEndedBy(event("inventory.completed", TASK))).isTrue();
        assertThat(wait.isEndedBy(event("inventory.failed", TASK))).isTrue();
        assertThat(wait.isEndedBy(event("inventory.completed", OTHER_TASK))).isFalse();
    }

    @Test
    void aWaitForATaskEndsWithAnEventOfItsNameThatIsNoTasksResult() {
        Wait wait = wait(Wait.Kind.TASK, "inventory.completed", TASK);
        assertThat(wait.isEndedBy(event("inventory.completed", null))).isTrue();
        assertThat(wait.isEndedBy(event("paid", null))).isFalse();
    }

    @Test
    void waitsForInputOrTimeEndWithNoEvent() {
        assertThat(wait(Wait.Kind.INPUT, null, null).isEndedBy(event("paid", null)))
                .isFalse();
        assertThat(wait(Wait.Kind.TIME, null, null).isEndedBy(event("paid", null)))
                .isFalse();
    }

    @Test
    void theSoonerOfReminderAndTimeOutIsNext() {
        Instant later = NOW.plusSeconds(1);
        assertThat(due(null, null).nextDue()).isNull();
        assertThat(due(NOW, null).nextDue()).isEqualTo(NOW);
        assertThat(due(null, NOW).nextDue()).isEqualTo(NOW);
        assertThat(due(NOW, later).nextDue()).isEqualTo(NOW);
        assertThat(due(later, NOW).nextDue()).isEqualTo(NOW);
        assertThat(due(later, NOW).reminded().nextDue()).isEqualTo(later);
    }

    private static Wait wait(Wait.Kind kind, @Nullable String event, @Nullable TaskId task) {
        return new Wait(kind, 1, "node", null, event, task, null, null);
    }

    private static Wait due(@Nullable Instant expiresAt, @Nullable Instant remindAt) {
        return new Wait(Wait.Kind.INPUT, 1, "node", null, null, null, expiresAt, remindAt);
    }

    private static InboxEvent event(String name, @Nullable TaskId task) {
        return new InboxEvent(
                new TenantId(new UUID(0, 3)),
                new EventId(new UUID(0, 4)),
                name,
                Json.EMPTY_OBJECT,
                new ExecutionId(new UUID(0, 5)),
                task,
                null,
                NOW);
    }
}

package dev.flowruntime.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.Wait;
import dev.flowruntime.store.memory.InMemoryStoreFixture;
import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TenantFixture;
import dev.flowruntime.store.tck.Turn;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Faults of the engine that no commit can be made with. */
class CommitTest {
    private final StoreFixture fixture = new InMemoryStoreFixture();
    private final TenantFixture acme = fixture.newTenant("acme");
    private final TenantFixture globex = fixture.newTenant("globex");
    private final Conversation conversation = acme.newConversation();
    private final Turn turn = acme.openingTurn(conversation);
    private final TurnCommit valid = turn.toCommit();

    @Test
    void aTurnStartsFromAStatusUnlessItIsTheFirst() {
        assertRefused("a status to start from", () -> remade(ExecutionStatus.RUNNING, valid.execution()));
        TurnCommit second = acme.turnAfter(turn.execution()).toCommit();
        assertRefused("a status to start from", () -> with(second, null, second.execution()));
    }

    @Test
    void nothingFollowsAFinalStatus() {
        TurnCommit second = acme.turnAfter(turn.execution()).toCommit();
        assertRefused("nothing after", () -> with(second, ExecutionStatus.ABORTED, second.execution()));
    }

    @Test
    void anExecutionHasAWaitExactlyWhileItWaits() {
        assertRefused("a wait exactly", () -> remade(null, changed(ExecutionStatus.WAITING_INPUT, null)));
        Wait wait = turn.execution().openWait();
        assertRefused("a wait exactly", () -> remade(null, changed(ExecutionStatus.COMPLETED, wait)));
        assertRefused("the status of its wait", () -> remade(null, changed(ExecutionStatus.WAITING_TIME, wait)));
    }

    @Test
    void aRunningExecutionHasALeaseAndAFinalOneNone() {
        assertRefused(
                "a lease while",
                () -> acme.openingTurn(conversation)
                        .runsUntil(fixture.clock().instant())
                        .wakesAt(null)
                        .toCommit());
        assertRefused(
                "no wake-up",
                () -> acme.openingTurn(conversation)
                        .completes()
                        .wakesAt(fixture.clock().instant())
                        .toCommit());
    }

    @Test
    void theHistoryEventIsOfTheSameRevisionAndStatus() {
        TurnCommit other = acme.openingTurn(conversation).completes().toCommit();
        assertRefused(
                "the history event",
                () -> new TurnCommit(
                        null,
                        valid.execution(),
                        valid.conversation(),
                        other.history(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        List.of()));
    }

    @Test
    void everyRowIsOfTheExecutionsOwnConversation() {
        Turn elsewhere = acme.openingTurn(acme.newConversation()).says("hello");
        assertRefused(
                "the conversation",
                () -> acme.firstTurn(conversation)
                        .changing(new ConversationChange.Keep(globex.newConversation()))
                        .toCommit());
        assertRefused(
                "messages",
                () -> new TurnCommit(
                        null,
                        valid.execution(),
                        valid.conversation(),
                        valid.history(),
                        elsewhere.messages(),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        List.of()));
        assertRefused(
                "tasks of its own",
                () -> acme.openingTurn(conversation)
                        .enqueues(elsewhere.newTask("q"))
                        .toCommit());
        OutboxEntry foreign = acme.newEntry(acme.newConversation());
        assertRefused(
                "outbox entries",
                () -> acme.openingTurn(conversation).sends(foreign).toCommit());
        OutboxEntry stolen =
                globex.newEntry(null, globex.widgetKey(), fixture.clock().instant());
        assertRefused(
                "outbox entries",
                () -> acme.openingTurn(conversation).sends(stolen).toCommit());
        assertRefused(
                "audit records",
                () -> acme.openingTurn(conversation)
                        .audits(globex.newAudit("a"))
                        .toCommit());
    }

    @Test
    void aTaskThatATurnMakesIsNew() {
        TaskRecord task = turn.newTask("q");
        TaskRecord leased = task.claimed(task.dueAt());
        assertRefused("tasks that are new", () -> turn.enqueues(leased).toCommit());
    }

    @Test
    void aConversationsCommitTellsOnlyOfThatConversation() {
        ConversationChange change = new ConversationChange.Open(conversation);
        OutboxEntry loose =
                acme.newEntry(null, acme.widgetKey(), fixture.clock().instant());
        assertThatCode(() -> new ConversationCommit(
                        change, List.of(acme.newEntry(conversation), loose), List.of(acme.newAudit("a"))))
                .doesNotThrowAnyException();
        for (OutboxEntry entry : List.of(
                acme.newEntry(acme.newConversation()),
                globex.newEntry(conversation),
                globex.newEntry(null, globex.widgetKey(), fixture.clock().instant()))) {
            assertRefused("outbox entries", () -> new ConversationCommit(change, List.of(entry), List.of()));
        }
        assertRefused("audit records", () -> new ConversationCommit(change, List.of(), List.of(globex.newAudit("a"))));
    }

    @Test
    void aNewConversationHasRevisionOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConversationChange.Open(conversation.withVariables(Json.EMPTY_OBJECT)));
    }

    @Test
    void anEventSettlesTheTaskThatItNamesAndNamesItsExecution() {
        TaskRecord task = turn.newTask("q");
        TaskSettlement settlement = new TaskSettlement(task.id(), TaskState.COMPLETED, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme.acceptance(acme.newEvent("q.completed"), settlement));
        InboxEvent nameless = new InboxEvent(
                acme.id(),
                acme.newEventId(),
                "q.completed",
                Json.EMPTY_OBJECT,
                null,
                task.id(),
                null,
                fixture.clock().instant());
        assertThatIllegalArgumentException().isThrownBy(() -> acme.acceptance(nameless, settlement));
        assertThatCode(() -> acme.acceptance(acme.resultOf(task), settlement)).doesNotThrowAnyException();
    }

    @Test
    void aSettlementClosesAndALeaseTakesTime() {
        TaskRecord task = turn.newTask("q");
        assertThatIllegalArgumentException().isThrownBy(() -> new TaskSettlement(task.id(), TaskState.LEASED, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventAcceptance(acme.newEvent("a"), "f", null, Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claim(fixture.clock().instant(), Duration.ZERO, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claim(fixture.clock().instant(), Duration.ofSeconds(1), 0));
    }

    private static void assertRefused(String rule, Runnable making) {
        assertThatIllegalStateException().isThrownBy(making::run).withMessageContaining(rule);
    }

    private TurnCommit remade(@Nullable ExecutionStatus from, Execution execution) {
        return with(valid, from, execution);
    }

    private static TurnCommit with(TurnCommit commit, @Nullable ExecutionStatus from, Execution execution) {
        return new TurnCommit(
                from,
                execution,
                commit.conversation(),
                commit.history(),
                commit.messages(),
                commit.tasks(),
                commit.withdrawn(),
                commit.consumed(),
                commit.outbox(),
                commit.audit());
    }

    private Execution changed(ExecutionStatus status, @Nullable Wait wait) {
        Execution made = valid.execution();
        return new Execution(
                made.tenant(),
                made.id(),
                made.conversation(),
                made.flow(),
                made.flowVersion(),
                status,
                made.revision(),
                made.state(),
                made.blocks(),
                wait,
                null,
                0,
                made.startedAt(),
                made.updatedAt());
    }
}

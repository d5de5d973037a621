package dev.flowruntime.store;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps executions; their turns are committed here. */
public interface ExecutionStore {
    /** How many executions of a conversation {@link #findAsking} looks at, so that none makes it slow. */
    int ASKED_AMONG = 1_000;

    /**
     * Stores everything of one turn, or nothing.
     *
     * <p>The turn counts when the stored revision of its execution is one less than the new one (for revision 1: when
     * there is no such execution), its {@link ConversationChange} holds, the execution has not consumed the turn's event
     * before, and the attempt of its {@link AttemptReply} holds its key. The conversation's turns and messages are numbered in
     * the order of commits, without gaps. Locks are taken in the order
     * conversation, execution, task, event, idempotency key.
     *
     * @throws StoreException when the outcome cannot be told; after a lost connection the store finds out for itself
     *     whether the turn was stored, and throws only when it cannot
     */
    TurnOutcome commit(TurnCommit turn);

    Optional<Execution> find(TenantId tenant, ExecutionId id);

    /** The execution together with its conversation, read at one moment. */
    Optional<Standing> load(TenantId tenant, ExecutionId id);

    /**
     * The execution of a conversation that waits for input; the one that was started last when there are several, by its id
     * among those of one time. It is looked for among the {@value #ASKED_AMONG} that were started last.
     */
    Optional<Execution> findAsking(TenantId tenant, ConversationId conversation);

    /**
     * Executions that wait for an event by this name ({@code Wait.Kind.EVENT}), not for the result of a task, in the order of
     * their ids.
     *
     * @param after the id to go on after; null for the first page
     */
    List<Execution> listWaiting(TenantId tenant, String event, @Nullable ExecutionId after, int limit);

    /** What an execution is due for. */
    enum Due {
        /** It waits, and its time-out, reminder or moment has come, or an event that ends the wait. */
        WAIT,
        /** It is running, and nobody has taken its step, or whoever had it did not come to its end within the lease. */
        STEP
    }

    /**
     * Leases executions of one kind whose {@code wakeAt} has come, the longest due first: {@code wakeAt} becomes the end of the lease,
     * {@code attempts} goes up by one, the revision stays. Two callers never get the same one. Crosses tenants.
     *
     * @return each as it is leased, with its conversation
     */
    List<Standing> claimDue(Due kind, Claim claim);

    /**
     * Gives a claimed execution back that needs no turn yet, to wake at another time; its attempts stay counted. Nothing
     * happens when the lease is no longer held: when a turn was committed, when an event has woken it, or when another has
     * claimed it since ({@code revision}, {@code wakeAt} and {@code attempts} are no longer the claimed ones).
     *
     * @param wakeAt null when it need not wake by itself
     */
    void reschedule(Execution claimed, @Nullable Instant wakeAt);

    /** One event for each revision, from the first. */
    List<HistoryEvent> listHistory(TenantId tenant, ExecutionId id);
}

package dev.flowruntime.store.broken;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.MessageId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.MessageRange;
import dev.flowruntime.store.Standing;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Stores that commit turns, or read executions, with one fault each. */
final class BrokenTurns {
    private static final TurnOutcome STALE = new TurnOutcome.Stale();

    private BrokenTurns() {}

    /** Lets others in between two steps that should be one. */
    static void pause() {
        for (int i = 0; i < 5; i++) {
            Thread.yield();
        }
    }

    /** Looks whether the revision is the newest, and then writes whatever it is by now. */
    static final class SelectsThenUpdates extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    Execution next = turn.execution();
                    Optional<Execution> found = inner.find(next.tenant(), next.id());
                    if (found.isEmpty() || found.get().revision() + 1 != next.revision()) {
                        return inner.commit(turn);
                    }
                    pause();
                    TurnOutcome outcome = inner.commit(turn);
                    while (outcome.equals(STALE)) {
                        Execution current = inner.find(next.tenant(), next.id()).orElseThrow();
                        outcome = inner.commit(rebased(turn, current));
                    }
                    return outcome;
                }
            };
        }

        private static TurnCommit rebased(TurnCommit turn, Execution current) {
            Execution next = turn.execution();
            HistoryEvent event = turn.history();
            long revision = current.revision() + 1;
            Execution moved = new Execution(
                    next.tenant(),
                    next.id(),
                    next.conversation(),
                    next.flow(),
                    next.flowVersion(),
                    next.status(),
                    revision,
                    next.state(),
                    next.blocks(),
                    next.openWait(),
                    next.wakeAt(),
                    next.attempts(),
                    next.startedAt(),
                    next.updatedAt());
            HistoryEvent history = new HistoryEvent(
                    event.tenant(),
                    event.execution(),
                    revision,
                    event.cause(),
                    event.status(),
                    event.steps(),
                    event.reply(),
                    event.at());
            return new TurnCommit(
                    current.status(),
                    moved,
                    turn.conversation(),
                    history,
                    turn.messages(),
                    turn.tasks(),
                    turn.withdrawn(),
                    turn.consumed(),
                    turn.outbox(),
                    turn.audit());
        }
    }

    /** Writes the history event of the first turn only. */
    static final class ForgetsTheHistoryEvent extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public List<HistoryEvent> listHistory(TenantId tenant, ExecutionId id) {
                    return inner.listHistory(tenant, id).stream().limit(1).toList();
                }
            };
        }
    }

    /** Leaves tasks open that nobody waits for. */
    static final class ForgetsToWithdraw extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    return inner.commit(new TurnCommit(
                            turn.from(),
                            turn.execution(),
                            turn.conversation(),
                            turn.history(),
                            turn.messages(),
                            turn.tasks(),
                            List.of(),
                            turn.consumed(),
                            turn.outbox(),
                            turn.audit()));
                }
            };
        }
    }

    /** Does not remember which events an execution has consumed. */
    static final class ForgetsWhatWasConsumed extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    return inner.commit(new TurnCommit(
                            turn.from(),
                            turn.execution(),
                            turn.conversation(),
                            turn.history(),
                            turn.messages(),
                            turn.tasks(),
                            turn.withdrawn(),
                            null,
                            turn.outbox(),
                            turn.audit()));
                }
            };
        }
    }

    /** Takes a turn that is stored already for one that came too late. */
    static final class TellsStaleForRepeated extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    TurnOutcome outcome = inner.commit(turn);
                    return outcome instanceof TurnOutcome.Repeated ? STALE : outcome;
                }
            };
        }
    }

    /** Writes the audit records outside of the commit. */
    static final class AuditsRefusedTurns extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    TurnOutcome outcome = inner.commit(turn);
                    if (!(outcome instanceof TurnOutcome.Committed)) {
                        turn.audit().forEach(record -> audit().append(record));
                    }
                    return outcome;
                }
            };
        }
    }

    /** Counts the messages first and commits then. */
    static final class NumbersMessagesBeforeTheLock extends FaithfulStore {
        private final Map<MessageId, Long> numbers = new ConcurrentHashMap<>();

        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    Execution next = turn.execution();
                    long number = conversations()
                            .listMessages(next.tenant(), next.conversation(), MessageRange.after(0, Integer.MAX_VALUE))
                            .size();
                    pause();
                    for (ChatMessage message : turn.messages()) {
                        numbers.put(message.id(), ++number);
                    }
                    return inner.commit(turn);
                }
            };
        }

        @Override
        public ConversationStore conversations() {
            return new FaithfulRoles.Conversations(inner.conversations()) {
                @Override
                public List<ChatMessage> listMessages(
                        TenantId tenant, ConversationId conversation, MessageRange range) {
                    return inner.listMessages(tenant, conversation, range).stream()
                            .map(message -> message.withSeq(numbers.getOrDefault(message.id(), message.seq())))
                            .toList();
                }
            };
        }
    }

    /** Takes a turn's number from a counter, as a sequence of a database does, and commits then. */
    static final class NumbersTurnsBeforeTheLock extends FaithfulStore {
        private final AtomicLong sequence = new AtomicLong();
        private final Map<HistoryEvent, Long> numbers = new ConcurrentHashMap<>();

        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    numbers.put(turn.history(), sequence.incrementAndGet());
                    pause();
                    return inner.commit(turn);
                }
            };
        }

        @Override
        public ConversationStore conversations() {
            return new FaithfulRoles.Conversations(inner.conversations()) {
                @Override
                public List<ConversationTurn> listTurns(
                        TenantId tenant, ConversationId conversation, long after, int limit) {
                    return inner.listTurns(tenant, conversation, 0, Integer.MAX_VALUE).stream()
                            .map(turn -> new ConversationTurn(
                                    numbers.getOrDefault(turn.event(), turn.number()), turn.event()))
                            .filter(turn -> turn.number() > after)
                            .sorted(Comparator.comparing(ConversationTurn::number))
                            .limit(limit)
                            .toList();
                }
            };
        }
    }

    /** Looks for events before it opens the wait. */
    static final class LooksIntoTheInboxTooEarly extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    Execution next = turn.execution();
                    boolean pending =
                            !inboxEvents().listPending(next.tenant(), next.id()).isEmpty();
                    pause();
                    TurnOutcome outcome = inner.commit(turn);
                    return outcome instanceof TurnOutcome.Committed ? new TurnOutcome.Committed(pending) : outcome;
                }
            };
        }
    }

    /** Reads the execution, and then its conversation. */
    static final class LoadsInTwoReads extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public Optional<Standing> load(TenantId tenant, ExecutionId id) {
                    Optional<Execution> execution = inner.find(tenant, id);
                    pause();
                    return execution.flatMap(found -> conversations()
                            .find(tenant, found.conversation())
                            .map(conversation -> new Standing(found, conversation)));
                }
            };
        }
    }

    /** Gives an execution back as long as no turn was committed, whatever else has happened to it. */
    static final class GivesLostLeasesBack extends FaithfulStore {
        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public void reschedule(Execution claimed, @Nullable Instant wakeAt) {
                    inner.find(claimed.tenant(), claimed.id())
                            .filter(stored -> stored.revision() == claimed.revision())
                            .ifPresent(stored -> inner.reschedule(stored, wakeAt));
                }
            };
        }
    }

    /** Finds executions by their id alone. */
    static final class ForgetsTheTenantInFind extends FaithfulStore {
        private final Map<ExecutionId, TenantId> owners = new ConcurrentHashMap<>();

        @Override
        public ExecutionStore executions() {
            return new FaithfulRoles.Executions(inner.executions()) {
                @Override
                public TurnOutcome commit(TurnCommit turn) {
                    owners.put(turn.execution().id(), turn.execution().tenant());
                    return inner.commit(turn);
                }

                @Override
                public Optional<Execution> find(TenantId tenant, ExecutionId id) {
                    return inner.find(owners.getOrDefault(id, tenant), id);
                }
            };
        }
    }
}

package dev.flowruntime.store.memory;

import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationTurn;
import dev.flowruntime.store.MessageRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A conversation and everything that belongs to it; the lock of all of that is this object's monitor.
 *
 * <p>Whoever has found a row outside of its lock looks at {@code gone} inside of it.
 */
final class ConversationRow {
    final Key key;
    final @Nullable CustomerKey customer;
    final List<ExecutionRow> executions = new ArrayList<>(1);
    final List<DeliveryRow> deliveries = new ArrayList<>(0);
    final List<EventRow> events = new ArrayList<>(0);

    Conversation conversation;

    /** How many executions go on, deliveries are pending and events are unfinished. */
    int open;

    /** Whether it stands among the idle ones. */
    boolean idle;

    /** Whether it is no longer in the tables. */
    boolean gone;

    /** A message's place is its sequence number less one. */
    private final List<ChatMessage> messages = new ArrayList<>(4);

    /** A turn's place is its number less one. */
    private final List<HistoryEvent> turns = new ArrayList<>(2);

    private Map<WidgetKeyId, NavigableMap<Integer, DeliveryRow>> lines = Map.of();

    ConversationRow(Conversation conversation) {
        this.key = new Key(conversation.tenant(), conversation.id().value());
        this.customer = CustomerKey.of(conversation);
        this.conversation = conversation;
    }

    /** Whether it is the one conversation of this customer. */
    boolean isOfCustomer(@Nullable CustomerKey other) {
        return customer != null && customer.equals(other);
    }

    /** Whether a change to a conversation that exists holds. */
    boolean admits(ConversationChange change) {
        if (change instanceof ConversationChange.Replace replace) {
            return replace.conversation().revision() == conversation.revision() + 1;
        }
        return change instanceof ConversationChange.Keep keep
                && keep.conversation().revision() == conversation.revision();
    }

    void apply(ConversationChange change) {
        if (change instanceof ConversationChange.Replace replace) {
            Conversation next = replace.conversation();
            conversation = conversation.with(next.locale(), next.variables());
        }
    }

    void add(List<ChatMessage> next) {
        messages.addAll(next);
    }

    List<ChatMessage> messages(MessageRange range) {
        List<ChatMessage> found = new ArrayList<>();
        int from = (int) Math.min(range.after(), messages.size());
        for (int i = from; i < messages.size() && found.size() < range.limit(); i++) {
            ChatMessage message = messages.get(i);
            if (range.since() == null || !message.createdAt().isBefore(range.since())) {
                found.add(message.withSeq(i + 1L));
            }
        }
        return List.copyOf(found);
    }

    void add(HistoryEvent turn) {
        turns.add(turn);
    }

    /** The number of the last turn. */
    long lastTurn() {
        return turns.size();
    }

    List<ConversationTurn> turns(long after, int limit) {
        List<ConversationTurn> found = new ArrayList<>();
        int from = (int) Math.min(after, turns.size());
        for (int i = from; i < turns.size() && found.size() < limit; i++) {
            found.add(new ConversationTurn(i + 1L, turns.get(i)));
        }
        return List.copyOf(found);
    }

    /** Pending deliveries to one endpoint by their positions, the order in which they are to leave. */
    NavigableMap<Integer, DeliveryRow> line(WidgetKeyId endpoint) {
        if (lines.isEmpty()) {
            lines = new HashMap<>(2);
        }
        return lines.computeIfAbsent(endpoint, name -> new TreeMap<>());
    }
}

package dev.flowruntime.store.memory;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.StoreException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What conversations consist of, by id.
 *
 * <p>Everything of one conversation is written and read under the one lock of its {@link ConversationRow}, of which a
 * thread holds no two; so a commit is one step to everybody else. A row enters its table as the last thing that may fail.
 */
final class Tables {
    final ConcurrentMap<Key, ConversationRow> conversations = new ConcurrentHashMap<>();
    final ConcurrentMap<CustomerKey, ConversationRow> customers = new ConcurrentHashMap<>();
    final ConcurrentMap<Key, ExecutionRow> executions = new ConcurrentHashMap<>();
    final ConcurrentMap<Key, TaskRow> tasks = new ConcurrentHashMap<>();
    final ConcurrentMap<Key, DeliveryRow> deliveries = new ConcurrentHashMap<>();
    final ConcurrentMap<Key, EventRow> events = new ConcurrentHashMap<>();
    final ConcurrentMap<EventKey, EventRow> idempotencyKeys = new ConcurrentHashMap<>();

    private final IdleConversations idle;
    private volatile boolean closed;

    Tables(int idleConversations) {
        idle = new IdleConversations(idleConversations);
    }

    void requireOpen() {
        if (closed) {
            throw new StoreException(StoreException.Retry.NEVER, "the store is closed");
        }
    }

    void close() {
        closed = true;
    }

    @Nullable
    ConversationRow conversation(TenantId tenant, UUID id) {
        return conversations.get(new Key(tenant, id));
    }

    @Nullable
    ExecutionRow execution(TenantId tenant, UUID id) {
        return executions.get(new Key(tenant, id));
    }

    /**
     * Makes a new conversation known by its customer and its id; called under its lock.
     *
     * @return the conversation that has the customer or the id already, and then the new one is gone; else null
     */
    @Nullable
    ConversationRow insert(ConversationRow row) {
        ConversationRow inTheWay = row.customer == null ? null : customers.putIfAbsent(row.customer, row);
        if (inTheWay != null) {
            row.gone = true;
            return inTheWay;
        }
        inTheWay = conversations.putIfAbsent(row.key, row);
        if (inTheWay != null) {
            withdraw(row);
        }
        return inTheWay;
    }

    /** Takes a conversation back out that has nothing yet; called under its lock. */
    void withdraw(ConversationRow row) {
        row.gone = true;
        conversations.remove(row.key, row);
        if (row.customer != null) {
            customers.remove(row.customer, row);
        }
    }

    /** Notes after each change whether a conversation is idle, and since when; called under its lock. */
    void noteIdle(ConversationRow row) {
        if (row.open == 0) {
            idle.add(row);
            row.idle = true;
        } else if (row.idle) {
            idle.remove(row);
            row.idle = false;
        }
    }

    /** Forgets the longest idle conversations when there are too many; called under no lock. */
    void forgetSurplus() {
        for (ConversationRow row = idle.pollSurplus(); row != null; row = idle.pollSurplus()) {
            synchronized (row) {
                // It may have come back to life, and even to rest again, since it was taken out.
                if (row.open == 0 && !idle.contains(row)) {
                    forget(row);
                }
            }
        }
    }

    private void forget(ConversationRow row) {
        withdraw(row);
        for (ExecutionRow execution : row.executions) {
            executions.remove(execution.key, execution);
            for (TaskRow task : execution.tasks) {
                task.claimable.cancel();
                tasks.remove(task.key, task);
            }
        }
        for (DeliveryRow delivery : row.deliveries) {
            deliveries.remove(delivery.key, delivery);
        }
        for (EventRow event : row.events) {
            forget(event);
        }
    }

    void forget(EventRow row) {
        events.remove(row.key, row);
        EventKey key = EventKey.of(row.event);
        if (key != null) {
            idempotencyKeys.remove(key, row);
        }
    }
}

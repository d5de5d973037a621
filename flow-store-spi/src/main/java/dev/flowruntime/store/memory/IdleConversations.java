package dev.flowruntime.store.memory;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conversations in which nothing is open, the longest idle first; guarded by its own lock, which is taken last. */
final class IdleConversations {
    private final int keep;
    private final Map<Key, ConversationRow> rows = new LinkedHashMap<>();
    private volatile int size;

    IdleConversations(int keep) {
        this.keep = keep;
    }

    /** Puts the conversation behind all others. */
    synchronized void add(ConversationRow row) {
        rows.remove(row.key);
        rows.put(row.key, row);
        size = rows.size();
    }

    synchronized void remove(ConversationRow row) {
        rows.remove(row.key, row);
        size = rows.size();
    }

    synchronized boolean contains(ConversationRow row) {
        return rows.get(row.key) == row;
    }

    /** Takes the longest idle one out; null while there are not too many. */
    @Nullable
    ConversationRow pollSurplus() {
        return size > keep ? poll() : null;
    }

    private synchronized @Nullable ConversationRow poll() {
        if (rows.size() <= keep) {
            return null;
        }
        Iterator<ConversationRow> eldest = rows.values().iterator();
        ConversationRow row = eldest.next();
        eldest.remove();
        size = rows.size();
        return row;
    }
}

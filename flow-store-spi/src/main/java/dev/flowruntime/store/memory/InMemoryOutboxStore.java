package dev.flowruntime.store.memory;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.OutboxStore;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deliveries; only the head of each line stands among those that can be claimed. */
final class InMemoryOutboxStore implements OutboxStore {
    private final Tables tables;
    private final DueIndex<DeliveryRow> due = new DueIndex<>();

    /** Ended deliveries of no conversation. */
    private final Recent<DeliveryRow> ended;

    InMemoryOutboxStore(Tables tables, int keepEnded) {
        this.tables = tables;
        this.ended = new Recent<>(keepEnded);
    }

    /** Adds the entries of a commit, under the lock of its conversation. */
    void addAll(ConversationRow conversation, List<OutboxEntry> entries) {
        for (OutboxEntry entry : entries) {
            if (entry.conversation() == null) {
                addLoose(entry);
            } else {
                addInLine(conversation, entry);
            }
        }
    }

    /** Adds entries of no conversation. */
    void addLoose(List<OutboxEntry> entries) {
        entries.forEach(this::addLoose);
    }

    private void addLoose(OutboxEntry entry) {
        DeliveryRow row = new DeliveryRow(null, entry);
        tables.deliveries.put(row.key, row);
        synchronized (row) {
            row.claimable.make(due, row.delivery.dueAt(), row);
        }
    }

    private void addInLine(ConversationRow conversation, OutboxEntry entry) {
        DeliveryRow row = new DeliveryRow(conversation, entry);
        conversation.deliveries.add(row);
        conversation.open++;
        tables.deliveries.put(row.key, row);
        Deque<DeliveryRow> line = conversation.line(entry.endpoint());
        line.addLast(row);
        if (line.size() == 1) {
            row.claimable.make(due, row.delivery.dueAt(), row);
        }
    }

    @Override
    public List<Delivery> claim(Claim claim) {
        tables.requireOpen();
        return DueIndex.claim(List.of(due), claim, (row, seen) -> lease(row, seen, claim.until()));
    }

    private @Nullable Delivery lease(DeliveryRow row, Due seen, Instant until) {
        synchronized (row.lock()) {
            if (!row.claimable.isAt(seen)) {
                return null;
            }
            row.delivery = row.delivery.claimed(until);
            row.claimable.make(due, until, row);
            return row.delivery;
        }
    }

    @Override
    public boolean settle(Delivery held, Delivery.State state, Instant dueAt) {
        tables.requireOpen();
        DeliveryRow row = row(held.entry().tenant(), held.entry().id());
        if (row == null) {
            return false;
        }
        synchronized (row.lock()) {
            if (row.delivery.state() != Delivery.State.PENDING || row.delivery.generation() != held.generation()) {
                return false;
            }
            row.delivery = row.delivery.with(state, dueAt);
            if (state == Delivery.State.PENDING) {
                row.claimable.make(due, dueAt, row);
            } else {
                end(row);
            }
        }
        tables.forgetSurplus();
        return true;
    }

    private void end(DeliveryRow row) {
        row.claimable.cancel();
        if (row.conversation == null) {
            DeliveryRow oldest = ended.add(row);
            if (oldest != null) {
                tables.deliveries.remove(oldest.key, oldest);
            }
            return;
        }
        Deque<DeliveryRow> line = row.conversation.line(row.delivery.entry().endpoint());
        line.remove(row);
        DeliveryRow head = line.peekFirst();
        if (head != null) {
            head.claimable.make(due, head.delivery.dueAt(), head);
        }
        row.conversation.open--;
        tables.noteIdle(row.conversation);
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, OutboxId id) {
        tables.requireOpen();
        DeliveryRow row = row(tenant, id);
        if (row == null) {
            return Optional.empty();
        }
        synchronized (row.lock()) {
            return Optional.of(row.delivery);
        }
    }

    private @Nullable DeliveryRow row(TenantId tenant, OutboxId id) {
        return tables.deliveries.get(new Key(tenant, id.value()));
    }
}

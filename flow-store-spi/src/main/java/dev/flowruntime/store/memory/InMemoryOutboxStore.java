package dev.flowruntime.store.memory;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.OutboxBacklog;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.Settlement;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deliveries; only the head of each line stands among those that can be claimed. */
final class InMemoryOutboxStore implements OutboxStore {
    private final Tables tables;
    private final DueIndex<DeliveryRow> due = new DueIndex<>();

    /** Ended deliveries of no conversation. */
    private final Recent<DeliveryRow> ended;

    private final InMemoryEndpointStore endpoints;

    InMemoryOutboxStore(Tables tables, InMemoryEndpointStore endpoints, int keepEnded) {
        this.tables = tables;
        this.endpoints = endpoints;
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
        NavigableMap<Integer, DeliveryRow> line = conversation.line(entry.endpoint());
        line.put(row.position, row);
        if (line.size() == 1) {
            row.claimable.make(due, row.delivery.dueAt(), row);
        }
    }

    @Override
    public List<Delivery> claim(Claim claim, EndpointLimits limits) {
        tables.requireOpen();
        Map<WidgetKeyId, Integer> taken = new HashMap<>();
        return DueIndex.claim(List.of(due), claim, (row, seen) -> {
            OutboxEntry entry = row.entry;
            int before = taken.getOrDefault(entry.endpoint(), 0);
            if (before >= limits.of(entry.endpoint())
                    || endpoints.find(entry.tenant(), entry.endpoint()).pausedAt() != null) {
                return null;
            }
            Delivery leased = lease(row, seen, claim.until());
            if (leased != null) {
                taken.put(entry.endpoint(), before + 1);
            }
            return leased;
        });
    }

    private @Nullable Delivery lease(DeliveryRow row, Due seen, Instant until) {
        synchronized (row.lock()) {
            if (!row.claimable.isAt(seen)) {
                return null;
            }
            row.delivery = row.delivery.claimed(until);
            row.claimable.make(due, until, row);
            return shown(row);
        }
    }

    @Override
    public boolean settle(Delivery held, Settlement settlement) {
        tables.requireOpen();
        DeliveryRow row = row(held.entry().tenant(), held.entry().id());
        if (row == null) {
            return false;
        }
        synchronized (row.lock()) {
            if (row.delivery.state() != Delivery.State.PENDING || row.delivery.generation() != held.generation()) {
                return false;
            }
            row.delivery = settlement.of(row.delivery);
            if (row.delivery.state() != Delivery.State.PENDING) {
                end(row);
            } else if (isHead(row)) {
                row.claimable.make(due, row.delivery.dueAt(), row);
            }
        }
        tables.forgetSurplus();
        return true;
    }

    /** A replayed entry may have come before one that was leased. */
    private static boolean isHead(DeliveryRow row) {
        return row.conversation == null
                || row.conversation.line(row.entry.endpoint()).firstEntry().getValue() == row;
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
        markGap(row, row.conversation);
        NavigableMap<Integer, DeliveryRow> line = row.conversation.line(row.entry.endpoint());
        line.remove(row.position);
        Map.Entry<Integer, DeliveryRow> head = line.firstEntry();
        if (head != null) {
            DeliveryRow next = head.getValue();
            next.claimable.make(due, next.delivery.dueAt(), next);
        }
        row.conversation.open--;
        tables.noteIdle(row.conversation);
    }

    private static void markGap(DeliveryRow ended, ConversationRow conversation) {
        if (ended.delivery.state() == Delivery.State.DEAD) {
            ended.gap = true;
            return;
        }
        for (DeliveryRow other : conversation.deliveries) {
            if (other.isInLineWith(ended)) {
                other.gap = false;
            }
        }
    }

    @Override
    public boolean replay(TenantId tenant, OutboxId id, Instant dueAt) {
        tables.requireOpen();
        DeliveryRow row = row(tenant, id);
        if (row == null) {
            return false;
        }
        synchronized (row.lock()) {
            if (row.delivery.state() != Delivery.State.DEAD || isGone(row)) {
                return false;
            }
            row.delivery = row.delivery.replayed(dueAt);
            row.gap = false;
            if (row.conversation == null) {
                ended.remove(row);
                row.claimable.make(due, dueAt, row);
            } else {
                backIntoLine(row, row.conversation);
            }
        }
        return true;
    }

    private static boolean isGone(DeliveryRow row) {
        return row.conversation != null && row.conversation.gone;
    }

    private void backIntoLine(DeliveryRow row, ConversationRow conversation) {
        NavigableMap<Integer, DeliveryRow> line = conversation.line(row.entry.endpoint());
        line.put(row.position, row);
        for (DeliveryRow other : line.values()) {
            if (isHead(other)) {
                other.claimable.make(due, other.delivery.dueAt(), other);
            } else {
                other.claimable.cancel();
            }
        }
        conversation.open++;
        tables.noteIdle(conversation);
    }

    @Override
    public Optional<Delivery> find(TenantId tenant, OutboxId id) {
        tables.requireOpen();
        DeliveryRow row = row(tenant, id);
        return row == null ? Optional.empty() : Optional.of(locked(row));
    }

    /** The longest list is sorted for each page: it is a store for tests and demos. */
    @Override
    public List<Delivery> list(TenantId tenant, DeliveryFilter filter, @Nullable OutboxId after, int limit) {
        tables.requireOpen();
        return tables.deliveries.values().stream()
                .filter(row -> row.key.tenant().equals(tenant))
                .filter(row -> after == null || text(row).compareTo(after.toString()) > 0)
                .sorted(Comparator.comparing(InMemoryOutboxStore::text))
                .map(this::locked)
                .filter(filter::takes)
                .limit(limit)
                .toList();
    }

    /** It looks at what has ended, too: it is a store for tests and demos. */
    @Override
    public OutboxBacklog backlog(int most) {
        tables.requireOpen();
        OutboxBacklog backlog = OutboxBacklog.NONE;
        for (DeliveryRow row : tables.deliveries.values()) {
            if (backlog.pending() < most && locked(row).state() == Delivery.State.PENDING) {
                backlog = backlog.plus(new OutboxBacklog(1, row.entry.createdAt()), most);
            }
        }
        return backlog;
    }

    private static String text(DeliveryRow row) {
        return row.key.id().toString();
    }

    private Delivery locked(DeliveryRow row) {
        synchronized (row.lock()) {
            return shown(row);
        }
    }

    /** The delivery with what its line tells of it, under the row's lock. */
    private static Delivery shown(DeliveryRow row) {
        if (row.conversation == null) {
            return row.delivery;
        }
        boolean afterGap = row.conversation.deliveries.subList(0, row.position).stream()
                .anyMatch(earlier -> earlier.gap && earlier.isInLineWith(row));
        return row.delivery.withAfterGap(afterGap);
    }

    private @Nullable DeliveryRow row(TenantId tenant, OutboxId id) {
        return tables.deliveries.get(new Key(tenant, id.value()));
    }
}

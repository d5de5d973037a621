package dev.flowruntime.store.memory;

import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Wait;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An execution's place among those that wait for an event by name: by tenant, name and id. */
record WaitingKey(UUID tenant, String event, UUID execution) implements Comparable<WaitingKey> {
    /** UUIDs in the order of their text; their own order takes the halves as signed numbers. */
    private static final Comparator<UUID> BY_TEXT = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private static final Comparator<WaitingKey> ORDER = Comparator.comparing(WaitingKey::tenant, BY_TEXT)
            .thenComparing(WaitingKey::event)
            .thenComparing(WaitingKey::execution, BY_TEXT);

    /** Null when the execution does not wait for an event by name. */
    static @Nullable WaitingKey of(Execution execution) {
        Wait wait = execution.openWait();
        if (wait == null || wait.kind() != Wait.Kind.EVENT || wait.event() == null) {
            return null;
        }
        return new WaitingKey(
                execution.tenant().value(), wait.event(), execution.id().value());
    }

    @Override
    public int compareTo(WaitingKey other) {
        return ORDER.compare(this, other);
    }
}

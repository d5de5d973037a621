package dev.flowruntime.store;

import dev.flowruntime.model.Delivery;
import java.time.Instant;

/** How a lease of an outbox entry ends. */
public sealed interface Settlement {
    /** What becomes of the delivery that was held. */
    Delivery of(Delivery held);

    /** The endpoint has acknowledged it. */
    record Delivered(Instant at) implements Settlement {
        @Override
        public Delivery of(Delivery held) {
            return held.with(Delivery.State.DELIVERED, at, null);
        }
    }

    /** The attempt failed; the next one is due at the given time. */
    record Failed(Instant dueAt, String error) implements Settlement {
        @Override
        public Delivery of(Delivery held) {
            return held.with(Delivery.State.PENDING, dueAt, error);
        }
    }

    /** It is given up. */
    record Dead(Instant at, String error) implements Settlement {
        @Override
        public Delivery of(Delivery held) {
            return held.with(Delivery.State.DEAD, at, error);
        }
    }

    /** No attempt was made; it does not count. */
    record Unsent(Instant dueAt) implements Settlement {
        @Override
        public Delivery of(Delivery held) {
            return held.unclaimed(dueAt);
        }
    }
}

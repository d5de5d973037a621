package dev.flowruntime.store.tck;

import dev.flowruntime.store.Claim;
import dev.flowruntime.store.FlowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One store for one test, empty when the test begins, and the time by which the test lives.
 *
 * <p><b>Time.</b> No test sleeps, and none depends on how long it takes. A store that goes by its caller's time gets the
 * {@link #clock()}'s. A store that goes by a clock of its own, such as a database's, cannot be told the time; its fixture
 * starts the kit's clock at its own time, leaves it there, and answers {@link #elapse} by moving every due time and every
 * end of a lease that is stored back by as much. So the tests keep to times that both kinds understand: something is due
 * at or before the clock's time, or an hour after it, a lease lasts an hour, and nothing is asked of a due time but that it
 * is about right.
 */
public abstract class StoreFixture implements AutoCloseable {
    /** How long the kit's leases last. */
    public static final Duration LEASE = Duration.ofHours(1);

    private static final long FIRST_MILLISECOND = 0x019e_2667_0000L;

    private final FlowStore store;
    private final SettableClock clock;
    private final AtomicLong ids = new AtomicLong();

    /**
     * @param store without any row
     * @param start the time by which the store goes now
     */
    protected StoreFixture(FlowStore store, Instant start) {
        this.store = store;
        this.clock = new SettableClock(start);
    }

    /** Makes time pass for the store: whatever would have been due within that time is due now. */
    public abstract void elapse(Duration time);

    /** How often a race is run when the kit asks for so many rounds; a store behind a network may run fewer. */
    public int rounds(int wished) {
        return wished;
    }

    public final FlowStore store() {
        return store;
    }

    public final SettableClock clock() {
        return clock;
    }

    /** A UUIDv7 that nobody has yet, greater than all before it. */
    public final UUID newId() {
        long n = ids.incrementAndGet();
        return new UUID((FIRST_MILLISECOND + n) << 16 | 0x7000, 0x8000_0000_0000_0000L | n);
    }

    /** A claim of at most so many rows, for the time of a {@link #LEASE}. */
    public final Claim claim(int limit) {
        return new Claim(clock.instant(), LEASE, limit);
    }

    /** Puts a tenant with a widget key and a flow into the store. */
    public final TenantFixture newTenant(String slug) {
        return TenantFixture.put(this, slug);
    }

    @Override
    public void close() {
        store.close();
    }
}

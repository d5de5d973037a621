package dev.flowruntime.store.shard;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TenantFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A router over three in-memory stores; each tenant that it is asked of for the first time is on the next shard.
 *
 * <p>The kit's first tenant is on the first shard, and must be: the kit wants its execution claimed before the second
 * tenant's, which was due later, and a router that takes them by turns does that only when it begins there.
 */
final class RoutedStoreFixture extends StoreFixture {
    private static final List<String> NAMES = List.of("a", "b", "c");

    final BreakableStore a;
    final BreakableStore b;
    final BreakableStore c;
    private final Placements placements;

    RoutedStoreFixture() {
        this(new Placements(), new BreakableStore(), new BreakableStore(), new BreakableStore());
    }

    private RoutedStoreFixture(Placements placements, BreakableStore a, BreakableStore b, BreakableStore c) {
        super(
                TenantRouter.builder(placements::shardOf)
                        .shard("a", a.store())
                        .shard("b", b.store())
                        .shard("c", c.store())
                        .build(),
                Instant.parse("2026-01-01T00:00:00Z"));
        this.placements = placements;
        this.a = a;
        this.b = b;
        this.c = c;
    }

    @Override
    public void elapse(Duration time) {
        clock().advance(time);
    }

    /** A new tenant on the shard by this name. */
    TenantFixture newTenantOn(String shard, String slug) {
        placements.next(shard);
        return newTenant(slug);
    }

    /** The id of a tenant that is still to be put, on the shard by this name. */
    TenantId newTenantIdOn(String shard) {
        TenantId id = new TenantId(newId());
        placements.next(shard);
        placements.shardOf(id);
        return id;
    }

    private static final class Placements {
        private final ConcurrentMap<TenantId, String> known = new ConcurrentHashMap<>();
        private final AtomicInteger next = new AtomicInteger();

        String shardOf(TenantId tenant) {
            return known.computeIfAbsent(tenant, unknown -> NAMES.get(next.getAndIncrement() % NAMES.size()));
        }

        void next(String shard) {
            next.set(NAMES.indexOf(shard));
        }
    }
}

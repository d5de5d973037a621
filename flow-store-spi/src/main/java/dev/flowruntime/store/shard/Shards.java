package dev.flowruntime.store.shard;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The shards in the order in which they were given, and the tenants' places among them. */
final class Shards {
    private final Map<String, Shard> byName;
    private final List<Shard> all;
    private final Function<TenantId, String> placement;

    /** @param byName at least one, in their order */
    Shards(Map<String, Shard> byName, Function<TenantId, String> placement) {
        this.byName = new LinkedHashMap<>(byName);
        this.all = List.copyOf(byName.values());
        this.placement = placement;
    }

    List<Shard> all() {
        return all;
    }

    /** Where everything of the tenant is. */
    FlowStore of(TenantId tenant) {
        return shardOf(tenant).store();
    }

    Shard shardOf(TenantId tenant) {
        String name = placement.apply(tenant);
        Shard shard = byName.get(name);
        if (shard == null) {
            throw new StoreException(
                    StoreException.Retry.NEVER,
                    "tenant " + tenant + " is placed on shard " + name + ", which the router does not have");
        }
        return shard;
    }

    /** Where that is which belongs to no tenant. */
    Shard home() {
        return all.get(0);
    }

    List<Shard> othersThan(Shard one) {
        return all.stream().filter(shard -> shard != one).toList();
    }

    /**
     * What the first shard that has it answers. Shards that were out of reach are asked last, so that what is on another
     * does not wait for their time-outs.
     *
     * @throws StoreException when no shard has it and one could not say
     */
    <T> Optional<T> find(Function<FlowStore, Optional<T>> lookup) {
        Failures failures = new Failures();
        List<Shard> asked = new ArrayList<>(all);
        asked.sort(Comparator.comparing(Shard::isOutOfReach));
        for (Shard shard : asked) {
            try {
                Optional<T> found = shard.ask(lookup);
                if (found.isPresent()) {
                    return found;
                }
            } catch (StoreException failure) {
                failures.add(failure);
            }
        }
        failures.requireNone();
        return Optional.empty();
    }

    /** Asks every shard, whatever the others say. */
    Failures askEach(Consumer<FlowStore> question) {
        Failures failures = new Failures();
        for (Shard shard : all) {
            try {
                shard.ask(store -> {
                    question.accept(store);
                    return true;
                });
            } catch (StoreException failure) {
                failures.add(failure);
            }
        }
        return failures;
    }

    /** Closes every shard, whatever comes of the others. */
    void close() {
        RuntimeException first = null;
        for (Shard shard : all) {
            try {
                shard.store().close();
            } catch (RuntimeException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}

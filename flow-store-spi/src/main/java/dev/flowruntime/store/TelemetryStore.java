package dev.flowruntime.store;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what pages tell of their visitors, and counts what was used. Nothing is ever changed in it, but the keys of old events are
 * forgotten.
 */
public interface TelemetryStore {
    /**
     * Records events. One with a key that an earlier event of its widget key had is a repeat: it is left out, and so are its
     * completions.
     *
     * @return how many were recorded; the others are repeats
     */
    int record(TelemetryCommit commit);

    /**
     * Forgets the keys of events that were recorded at least so long ago; another event with one of them is no repeat. The events
     * stay. Crosses tenants.
     *
     * @param now the caller's time, as in {@link TelemetryEvent#recordedAt}
     * @return how many, at most the limit
     */
    int sweepKeys(Instant now, Duration life, int limit);

    /**
     * Events in the order of the time of their recording, those of one time in the order of their ids.
     *
     * @param after the place of the last event of the page before; null for the first page
     */
    List<TelemetryEvent> listEvents(TenantId tenant, TrafficRange range, @Nullable Position after, int limit);

    /** By the names of the events. */
    List<EventCount> countEvents(TenantId tenant, TrafficRange range);

    /** Sums what models used, by the names of the models; it is stored by {@link ExecutionStore#commit}. */
    List<ModelSpend> sumModelUse(TenantId tenant, TrafficRange range);

    /** The same, of one conversation. */
    List<ModelSpend> sumModelUse(TenantId tenant, ConversationId conversation);

    /** The same, of one execution. */
    List<ModelSpend> sumModelUse(TenantId tenant, ExecutionId execution);

    /**
     * Adds to what is counted of widget keys. Should the answer get lost on its way it is not added again: so it may be lost, and is
     * never counted twice.
     *
     * @param more no key and day twice
     */
    void addUsage(TenantId tenant, List<KeyUsage> more);

    /** In the order of the days, those of one day in the order of the keys' ids; the last day included. */
    List<KeyUsage> listUsage(TenantId tenant, LocalDate first, LocalDate last);
}

package dev.flowruntime.internal;

import dev.flowruntime.model.Execution;
import dev.flowruntime.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease of a step while it runs, for steps that know how long they may take yet. Of one thread. */
final class StepLease {
    private static final Logger LOG = LoggerFactory.getLogger(StepLease.class);
    /** For whatever comes before and after what takes its time. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Services services;
    private Execution held;

    /** @param held the execution as the holder of the lease knows it */
    StepLease(Services services, Execution held) {
        this.services = services;
        this.held = held;
    }

    /** Sees to it that nobody takes the step over for so long; nothing is written when the lease lasts as long by itself. */
    void last(Duration time) {
        Instant until = services.now().plus(time).plus(MARGIN);
        Instant end = held.wakeAt();
        if (end != null && end.isBefore(until)) {
            try {
                services.store().executions().reschedule(held, until);
                held = held.waking(until);
            } catch (StoreException e) {
                LOG.warn("the lease of a step of execution {} could not be made longer", held.id(), e);
            }
        }
    }
}

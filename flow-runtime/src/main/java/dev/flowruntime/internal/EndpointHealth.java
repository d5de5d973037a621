package dev.flowruntime.internal;

import com.github.benmanes.caffeine.cache.Cache;
import dev.flowruntime.WebhookListener;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.EndpointState;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.WidgetKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes in the store how endpoints are doing, and pauses those that only failed for five days. Thread-safe. */
final class EndpointHealth {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointHealth.class);
    private static final Duration PATIENCE = Duration.ofDays(5);

    /** How long an endpoint that has taken something is not looked at again: one that flaps would have a note for each attempt. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Services services;
    private final WebhookListener listener;
    private final Cache<WidgetKeyId, Boolean> working;

    EndpointHealth(Services services, WebhookListener listener) {
        this.services = services;
        this.listener = listener;
        this.working = Caches.of(10_000)
                .ticker(services.nanoTime()::getAsLong)
                .expireAfterWrite(NOTED)
                .build();
    }

    /** The endpoint has taken something. */
    void took(OutboxEntry entry) {
        if (working.asMap().putIfAbsent(entry.endpoint(), Boolean.TRUE) == null) {
            services.store().endpoints().worked(entry.tenant(), entry.endpoint());
        }
    }

    /** The endpoint has not taken something. */
    void failed(OutboxEntry entry) {
        if (working.getIfPresent(entry.endpoint()) != null) {
            return;
        }
        Instant now = services.now();
        EndpointState state = services.store().endpoints().failed(entry.tenant(), entry.endpoint(), now);
        if (state.failingSince() != null
                && !now.isBefore(state.failingSince().plus(PATIENCE))
                && services.store().endpoints().pause(entry.tenant(), entry.endpoint(), now)) {
            LOG.warn(
                    "the webhook of widget key {} of tenant {} only failed since {}; it is paused",
                    entry.endpoint(),
                    entry.tenant(),
                    state.failingSince());
            audit(entry, state.failingSince(), now);
            tell(() -> listener.paused(entry.tenant(), entry.endpoint()));
        }
    }

    private void audit(OutboxEntry entry, Instant failingSince, Instant now) {
        services.store()
                .audit()
                .append(new AuditRecord(
                        services.ids().get(),
                        entry.tenant(),
                        now,
                        "engine",
                        "webhook.pause",
                        entry.endpoint().toString(),
                        JsonTree.write(Map.of("failing_since", failingSince.toString())),
                        null,
                        null));
    }

    /** Tells the host; what it throws is its own affair. */
    static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.error("the listener for webhooks failed", e);
        }
    }
}

package dev.flowruntime.internal;

import dev.flowruntime.WebhookListener;
import dev.flowruntime.metrics.WebhookOutcome;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Settlement;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.WebhookTransport;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt at a delivery that was claimed, and settles it. */
final class WebhookSender {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    private final Services services;
    private final Keys keys;
    private final WebhookTransport transport;
    private final WebhookListener listener;
    private final RetrySchedule schedule;
    private final EndpointHealth health;

    WebhookSender(Services services, Keys keys, WebhookTransport transport, WebhookListener listener) {
        this.services = services;
        this.keys = keys;
        this.transport = transport;
        this.listener = listener;
        this.schedule = new RetrySchedule(services.settings().webhookSchedule());
        this.health = new EndpointHealth(services, listener);
    }

    /** How the endpoint did. */
    enum Result {
        /** It took the webhook. */
        TOOK,
        /** It answered, and did not take it. */
        REFUSED,
        /** There was no answer. */
        SILENT,
        /** It was not asked. */
        UNASKED
    }

    Result send(Delivery held) {
        WebhookEndpoint endpoint = endpoint(held);
        if (endpoint == null) {
            dead(held, "the widget key has no webhook any more");
            return Result.UNASKED;
        }
        if (schedule.isBeyond(held.attempts())) {
            dead(held, "the last attempt did not come to its end");
            return Result.UNASKED;
        }
        Instant begun = services.now();
        Exchange exchange = transport.deliver(
                WebhookRequests.of(held, endpoint, services.ids().get(), begun));
        if (exchange instanceof Exchange.Answered answered) {
            return take(held, answered);
        }
        Exchange.Failed failed = (Exchange.Failed) exchange;
        retry(held, failed.reason().name().toLowerCase(Locale.ROOT) + ": " + failed.message(), null);
        return Result.SILENT;
    }

    private @Nullable WebhookEndpoint endpoint(Delivery held) {
        Keys.KnownKey known = keys.find(held.entry().tenant(), held.entry().endpoint());
        return known == null ? null : known.key().webhook();
    }

    private Result take(Delivery held, Exchange.Answered answered) {
        int status = answered.status();
        if (status >= 200 && status < 300) {
            settle(held, new Settlement.Delivered(services.now()));
            health.took(held.entry());
            return Result.TOOK;
        }
        String error = "status " + status;
        if (status == 401 || status == 410) {
            dead(held, error);
            health.failed(held.entry());
        } else {
            retry(held, error, answered.headers().get("retry-after"));
        }
        return Result.REFUSED;
    }

    private void retry(Delivery held, String error, @Nullable String retryAfter) {
        if (schedule.isUsedUp(held.attempts())) {
            dead(held, error);
        } else {
            settle(held, new Settlement.Failed(schedule.next(held, retryAfter, services.now()), error));
        }
        health.failed(held.entry());
    }

    private void dead(Delivery held, String error) {
        Settlement.Dead settlement = new Settlement.Dead(services.now(), error);
        if (settle(held, settlement)) {
            LOG.warn(
                    "webhook {} of tenant {} was given up after {} attempts: {}",
                    held.entry().id(),
                    held.entry().tenant(),
                    held.attempts(),
                    error);
            EndpointHealth.tell(() -> listener.exhausted(settlement.of(held)));
        }
    }

    private boolean settle(Delivery held, Settlement settlement) {
        boolean settled = services.store().outbox().settle(held, settlement);
        if (settled) {
            services.observer().webhook(outcome(settlement));
        } else {
            LOG.info(
                    "what came of webhook {} came after its lease was lost",
                    held.entry().id());
        }
        return settled;
    }

    private static WebhookOutcome outcome(Settlement settlement) {
        if (settlement instanceof Settlement.Delivered) {
            return WebhookOutcome.DELIVERED;
        }
        return settlement instanceof Settlement.Dead ? WebhookOutcome.DEAD : WebhookOutcome.RETRIED;
    }

    /** Is told nothing. */
    static final class Unheard implements WebhookListener {
        @Override
        public void exhausted(Delivery dead) {
            LOG.trace("nobody listens");
        }

        @Override
        public void paused(TenantId tenant, WidgetKeyId endpoint) {
            LOG.trace("nobody listens");
        }
    }
}

package dev.flowruntime;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.internal.Services;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.EndpointState;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.OutboxBacklog;
import dev.flowruntime.store.OutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The webhooks of a tenant, for its operator: what became of each, and how those that were given up go out once more. */
public final class Webhooks {
    /** How far the {@link #backlog()} is counted. */
    public static final int MOST_COUNTED = 10_000;

    private static final int PAGE = 500;

    private final Engine engine;
    private final Runnable wake;

    Webhooks(Engine engine, Runnable wake) {
        this.engine = engine;
        this.wake = wake;
    }

    public Optional<Delivery> find(TenantId tenant, OutboxId event) {
        return outbox().find(tenant, event);
    }

    /**
     * Deliveries in the order of their event ids, which is about that of their times.
     *
     * @param after the last one of the page before; null for the first page
     */
    public List<Delivery> list(TenantId tenant, DeliveryFilter filter, @Nullable OutboxId after, int limit) {
        return outbox().list(tenant, filter, after, limit);
    }

    /**
     * Sends a webhook that was given up once more, under its event id and with all its attempts before it.
     *
     * @throws FlowException {@code NOT_FOUND}; {@code CONFLICT} when it was not given up
     */
    public void replay(TenantId tenant, OutboxId event) {
        if (find(tenant, event).isEmpty()) {
            throw new FlowException(ErrorCode.NOT_FOUND, "the tenant has no such webhook");
        }
        if (!outbox().replay(tenant, event, services().now())) {
            throw new FlowException(ErrorCode.CONFLICT, "only a webhook that was given up can be replayed");
        }
        audit(tenant, event.toString(), Map.of("replayed", 1));
        wake.run();
    }

    /**
     * Sends all webhooks of a widget key that were given up once more.
     *
     * @param since only of events from then on; null for all
     * @return how many
     * @throws FlowException {@code NOT_FOUND}
     */
    public int replay(TenantId tenant, String publicKey, @Nullable Instant since) {
        WidgetKey key = key(tenant, publicKey);
        DeliveryFilter dead = new DeliveryFilter(Delivery.State.DEAD, key.id(), since);
        int replayed = 0;
        OutboxId after = null;
        List<Delivery> page;
        do {
            page = outbox().list(tenant, dead, after, PAGE);
            for (Delivery delivery : page) {
                after = delivery.entry().id();
                replayed += outbox().replay(tenant, after, services().now()) ? 1 : 0;
            }
        } while (page.size() == PAGE);
        if (replayed > 0) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("replayed", replayed);
            if (since != null) {
                details.put("since", since.toString());
            }
            audit(tenant, key.id().toString(), details);
            wake.run();
        }
        return replayed;
    }

    /**
     * What still has to leave, of all tenants. It is counted in the store, so it is not for each request: of {@value
     * #MOST_COUNTED} entries at most.
     *
     * @throws dev.flowruntime.store.StoreException when the store cannot say
     */
    public WebhookBacklog backlog() {
        OutboxBacklog backlog = outbox().backlog(MOST_COUNTED);
        Instant oldest = backlog.oldest();
        Duration age = oldest == null
                ? Duration.ZERO
                : Duration.between(oldest, services().now());
        return new WebhookBacklog(backlog.pending(), age.isNegative() ? Duration.ZERO : age);
    }

    /**
     * How the webhook of a widget key is doing.
     *
     * @throws FlowException {@code NOT_FOUND}
     */
    public EndpointState endpoint(TenantId tenant, String publicKey) {
        return services()
                .store()
                .endpoints()
                .find(tenant, key(tenant, publicKey).id());
    }

    /**
     * Sends nothing more to the webhook of a widget key; what happens is kept for it.
     *
     * @return false when it was paused already
     * @throws FlowException {@code NOT_FOUND}
     */
    public boolean pause(TenantId tenant, String publicKey) {
        WidgetKey key = key(tenant, publicKey);
        boolean paused = services()
                .store()
                .endpoints()
                .pause(tenant, key.id(), services().now());
        if (paused) {
            audit(tenant, "webhook.pause", key.id().toString(), Map.of());
        }
        return paused;
    }

    /**
     * Lets go out what was kept for the webhook of a widget key.
     *
     * @return false when it was not paused
     * @throws FlowException {@code NOT_FOUND}
     */
    public boolean resume(TenantId tenant, String publicKey) {
        WidgetKey key = key(tenant, publicKey);
        boolean resumed = services().store().endpoints().resume(tenant, key.id());
        if (resumed) {
            audit(tenant, "webhook.resume", key.id().toString(), Map.of());
            wake.run();
        }
        return resumed;
    }

    private WidgetKey key(TenantId tenant, String publicKey) {
        return services().store().widgetKeys().list(tenant).stream()
                .filter(key -> key.publicKey().equals(publicKey))
                .findFirst()
                .orElseThrow(() -> new FlowException(ErrorCode.NOT_FOUND, "the tenant has no such widget key"));
    }

    private void audit(TenantId tenant, String subject, Map<String, Object> details) {
        audit(tenant, "webhook.replay", subject, details);
    }

    private void audit(TenantId tenant, String action, String subject, Map<String, Object> details) {
        Audience.host(action).audit(services(), tenant, subject, JsonTree.write(details));
    }

    private OutboxStore outbox() {
        return services().store().outbox();
    }

    private Services services() {
        return engine.services();
    }
}

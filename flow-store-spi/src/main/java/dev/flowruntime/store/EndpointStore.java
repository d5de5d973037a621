package dev.flowruntime.store;

import dev.flowruntime.model.EndpointState;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.time.Instant;

/** Keeps how the endpoints of webhooks are doing; of one that was never heard of, that it neither fails nor is paused. */
public interface EndpointStore {
    /** Notes that an attempt failed; what counts is the first since the endpoint last took something. */
    EndpointState failed(TenantId tenant, WidgetKeyId endpoint, Instant at);

    /** Notes that the endpoint has taken something: it does not fail any more. A pause stays. */
    void worked(TenantId tenant, WidgetKeyId endpoint);

    /**
     * Sends nothing more to the endpoint.
     *
     * @return false when it was paused already, and nothing changed
     */
    boolean pause(TenantId tenant, WidgetKeyId endpoint, Instant at);

    /**
     * Lets what waits for the endpoint go out; it does not fail until it fails again.
     *
     * @return false when it was not paused, and nothing changed
     */
    boolean resume(TenantId tenant, WidgetKeyId endpoint);

    EndpointState find(TenantId tenant, WidgetKeyId endpoint);
}

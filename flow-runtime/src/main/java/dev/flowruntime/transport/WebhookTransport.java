package dev.flowruntime.transport;

/**
 * Carries webhooks to their receivers. The default is {@link OutboundHttp}; a host may put its own way out in its place, such as
 * a proxy, and then vouches for where requests go.
 */
public interface WebhookTransport {
    /**
     * Delivers a signed request and tells what came of it; a status from 200 to 299 acknowledges it. Called on many threads at
     * once; returns within the request's timeout.
     */
    Exchange deliver(OutboundRequest request);
}

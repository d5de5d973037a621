package dev.flowruntime;

import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;

/** Is told what operators should know about webhooks, on the thread that has just found it out; what it throws is logged. */
public interface WebhookListener {
    /** A webhook was given up; it stays in the store and can be replayed. */
    void exhausted(Delivery dead);

    /** Nothing more is sent to an endpoint that only failed for five days, until it is resumed. */
    void paused(TenantId tenant, WidgetKeyId endpoint);
}

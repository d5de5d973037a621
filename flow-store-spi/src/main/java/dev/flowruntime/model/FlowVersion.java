package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One published version of a flow; its document never changes.
 *
 * @param code names the flow in its tenant
 * @param version from 1, without gaps
 * @param document the flow document as JSON
 * @param intent the chat intent that starts it; unique among the active versions of a tenant
 * @param event the name of the event that starts it
 * @param active whether new executions start with this version; at most one version of a flow is
 */
public record FlowVersion(
        TenantId tenant,
        FlowId flow,
        String code,
        int version,
        String name,
        Json document,
        @Nullable String intent,
        @Nullable String event,
        boolean active,
        Instant publishedAt) {
    public FlowVersion activated(boolean next) {
        return new FlowVersion(tenant, flow, code, version, name, document, intent, event, next, publishedAt);
    }
}

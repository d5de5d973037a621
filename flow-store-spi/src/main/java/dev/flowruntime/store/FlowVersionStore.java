package dev.flowruntime.store;

import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.TenantId;
import java.util.List;
import java.util.Optional;

/** Keeps the versions of flows; which of them is active is all that ever changes. */
public interface FlowVersionStore {
    /**
     * Adds the next version of a flow and makes it the active one, whatever its {@code active} says.
     *
     * <p>Its number must be one more than the flow's highest, archived or not; another number, a code that belongs to
     * another flow, or a flow under another code is {@link FlowChange.Stale}, before the intent is looked at.
     */
    FlowChange publish(FlowVersion next);

    /** Makes an existing version the active one; {@link FlowChange.Stale} when there is none such. */
    FlowChange activate(TenantId tenant, FlowId flow, int version);

    /** Leaves the flow without an active version. */
    void archive(TenantId tenant, FlowId flow);

    Optional<FlowVersion> find(TenantId tenant, FlowId flow, int version);

    /** The versions of the flow with this code, oldest first. */
    List<FlowVersion> listVersions(TenantId tenant, String code);

    /** The active versions of all flows of the tenant, by code. */
    List<FlowVersion> listActive(TenantId tenant);
}

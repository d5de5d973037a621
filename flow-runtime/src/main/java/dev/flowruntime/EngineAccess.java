package dev.flowruntime;

import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;

/** What an engine token may reach. */
public final class EngineAccess {
    private final Engine engine;
    private final EngineToken token;
    private final Audience holder;

    EngineAccess(Engine engine, EngineToken token, Audience holder) {
        this.engine = engine;
        this.token = token;
        this.holder = holder;
    }

    /** The Engine API, with the holder of the token in the audit. What it may reach is what {@link #admit} gives. */
    public EngineApi api() {
        return new EngineApi(engine, holder, true);
    }

    /**
     * Refuses who may not see what belongs to no tenant, such as the meters of the process.
     *
     * @throws FlowException {@code TENANT_NOT_ALLOWED} when the token is bound to a tenant
     */
    public void requireDeployWide() {
        if (token.tenant() != null) {
            throw new FlowException(
                    ErrorCode.TENANT_NOT_ALLOWED, "the API token is bound to a tenant, and this belongs to none");
        }
    }

    /**
     * The tenant that a request names.
     *
     * @throws FlowException {@code TENANT_NOT_ALLOWED} when the token is bound to another one, {@code TENANT_NOT_FOUND}
     */
    public TenantId admit(String tenantId) {
        TenantId tenant = Ids.isUuid(tenantId) ? TenantId.of(tenantId) : null;
        if (token.tenant() != null && !token.tenant().equals(tenant)) {
            throw new FlowException(ErrorCode.TENANT_NOT_ALLOWED, "the API token is bound to another tenant");
        }
        if (tenant == null || engine.services().store().tenants().find(tenant).isEmpty()) {
            throw new FlowException(ErrorCode.TENANT_NOT_FOUND, "there is no such tenant");
        }
        return tenant;
    }
}

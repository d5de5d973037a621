package dev.flowruntime;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.Audience;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an engine token may reach. */
public final class EngineAccess {
    private static final Logger LOG = LoggerFactory.getLogger(EngineAccess.class);

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
     * Keeps that a call was refused, in the trail of the tenant that it was for. One that names no tenant that the token is good
     * for stands in the trail of the token's own; where there is neither, in the log.
     *
     * @param tenant null when the call names none that the token is good for
     * @param mode what kind of call it was
     */
    public void refused(@Nullable TenantId tenant, String subject, String mode, ErrorCode code) {
        TenantId trail = tenant == null ? token.tenant() : tenant;
        if (trail == null) {
            LOG.warn("{}: {} was refused: {}, request {}", holder.actor(), mode, code.wireName(), holder.requestId());
            return;
        }
        audit(trail, subject, mode, Map.of("error", code.wireName()));
    }

    /** Keeps that a call was answered with what it was answered before. */
    public void repeated(TenantId tenant, String subject, String mode) {
        audit(tenant, subject, mode, Map.of("repeated", true));
    }

    private void audit(TenantId tenant, String subject, String mode, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("mode", mode);
        details.putAll(more);
        holder.audit(engine.services(), tenant, subject, JsonTree.write(details));
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

package dev.flowruntime.internal;

import dev.flowruntime.Caller;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import org.jspecify.annotations.Nullable;

/**
 * Who does something from outside, as the audit names it.
 *
 * @param actor such as {@code widget_key:019e…}
 * @param action such as {@code widget.message.send}
 * @param address the client's address, of which the audit keeps a hash
 * @param attempt records what is answered, where the request has a key
 */
public record Audience(
        String actor,
        String action,
        @Nullable String requestId,
        @Nullable String address,
        @Nullable Attempt attempt) {
    /** What back ends do. */
    public static final String ENGINE_CALL = "engine.api.call";

    /** Somebody on a page with a widget key. */
    public static Audience visitor(WidgetKey key, String action, Caller caller) {
        return new Audience("widget_key:" + key.id(), action, caller.requestId(), caller.ip(), null);
    }

    /** Somebody in this process. */
    public static Audience local(String actor, String action) {
        return new Audience(actor, action, null, null, null);
    }

    /** The program that this runtime is part of. No address is known of it: who made it do that is for it to keep. */
    public static Audience host(String action) {
        return local("host", action);
    }

    /** The same, doing something else. */
    public Audience doing(String next) {
        return new Audience(actor, next, requestId, address, attempt);
    }

    /** Back ends are told of bad variables in another way than visitors. */
    ErrorCode badVariables() {
        return action.equals(ENGINE_CALL) ? ErrorCode.INVALID_VARIABLES : ErrorCode.VALIDATION_FAILED;
    }

    /** The same, for an attempt. */
    public Audience with(Attempt next) {
        return new Audience(actor, action, requestId, address, next);
    }

    /** The record of what is done now. */
    public AuditRecord record(Services services, TenantId tenant, String subject, Json details) {
        return new AuditRecord(
                services.ids().get(),
                tenant,
                services.now(),
                actor,
                action,
                subject,
                details,
                address == null ? null : services.signing().addresses().hash(tenant, address),
                requestId);
    }

    /** Keeps the record of something that no commit has done. */
    public void audit(Services services, TenantId tenant, String subject, Json details) {
        services.store().audit().append(record(services, tenant, subject, details));
    }
}

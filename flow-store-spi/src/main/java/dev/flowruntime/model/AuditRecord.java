package dev.flowruntime.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, kept for good.
 *
 * @param actor such as {@code widget_key:019e…} or {@code engine}
 * @param action such as {@code flow.publish}
 * @param subject the id of what was acted on
 * @param details a JSON object
 * @param ipHash a keyed hash of the caller's address, where there is one
 */
public record AuditRecord(
        UUID id,
        TenantId tenant,
        Instant at,
        String actor,
        String action,
        String subject,
        Json details,
        @Nullable String ipHash,
        @Nullable String requestId) {}

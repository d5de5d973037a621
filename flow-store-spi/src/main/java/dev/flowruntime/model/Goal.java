package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation may achieve.
 *
 * @param code names it within the tenant, for good
 * @param event the name of the telemetry event that completes it; null when only conversions do
 * @param match a JSON object: what the event's properties must be, all of it
 * @param primary whether it is what the tenant looks at first
 */
public record Goal(
        TenantId tenant,
        String code,
        String name,
        Kind kind,
        @Nullable String event,
        Json match,
        boolean primary,
        Status status,
        Instant createdAt) {
    /** What kind of success it is. */
    public enum Kind {
        CONVERSION,
        ENGAGEMENT,
        CUSTOM
    }

    /** Whether it is completed. */
    public enum Status {
        ACTIVE,
        /** Not for now. */
        PAUSED,
        /** No longer; kept for its completions. */
        ARCHIVED
    }

    /** The same goal in another status. */
    public Goal withStatus(Status next) {
        return new Goal(tenant, code, name, kind, event, match, primary, next, createdAt);
    }
}

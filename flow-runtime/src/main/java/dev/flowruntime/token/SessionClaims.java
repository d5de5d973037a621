package dev.flowruntime.token;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a session token says: who may speak in which conversation, and how long.
 *
 * <p>Instants are cut to whole seconds, since a token carries no more; they lie between 1970 and 9999.
 *
 * @param expiresAt the first instant at which the session is over
 */
public record SessionClaims(
        TenantId tenant, ConversationId conversation, WidgetKeyId widgetKey, Instant issuedAt, Instant expiresAt) {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** @throws IllegalArgumentException when the session ends before it begins, or outside of the years 1970 to 9999 */
    public SessionClaims {
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
        expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        if (issuedAt.isBefore(Instant.EPOCH) || expiresAt.isBefore(issuedAt) || expiresAt.isAfter(LATEST)) {
            throw new IllegalArgumentException("no session lasts from " + issuedAt + " to " + expiresAt);
        }
    }
}

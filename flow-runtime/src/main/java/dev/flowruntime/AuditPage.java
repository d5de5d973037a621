package dev.flowruntime;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of an audit trail.
 *
 * @param nextCursor where the next page begins; null when this was the last
 */
public record AuditPage(List<AuditRecord> records, @Nullable String nextCursor) {
    private static final int MAX_LIMIT = 100;

    /** What an action can be called; other texts may be what no store takes. */
    private static final Pattern ACTION = Pattern.compile("[a-z][a-z_.]{0,63}");

    /** The record's time in microseconds, and its id. */
    private static final Pattern CURSOR = Pattern.compile("(0|[1-9][0-9]{0,17})_([0-9a-f-]{36})");

    public AuditPage {
        records = List.copyOf(records);
    }

    static AuditPage read(
            AuditStore store, TenantId tenant, @Nullable String action, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw refusal("limit", "must be from 1 to " + MAX_LIMIT);
        }
        if (action != null && !ACTION.matcher(action).matches()) {
            throw refusal("action", "must be the name of an action, such as flow.publish");
        }
        List<AuditRecord> found = store.list(tenant, action, cursor == null ? null : position(cursor), limit + 1);
        boolean more = found.size() > limit;
        List<AuditRecord> page = more ? found.subList(0, limit) : found;
        return new AuditPage(page, more ? cursor(page.get(limit - 1)) : null);
    }

    private static String cursor(AuditRecord last) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, last.at()) + "_" + last.id();
    }

    private static Position position(String cursor) {
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches() || !Ids.isUuid(parts.group(2))) {
            throw refusal("after", "must be a cursor of this trail");
        }
        return new Position(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), UUID.fromString(parts.group(2)));
    }

    private static FlowException refusal(String parameter, String reason) {
        return FlowException.ofFields(ErrorCode.VALIDATION_FAILED, Map.of(parameter, List.of(reason)));
    }
}

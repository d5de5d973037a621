package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TrafficRange;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The conditions of lists that go by the time of recording and by id, page by page. */
final class Pages {
    static final String IN_RANGE = "where tenant_id = ? and test = ? and recorded_at >= ? and recorded_at < ?\n";

    // the first comparison is for the index: not every product looks up a pair in it
    private static final String AFTER = "and recorded_at >= ? and (recorded_at > ? or id > ?)\n";

    private Pages() {}

    /** What follows the conditions. */
    static String order(@Nullable Position after) {
        return (after == null ? "" : AFTER) + "order by recorded_at, id limit ?\n";
    }

    static Params bindRange(Params params, TenantId tenant, TrafficRange range) throws SQLException {
        return params.uuid(tenant.value())
                .flag(range.test())
                .instant(range.from())
                .instant(range.until());
    }

    static void bindPage(Params params, @Nullable Position after, int limit) throws SQLException {
        if (after != null) {
            params.instant(after.at()).instant(after.at()).uuid(after.id());
        }
        params.integer(limit);
    }
}

package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import java.sql.SQLException;
import java.util.UUID;

/** Telemetry events in {@code flow_telemetry_event}, and in {@code flow_telemetry_key} the keys by which repeats are told. */
final class TelemetryEventTable {
    static final Insert INSERT = Insert.into(
            "flow_telemetry_event",
            "tenant_id",
            "id",
            "widget_key_id",
            "conversation_id",
            "name",
            "props",
            "event_key",
            "occurred_at",
            "recorded_at",
            "test");

    static final Insert INSERT_KEY =
            Insert.into("flow_telemetry_key", "tenant_id", "widget_key_id", "event_key", "recorded_at");

    static final String FORGET_KEY =
            "delete from flow_telemetry_key where tenant_id = ? and widget_key_id = ? and event_key = ?";

    static final String LIST = """
            select tenant_id, id, widget_key_id, conversation_id, name, props, event_key, occurred_at, recorded_at, test
            from flow_telemetry_event
            """;

    private TelemetryEventTable() {}

    static void bind(Params params, TelemetryEvent event) throws SQLException {
        params.uuid(event.tenant().value())
                .uuid(event.id())
                .uuid(event.widgetKey().value())
                .uuid(event.conversation().value())
                .text(event.name())
                .json(event.props())
                .text(event.key())
                .instant(event.occurredAt())
                .instant(event.recordedAt())
                .flag(event.test());
    }

    static void bindKey(Params params, TelemetryEvent event) throws SQLException {
        params.uuid(event.tenant().value())
                .uuid(event.widgetKey().value())
                .text(event.key())
                .instant(event.recordedAt());
    }

    static TelemetryEvent read(Row row) throws SQLException {
        TenantId tenant = new TenantId(row.uuid());
        UUID id = row.uuid();
        return new TelemetryEvent(
                tenant,
                id,
                new WidgetKeyId(row.uuid()),
                new ConversationId(row.uuid()),
                row.text(),
                row.json(),
                row.textOrNull(),
                row.instant(),
                row.instant(),
                row.flag());
    }
}

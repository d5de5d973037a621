package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Completion;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.ExecutionId;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TelemetryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.EventCount;
import dev.flowruntime.store.ModelSpend;
import dev.flowruntime.store.Position;
import dev.flowruntime.store.TelemetryCommit;
import dev.flowruntime.store.TelemetryStore;
import dev.flowruntime.store.TrafficRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Telemetry events, what models used, and what widget keys were used. */
final class JdbcTelemetryStore implements TelemetryStore {
    private static final String KNOWN =
            "select event_key from flow_telemetry_key where tenant_id = ? and widget_key_id = ? and event_key in (";

    private static final String OLD_KEYS = "select tenant_id, widget_key_id, event_key from flow_telemetry_key"
            + " where recorded_at <= ? order by recorded_at limit ? for update skip locked";

    private static final String RECORDED =
            "select count(*) from flow_telemetry_event where tenant_id = ? and recorded_at = ? and id in (";

    private static final String COUNTS =
            "select name, count(*) from flow_telemetry_event " + Pages.IN_RANGE + " group by name order by name";

    private final Database database;
    private final AuditedUnit unit;
    private final KeyUsageTable usage;

    JdbcTelemetryStore(Database database) {
        this.database = database;
        this.unit = new AuditedUnit(database);
        this.usage = new KeyUsageTable(database);
    }

    @Override
    public int record(TelemetryCommit commit) {
        return unit.run(
                commit.audit(), connection -> store(connection, commit), connection -> recorded(connection, commit));
    }

    private int store(Connection connection, TelemetryCommit commit) throws SQLException {
        Set<String> known = known(connection, commit);
        List<TelemetryEvent> events = commit.events().stream()
                .filter(event -> event.key() == null || !known.contains(event.key()))
                .toList();
        // In the order of their keys, so that two who write the same ones do not wait for each other.
        List<TelemetryEvent> named = events.stream()
                .filter(event -> event.key() != null)
                .sorted(Comparator.comparing(event -> String.valueOf(event.key())))
                .toList();
        database.updateAll(connection, TelemetryEventTable.INSERT_KEY.values(), named, TelemetryEventTable::bindKey);
        database.updateAll(connection, TelemetryEventTable.INSERT.values(), events, TelemetryEventTable::bind);
        Set<UUID> ids = events.stream().map(TelemetryEvent::id).collect(Collectors.toSet());
        List<Completion> completions = commit.completions().stream()
                .filter(completion -> ids.contains(completion.event()))
                .toList();
        database.updateAll(connection, CompletionTable.INSERT.values(), completions, CompletionTable::bind);
        return events.size();
    }

    private Set<String> known(Connection connection, TelemetryCommit commit) throws SQLException {
        TelemetryEvent first = commit.events().get(0);
        List<TelemetryEvent> named =
                commit.events().stream().filter(event -> event.key() != null).toList();
        if (named.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(database.list(
                connection,
                KNOWN + marks(named.size()),
                params -> {
                    params.uuid(first.tenant().value()).uuid(first.widgetKey().value());
                    for (TelemetryEvent event : named) {
                        params.text(event.key());
                    }
                },
                Row::text));
    }

    @Override
    public int sweepKeys(Instant now, Duration life, int limit) {
        return database.transact(Scope.crossing(), connection -> {
            List<OldKey> keys = database.list(
                    connection,
                    OLD_KEYS,
                    params -> params.instant(now.minus(life)).integer(limit),
                    row -> new OldKey(row.uuid(), row.uuid(), row.text()));
            database.updateAll(connection, TelemetryEventTable.FORGET_KEY, keys, OldKey::bind);
            return keys.size();
        });
    }

    private record OldKey(UUID tenant, UUID widgetKey, String text) {
        static void bind(Params params, OldKey key) throws SQLException {
            params.uuid(key.tenant).uuid(key.widgetKey).text(key.text);
        }
    }

    private int recorded(Connection connection, TelemetryCommit commit) throws SQLException {
        TelemetryEvent first = commit.events().get(0);
        return database.list(
                        connection,
                        RECORDED + marks(commit.events().size()),
                        params -> {
                            params.uuid(first.tenant().value()).instant(first.recordedAt());
                            for (TelemetryEvent event : commit.events()) {
                                params.uuid(event.id());
                            }
                        },
                        Row::integer)
                .get(0);
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?")) + ")";
    }

    @Override
    public List<TelemetryEvent> listEvents(TenantId tenant, TrafficRange range, @Nullable Position after, int limit) {
        Binding binding = params -> Pages.bindPage(Pages.bindRange(params, tenant, range), after, limit);
        return database.list(
                Scope.of(tenant),
                TelemetryEventTable.LIST + Pages.IN_RANGE + Pages.order(after),
                binding,
                TelemetryEventTable::read);
    }

    @Override
    public List<EventCount> countEvents(TenantId tenant, TrafficRange range) {
        return database.list(
                Scope.of(tenant),
                COUNTS,
                params -> Pages.bindRange(params, tenant, range),
                row -> new EventCount(row.text(), row.number()));
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, TrafficRange range) {
        return spend(tenant, "and test = ? and at >= ? and at < ?", params -> Pages.bindRange(params, tenant, range));
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, ConversationId conversation) {
        return spend(
                tenant,
                "and conversation_id = ?",
                params -> params.uuid(tenant.value()).uuid(conversation.value()));
    }

    @Override
    public List<ModelSpend> sumModelUse(TenantId tenant, ExecutionId execution) {
        return spend(
                tenant,
                "and execution_id = ?",
                params -> params.uuid(tenant.value()).uuid(execution.value()));
    }

    private List<ModelSpend> spend(TenantId tenant, String condition, Binding binding) {
        return database.list(
                Scope.of(tenant),
                ModelUseTable.SUMS + condition + ModelUseTable.BY_MODEL,
                binding,
                ModelUseTable::readSpend);
    }

    @Override
    public void addUsage(TenantId tenant, List<KeyUsage> more) {
        usage.add(tenant, more);
    }

    @Override
    public List<KeyUsage> listUsage(TenantId tenant, LocalDate first, LocalDate last) {
        return usage.list(tenant, first, last);
    }
}

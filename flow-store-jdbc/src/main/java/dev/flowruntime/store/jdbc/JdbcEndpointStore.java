package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.EndpointState;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.EndpointStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Endpoints of webhooks in {@code flow_endpoint}, of those that failed once or were paused. */
final class JdbcEndpointStore implements EndpointStore {
    private static final String OF_ENDPOINT = " where tenant_id = ? and widget_key_id = ?";
    private static final String FIND = "select failing_since, paused_at from flow_endpoint" + OF_ENDPOINT;
    private static final String LOCK = FIND + " for update";
    private static final String UPDATE = "update flow_endpoint set failing_since = ?, paused_at = ?" + OF_ENDPOINT;
    private static final String INSERT = """
            insert into flow_endpoint (failing_since, paused_at, tenant_id, widget_key_id) values (?, ?, ?, ?)""";
    private static final String WORKED =
            "update flow_endpoint set failing_since = null" + OF_ENDPOINT + " and failing_since is not null";

    private static final EndpointState WELL = new EndpointState(null, null);

    private final Database database;
    private final Upsert upsert;

    JdbcEndpointStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    /** What becomes of an endpoint; null when it stays as it is. */
    private interface Change {
        @Nullable
        EndpointState of(EndpointState before);
    }

    @Override
    public EndpointState failed(TenantId tenant, WidgetKeyId endpoint, Instant at) {
        EndpointState known = find(tenant, endpoint); // most often it has failed before, and then nothing is locked
        if (known.failingSince() != null) {
            return known;
        }
        change(
                tenant,
                endpoint,
                before -> before.failingSince() == null ? new EndpointState(at, before.pausedAt()) : null);
        return find(tenant, endpoint);
    }

    @Override
    public void worked(TenantId tenant, WidgetKeyId endpoint) {
        database.transactTwice(
                Scope.of(tenant),
                connection -> database.update(
                        connection,
                        WORKED,
                        params -> params.uuid(tenant.value()).uuid(endpoint.value())));
    }

    @Override
    public boolean pause(TenantId tenant, WidgetKeyId endpoint, Instant at) {
        return change(
                tenant,
                endpoint,
                before -> before.pausedAt() == null ? new EndpointState(before.failingSince(), at) : null);
    }

    @Override
    public boolean resume(TenantId tenant, WidgetKeyId endpoint) {
        return change(tenant, endpoint, before -> before.pausedAt() == null ? null : WELL);
    }

    private boolean change(TenantId tenant, WidgetKeyId endpoint, Change change) {
        return upsert.run(
                Scope.of(tenant),
                connection ->
                        change(connection, params -> params.uuid(tenant.value()).uuid(endpoint.value()), change),
                () -> new StoreException(Retry.AT_ONCE, "others changed the same endpoint"));
    }

    private boolean change(Connection connection, Binding key, Change change) throws SQLException {
        Optional<EndpointState> before = database.find(connection, LOCK, key, JdbcEndpointStore::read);
        EndpointState next = change.of(before.orElse(WELL));
        if (next == null) {
            return false;
        }
        database.update(connection, before.isPresent() ? UPDATE : INSERT, params -> {
            params.instant(next.failingSince()).instant(next.pausedAt());
            key.to(params);
        });
        return true;
    }

    @Override
    public EndpointState find(TenantId tenant, WidgetKeyId endpoint) {
        return database.find(
                        Scope.of(tenant),
                        FIND,
                        params -> params.uuid(tenant.value()).uuid(endpoint.value()),
                        JdbcEndpointStore::read)
                .orElse(WELL);
    }

    private static EndpointState read(Row row) throws SQLException {
        return new EndpointState(row.instantOrNull(), row.instantOrNull());
    }
}

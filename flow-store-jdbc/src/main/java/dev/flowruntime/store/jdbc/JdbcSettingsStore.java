package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.SettingsStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.util.Optional;

/** Documents in {@code flow_setting}. */
final class JdbcSettingsStore implements SettingsStore {
    private static final String UPDATE = """
            update flow_setting set document = ? where tenant_id = ? and name = ?
            """;
    private static final String INSERT = """
            insert into flow_setting (document, tenant_id, name) values (?, ?, ?)
            """;
    private static final String FIND = """
            select document from flow_setting where tenant_id = ? and name = ?
            """;

    private final Database database;
    private final Upsert upsert;

    JdbcSettingsStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    @Override
    public void put(TenantId tenant, String name, Json document) {
        Binding columns = params -> params.json(document).uuid(tenant.value()).text(name);
        upsert.run(
                Scope.of(tenant),
                connection -> {
                    int updated = database.update(connection, UPDATE, columns);
                    return updated > 0 ? updated : database.update(connection, INSERT, columns);
                },
                () -> new StoreException(Retry.AT_ONCE, "others put the same setting"));
    }

    @Override
    public Optional<Json> find(TenantId tenant, String name) {
        return database.find(
                Scope.of(tenant), FIND, params -> params.uuid(tenant.value()).text(name), Row::json);
    }
}

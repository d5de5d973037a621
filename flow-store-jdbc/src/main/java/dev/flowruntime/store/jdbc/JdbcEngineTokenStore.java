package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.EngineTokenStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Engine tokens in {@code flow_engine_token}. */
final class JdbcEngineTokenStore implements EngineTokenStore {
    private static final String UPDATE = """
            update flow_engine_token set label = ?, tenant_id = ? where hash = ?
            """;
    private static final String INSERT = """
            insert into flow_engine_token (label, tenant_id, hash) values (?, ?, ?)
            """;
    private static final String FIND = """
            select hash, label, tenant_id from flow_engine_token where hash = ?
            """;
    private static final String LIST = """
            select hash, label, tenant_id from flow_engine_token where tenant_id = ? order by label, hash
            """;
    private static final String DELETE = """
            delete from flow_engine_token where hash = ? and tenant_id = ?
            """;

    private final Database database;
    private final Upsert upsert;

    JdbcEngineTokenStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    @Override
    public void put(EngineToken token) {
        TenantId tenant = token.tenant();
        Binding columns = params -> params.text(token.label())
                .uuid(tenant == null ? null : tenant.value())
                .text(token.hash());
        upsert.run(
                Scope.crossing(),
                connection -> {
                    int updated = database.update(connection, UPDATE, columns);
                    return updated > 0 ? updated : database.update(connection, INSERT, columns);
                },
                () -> new StoreException(Retry.AT_ONCE, "others put and remove the same engine token"));
    }

    @Override
    public Optional<EngineToken> find(String hash) {
        return database.find(Scope.crossing(), FIND, params -> params.text(hash), JdbcEngineTokenStore::read);
    }

    @Override
    public List<EngineToken> list(TenantId tenant) {
        return database.list(Scope.crossing(), LIST, params -> params.uuid(tenant.value()), JdbcEngineTokenStore::read);
    }

    @Override
    public void remove(TenantId tenant, String hash) {
        database.transactTwice(
                Scope.crossing(),
                connection -> database.update(
                        connection, DELETE, params -> params.text(hash).uuid(tenant.value())));
    }

    private static EngineToken read(Row row) throws SQLException {
        String hash = row.text();
        String label = row.text();
        UUID tenant = row.uuidOrNull();
        return new EngineToken(hash, label, tenant == null ? null : new TenantId(tenant));
    }
}

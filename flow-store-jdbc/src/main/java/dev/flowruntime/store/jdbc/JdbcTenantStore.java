package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.TenantStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Tenants in {@code flow_tenant}. */
final class JdbcTenantStore implements TenantStore {
    private static final String UPDATE = """
            update flow_tenant set slug = ?, name = ? where id = ?
            """;
    private static final String INSERT = """
            insert into flow_tenant (id, slug, name, created_at) values (?, ?, ?, ?)
            """;
    private static final String FIND = """
            select id, slug, name, created_at from flow_tenant where id = ?
            """;
    private static final String LIST = """
            select id, slug, name, created_at from flow_tenant order by slug
            """;

    private final Database database;
    private final Upsert upsert;

    JdbcTenantStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    @Override
    public void put(Tenant tenant) {
        upsert.run(
                Scope.crossing(),
                connection -> {
                    int updated = database.update(
                            connection,
                            UPDATE,
                            params -> params.text(tenant.slug())
                                    .text(tenant.name())
                                    .uuid(tenant.id().value()));
                    return updated > 0
                            ? updated
                            : database.update(
                                    connection,
                                    INSERT,
                                    params -> params.uuid(tenant.id().value())
                                            .text(tenant.slug())
                                            .text(tenant.name())
                                            .instant(tenant.createdAt()));
                },
                () -> new StoreException(Retry.NEVER, "the slug " + tenant.slug() + " belongs to another tenant"));
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        return database.find(Scope.crossing(), FIND, params -> params.uuid(id.value()), JdbcTenantStore::read);
    }

    @Override
    public List<Tenant> list() {
        return database.list(Scope.crossing(), LIST, Binding.NONE, JdbcTenantStore::read);
    }

    private static Tenant read(Row row) throws SQLException {
        return new Tenant(new TenantId(row.uuid()), row.text(), row.text(), row.instant());
    }
}

package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FormChange;
import dev.flowruntime.store.FormStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Standalone forms in {@code flow_form}, and their versions in {@code flow_form_version}.
 *
 * <p>Publishers of one form take turns by the lock on its row; those who make a form at the same moment are told apart by the
 * unique indexes, as those of flows are.
 */
final class JdbcFormStore implements FormStore {
    private static final String SELECT = """
            select v.tenant_id, v.form_id, f.code, v.version, v.document, v.published_at, f.active_version
            from flow_form f join flow_form_version v on v.tenant_id = f.tenant_id and v.form_id = f.id
            where f.tenant_id = ?
            """;
    private static final String FIND = SELECT + " and f.id = ? and v.version = ?";
    private static final String FIND_ACTIVE = SELECT + " and f.id = ? and v.version = f.active_version";
    private static final String FIND_ACTIVE_BY_CODE = SELECT + " and f.code = ? and v.version = f.active_version";
    private static final String LIST_VERSIONS = SELECT + " and f.code = ? order by v.version";
    private static final String LIST_ACTIVE = SELECT + " and v.version = f.active_version order by f.code";
    private static final String LOCK = """
            select code, newest_version from flow_form where tenant_id = ? and id = ? for update
            """;
    private static final String FIND_CODE = """
            select code from flow_form where tenant_id = ? and code = ?
            """;
    private static final String INSERT_FORM = """
            insert into flow_form (newest_version, active_version, code, tenant_id, id) values (?, ?, ?, ?, ?)
            """;
    private static final String UPDATE_FORM = """
            update flow_form set newest_version = ?, active_version = ? where code = ? and tenant_id = ? and id = ?
            """;
    private static final String INSERT_VERSION = """
            insert into flow_form_version (tenant_id, form_id, version, document, published_at) values (?, ?, ?, ?, ?)
            """;
    private static final String ARCHIVE = """
            update flow_form set active_version = null where tenant_id = ? and id = ?
            """;

    private final Database database;
    private final Upsert upsert;

    JdbcFormStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    @Override
    public FormChange publish(FormVersion next) {
        try {
            return upsert.runOnce(
                    Scope.of(next.tenant()), connection -> publish(connection, next), JdbcFormStore::outrun);
        } catch (LostCommitException e) {
            // run again, it would be stale by its own doing
            return find(next)
                    .filter(stored -> stored.code().equals(next.code())
                            && stored.document().equals(next.document()))
                    .map(FormChange.Changed::new)
                    .orElseThrow(() -> Failures.toStoreException(e));
        }
    }

    private record Form(String code, int newestVersion) {}

    private FormChange publish(Connection connection, FormVersion next) throws SQLException {
        Optional<Form> form = database.find(
                connection,
                LOCK,
                params -> params.uuid(next.tenant().value()).uuid(next.form().value()),
                row -> new Form(row.text(), row.integer()));
        boolean fits = form.isPresent()
                ? form.get().code.equals(next.code()) && form.get().newestVersion + 1 == next.version()
                : next.version() == 1 && isFree(connection, next);
        if (!fits) {
            return new FormChange.Stale();
        }
        database.update(
                connection,
                form.isPresent() ? UPDATE_FORM : INSERT_FORM,
                params -> params.integer(next.version())
                        .integer(next.version())
                        .text(next.code())
                        .uuid(next.tenant().value())
                        .uuid(next.form().value()));
        database.update(
                connection,
                INSERT_VERSION,
                params -> params.uuid(next.tenant().value())
                        .uuid(next.form().value())
                        .integer(next.version())
                        .json(next.document())
                        .instant(next.publishedAt()));
        return new FormChange.Changed(next.activated(true));
    }

    /** Whether no form of the tenant has the code. */
    private boolean isFree(Connection connection, FormVersion next) throws SQLException {
        return database.find(
                        connection,
                        FIND_CODE,
                        params -> params.uuid(next.tenant().value()).text(next.code()),
                        Row::text)
                .isEmpty();
    }

    private Optional<FormVersion> find(FormVersion version) {
        return database.find(
                Scope.of(version.tenant()),
                FIND,
                params -> params.uuid(version.tenant().value())
                        .uuid(version.form().value())
                        .integer(version.version()),
                JdbcFormStore::read);
    }

    @Override
    public void archive(TenantId tenant, FormId form) {
        database.transactTwice(
                Scope.of(tenant),
                connection -> database.update(
                        connection,
                        ARCHIVE,
                        params -> params.uuid(tenant.value()).uuid(form.value())));
    }

    @Override
    public Optional<FormVersion> findActive(TenantId tenant, FormId form) {
        return database.find(
                Scope.of(tenant),
                FIND_ACTIVE,
                params -> params.uuid(tenant.value()).uuid(form.value()),
                JdbcFormStore::read);
    }

    @Override
    public Optional<FormVersion> findActive(TenantId tenant, String code) {
        return database.find(
                Scope.of(tenant),
                FIND_ACTIVE_BY_CODE,
                params -> params.uuid(tenant.value()).text(code),
                JdbcFormStore::read);
    }

    @Override
    public List<FormVersion> listVersions(TenantId tenant, String code) {
        return database.list(
                Scope.of(tenant),
                LIST_VERSIONS,
                params -> params.uuid(tenant.value()).text(code),
                JdbcFormStore::read);
    }

    @Override
    public List<FormVersion> listActive(TenantId tenant) {
        return database.list(Scope.of(tenant), LIST_ACTIVE, params -> params.uuid(tenant.value()), JdbcFormStore::read);
    }

    private static FormVersion read(Row row) throws SQLException {
        FormVersion version = new FormVersion(
                new TenantId(row.uuid()),
                new FormId(row.uuid()),
                row.text(),
                row.integer(),
                row.json(),
                false,
                row.instant());
        Integer active = row.integerOrNull();
        return version.activated(active != null && active == version.version());
    }

    private static StoreException outrun() {
        return new StoreException(Retry.AT_ONCE, "others publish forms with the same code");
    }
}

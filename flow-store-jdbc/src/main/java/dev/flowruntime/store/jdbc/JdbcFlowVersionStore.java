package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowChange;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.Database.LostCommitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Flows in {@code flow_flow}, and their versions in {@code flow_version}.
 *
 * <p>Publishers of one flow take turns by the lock on its row. Those who make a flow, or take an intent, at the same moment
 * are told apart by the unique indexes: whoever is refused looks again, and finds what the other one has made.
 */
final class JdbcFlowVersionStore implements FlowVersionStore {
    private static final String SELECT = """
            select v.tenant_id, v.flow_id, f.code, v.version, v.name, v.document, v.intent, v.event, v.published_at,
                f.active_version
            from flow_flow f join flow_version v on v.tenant_id = f.tenant_id and v.flow_id = f.id
            where f.tenant_id = ?
            """;
    private static final String FIND = SELECT + " and f.id = ? and v.version = ?";
    private static final String LIST_VERSIONS = SELECT + " and f.code = ? order by v.version";
    private static final String LIST_ACTIVE = SELECT + " and v.version = f.active_version order by f.code";
    private static final String LOCK = """
            select code, newest_version from flow_flow where tenant_id = ? and id = ? for update
            """;
    private static final String FIND_CODE = """
            select code from flow_flow where tenant_id = ? and code = ?
            """;
    private static final String FIND_RIVAL = """
            select code from flow_flow where tenant_id = ? and intent = ? and id <> ?
            """;
    private static final String INSERT_FLOW = """
            insert into flow_flow (newest_version, active_version, intent, code, tenant_id, id) values (?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE_FLOW = """
            update flow_flow set newest_version = ?, active_version = ?, intent = ? where code = ? and tenant_id = ? and id = ?
            """;
    private static final String INSERT_VERSION = """
            insert into flow_version (tenant_id, flow_id, version, name, document, intent, event, published_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String ACTIVATE = """
            update flow_flow set active_version = ?, intent = ? where tenant_id = ? and id = ?
            """;
    private static final String ARCHIVE = """
            update flow_flow set active_version = null, intent = null where tenant_id = ? and id = ?
            """;

    private final Database database;
    private final Upsert upsert;

    JdbcFlowVersionStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    @Override
    public FlowChange publish(FlowVersion next) {
        try {
            return upsert.runOnce(
                    Scope.of(next.tenant()), connection -> publish(connection, next), JdbcFlowVersionStore::outrun);
        } catch (LostCommitException e) {
            // run again, it would be stale by its own doing
            return find(next.tenant(), next.flow(), next.version())
                    .filter(stored -> stored.code().equals(next.code())
                            && stored.document().equals(next.document()))
                    .map(FlowChange.Changed::new)
                    .orElseThrow(() -> Failures.toStoreException(e));
        }
    }

    private FlowChange publish(Connection connection, FlowVersion next) throws SQLException {
        Optional<Flow> flow = lock(connection, next.tenant(), next.flow());
        boolean fits = flow.isPresent()
                ? flow.get().code.equals(next.code()) && flow.get().newestVersion + 1 == next.version()
                : next.version() == 1 && isFree(connection, next);
        if (!fits) {
            return new FlowChange.Stale();
        }
        Optional<String> rival = rivalOf(connection, next);
        if (rival.isPresent()) {
            return new FlowChange.IntentTaken(rival.get());
        }
        database.update(
                connection,
                flow.isPresent() ? UPDATE_FLOW : INSERT_FLOW,
                params -> params.integer(next.version())
                        .integer(next.version())
                        .text(next.intent())
                        .text(next.code())
                        .uuid(next.tenant().value())
                        .uuid(next.flow().value()));
        database.update(connection, INSERT_VERSION, params -> bind(params, next));
        return new FlowChange.Changed(next.activated(true));
    }

    @Override
    public FlowChange activate(TenantId tenant, FlowId flow, int version) {
        return upsert.run(
                Scope.of(tenant),
                connection -> activate(connection, tenant, flow, version),
                JdbcFlowVersionStore::outrun);
    }

    private FlowChange activate(Connection connection, TenantId tenant, FlowId flow, int version) throws SQLException {
        if (lock(connection, tenant, flow).isEmpty()) {
            return new FlowChange.Stale();
        }
        Optional<FlowVersion> found =
                database.find(connection, FIND, key(tenant, flow, version), JdbcFlowVersionStore::read);
        if (found.isEmpty()) {
            return new FlowChange.Stale();
        }
        FlowVersion chosen = found.get();
        Optional<String> rival = rivalOf(connection, chosen);
        if (rival.isPresent()) {
            return new FlowChange.IntentTaken(rival.get());
        }
        database.update(
                connection,
                ACTIVATE,
                params -> params.integer(version)
                        .text(chosen.intent())
                        .uuid(tenant.value())
                        .uuid(flow.value()));
        return new FlowChange.Changed(chosen.activated(true));
    }

    @Override
    public void archive(TenantId tenant, FlowId flow) {
        database.transactTwice(
                Scope.of(tenant),
                connection -> database.update(
                        connection,
                        ARCHIVE,
                        params -> params.uuid(tenant.value()).uuid(flow.value())));
    }

    @Override
    public Optional<FlowVersion> find(TenantId tenant, FlowId flow, int version) {
        return database.find(Scope.of(tenant), FIND, key(tenant, flow, version), JdbcFlowVersionStore::read);
    }

    @Override
    public List<FlowVersion> listVersions(TenantId tenant, String code) {
        return database.list(
                Scope.of(tenant),
                LIST_VERSIONS,
                params -> params.uuid(tenant.value()).text(code),
                JdbcFlowVersionStore::read);
    }

    @Override
    public List<FlowVersion> listActive(TenantId tenant) {
        return database.list(
                Scope.of(tenant), LIST_ACTIVE, params -> params.uuid(tenant.value()), JdbcFlowVersionStore::read);
    }

    private record Flow(String code, int newestVersion) {}

    private Optional<Flow> lock(Connection connection, TenantId tenant, FlowId flow) throws SQLException {
        return database.find(
                connection,
                LOCK,
                params -> params.uuid(tenant.value()).uuid(flow.value()),
                row -> new Flow(row.text(), row.integer()));
    }

    /** Whether no flow of the tenant has the code. */
    private boolean isFree(Connection connection, FlowVersion next) throws SQLException {
        return database.find(
                        connection,
                        FIND_CODE,
                        params -> params.uuid(next.tenant().value()).text(next.code()),
                        Row::text)
                .isEmpty();
    }

    /** The code of another active flow with the same intent. */
    private Optional<String> rivalOf(Connection connection, FlowVersion chosen) throws SQLException {
        if (chosen.intent() == null) {
            return Optional.empty();
        }
        return database.find(
                connection,
                FIND_RIVAL,
                params -> params.uuid(chosen.tenant().value())
                        .text(chosen.intent())
                        .uuid(chosen.flow().value()),
                Row::text);
    }

    private static Binding key(TenantId tenant, FlowId flow, int version) {
        return params -> params.uuid(tenant.value()).uuid(flow.value()).integer(version);
    }

    private static void bind(Params params, FlowVersion version) throws SQLException {
        params.uuid(version.tenant().value())
                .uuid(version.flow().value())
                .integer(version.version())
                .text(version.name())
                .json(version.document())
                .text(version.intent())
                .text(version.event())
                .instant(version.publishedAt());
    }

    private static FlowVersion read(Row row) throws SQLException {
        FlowVersion version = new FlowVersion(
                new TenantId(row.uuid()),
                new FlowId(row.uuid()),
                row.text(),
                row.integer(),
                row.text(),
                row.json(),
                row.textOrNull(),
                row.textOrNull(),
                false,
                row.instant());
        Integer active = row.integerOrNull();
        return version.activated(active != null && active == version.version());
    }

    private static StoreException outrun() {
        return new StoreException(Retry.AT_ONCE, "others publish and archive flows with the same code or intent");
    }
}

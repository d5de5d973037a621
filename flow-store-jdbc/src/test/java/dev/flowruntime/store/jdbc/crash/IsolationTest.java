package dev.flowruntime.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.JdbcSchema;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import dev.flowruntime.store.tck.Race;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Fifty tenants, whose rows have the same ids, share four connections, and every fifth request ends badly. {@code
 * -Disolation.requests=100000} for more.
 */
@Timeout(600)
class IsolationTest {
    private static final int TENANTS = 50;
    private static final int CONNECTIONS = 4;
    private static final int THREADS = 4;
    private static final int REQUESTS = Integer.getInteger("isolation.requests", 20_000);

    private static TestDatabase database;
    private static Relay relay;
    private static HikariDataSource pool;
    private static FlowStore store;
    private static List<TenantId> tenants;

    @BeforeAll
    static void fill() throws SQLException {
        database = PostgresqlServer.shared().newDatabase();
        JdbcSchema.migrate(database.dataSource());
        execute("create role flow_isolation login; grant flow_app, flow_dispatcher to flow_isolation");
        int port = URI.create(database.url().substring("jdbc:".length())).getPort();
        relay = new Relay(port);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url().replace(":" + port + "/", ":" + relay.port() + "/")
                + "&sslmode=disable&gssEncMode=disable");
        config.setUsername("flow_isolation");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(30_000);
        pool = new HikariDataSource(config);
        store = JdbcFlowStore.open(pool);
        tenants = Neighbours.settle(store, database.dataSource(), TENANTS, database.now());
    }

    @AfterAll
    static void drop() throws SQLException {
        pool.close();
        relay.close();
        execute("drop role flow_isolation");
        database.close();
    }

    @Test
    void noRowOfAnotherTenantIsEverSeen() {
        AtomicInteger served = new AtomicInteger();
        AtomicInteger aborted = new AtomicInteger();
        List<List<String>> seen = Race.run(THREADS, thread -> () -> {
            Random random = new Random(thread);
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < REQUESTS / THREADS; i++) {
                TenantId tenant = tenants.get(random.nextInt(TENANTS));
                if (random.nextInt(5) == 0) {
                    abort(tenant, random);
                    aborted.incrementAndGet();
                } else {
                    request(tenant, random, wrong);
                    served.incrementAndGet();
                }
            }
            return wrong;
        });
        assertThat(seen).allSatisfy(wrong -> assertThat(wrong).isEmpty());
        assertThat(served.get() + aborted.get()).isEqualTo(REQUESTS / THREADS * THREADS);
        assertThat(aborted.get()).isGreaterThan(REQUESTS / 6);
    }

    private static void request(TenantId tenant, Random random, List<String> wrong) throws SQLException {
        try {
            if (random.nextInt(20) == 0) {
                String table = Neighbours.TABLES.get(random.nextInt(Neighbours.TABLES.size()));
                wrong.addAll(Neighbours.bareReads(pool, tenant, table));
            } else {
                wrong.addAll(Neighbours.read(store, tenant, random));
            }
        } catch (StoreException e) {
            if (e.retry() != Retry.LATER) { // somebody cut the connection
                throw e;
            }
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
        }
    }

    /** Ends a request badly: by a statement that is refused, a rollback in the middle, or a connection that is cut. */
    private static void abort(TenantId tenant, Random random) throws SQLException {
        int how = random.nextInt(40);
        try {
            if (how == 0) {
                relay.cutAll();
            } else if (how < 20) {
                Neighbours.acceptSpoilt(store, tenant);
            } else {
                try (Connection host = pool.getConnection()) {
                    host.setAutoCommit(false);
                    Neighbours.write(((JdbcFlowStore) store).join(host), tenant, random);
                    Neighbours.end(host);
                }
            }
        } catch (StoreException e) {
            assertThat(e.retry()).isIn(Retry.NEVER, Retry.LATER);
        } catch (SQLException cut) {
            assertThat(cut.getSQLState()).startsWith("08");
        }
    }

    @Test
    void withoutATenantTheAppRoleSeesNoRow() throws SQLException {
        for (String table : Neighbours.TABLES) {
            assertThat(number("select count(*) from " + table)).as(table).isPositive();
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("begin; set local role flow_app");
                try (ResultSet row = statement.executeQuery("select count(*) from " + table)) {
                    row.next();
                    assertThat(row.getLong(1)).as(table).isZero();
                }
                statement.execute("rollback");
            }
        }
    }

    @Test
    void noPartitionCanBeReadBesideItsTable() throws SQLException {
        List<String> partitions =
                texts("select inhrelid::regclass from pg_inherits i join pg_class c on c.oid = inhparent"
                        + " where c.relkind = 'p'");
        assertThat(partitions).hasSizeGreaterThan(3);
        for (String partition : partitions) {
            assertThat(stateOf("set local role flow_app; select set_config('app.tenant', '" + tenants.get(0)
                            + "', true); select count(*) from " + partition))
                    .as(partition)
                    .isEqualTo("42501");
        }
    }

    @Test
    void theAppRoleWritesNoRowOfAnotherTenant() throws SQLException {
        assertThat(stateOf("set local role flow_app; select set_config('app.tenant', '" + tenants.get(0)
                        + "', true); insert into flow_setting values ('" + tenants.get(1) + "', 'stolen', '{}')"))
                .isEqualTo("42501");
    }

    @Test
    void theNextRequestOnAPooledConnectionWorks() throws SQLException {
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            TenantId tenant = tenants.get(i);
            assertThat(Neighbours.read(store, tenant, new Random(i))).isEmpty();
            assertThat(Neighbours.bareReads(pool, tenant, "flow_execution")).isEmpty();
        }
    }

    /** @return the SQLState with which statements fail in a transaction of their own; empty when they do not */
    private static String stateOf(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            try {
                statement.execute("begin; " + sql);
                return "";
            } catch (SQLException e) {
                return e.getSQLState();
            } finally {
                statement.execute("rollback");
            }
        }
    }

    private static long number(String sql) throws SQLException {
        return Long.parseLong(texts(sql).get(0));
    }

    private static List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

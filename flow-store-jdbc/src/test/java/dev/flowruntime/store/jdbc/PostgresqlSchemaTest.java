package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import dev.flowruntime.store.jdbc.JdbcSchema.Script;
import dev.flowruntime.store.jdbc.database.CrashableServer.Durability;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logins, roles and schemas, on a server of its own since roles are the server's. */
@Timeout(60)
class PostgresqlSchemaTest {
    private static final String ONE = "00000000-0000-0000-0000-000000000001";
    private static final String OTHER = "00000000-0000-0000-0000-000000000002";

    private static PostgresqlServer server;
    private TestDatabase database;

    @BeforeAll
    static void start() {
        server = PostgresqlServer.start(Durability.NONE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createDatabase() {
        database = server.newDatabase();
    }

    @AfterEach
    void dropDatabaseAndRoles() throws SQLException {
        String name = asSuperuser("select current_database()").get(0);
        database.close();
        database = server.newDatabase();
        assertThat(asSuperuser("select datname from pg_database where datname = '" + name + "'"))
                .isEmpty();
        execute(
                database.dataSource(),
                "drop role if exists flow_app, flow_dispatcher; drop role if exists owner_login, serving_login");
        database.close();
    }

    @Test
    void aLoginThatMayCreateRolesNeedsNothingElse() throws SQLException {
        DataSource login = login("owner_login", "createrole");
        JdbcSchema.migrate(login);
        JdbcSchema.validate(login);
        JdbcSchema.migrate(login);
        assertThat(asSuperuser("select distinct pg_get_userbyid(relowner) from pg_class where relname like 'flow\\_%'"))
                .containsExactly("owner_login");
    }

    @Test
    void databasesOfOneServerMayMigrateAtOnce() throws Exception {
        login("owner_login", "createrole");
        List<TestDatabase> others = List.of(server.newDatabase(), server.newDatabase(), server.newDatabase());
        ExecutorService threads = Executors.newFixedThreadPool(others.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (TestDatabase other : others) {
                execute(other.dataSource(), "grant all on schema public to owner_login");
                DataSource login = other.dataSourceOf("owner_login");
                ends.add(threads.submit(() -> {
                    JdbcSchema.migrate(login);
                    JdbcSchema.validate(login);
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdown();
            others.forEach(TestDatabase::close);
        }
    }

    @Test
    void rolesThatAnotherMigrationIsMakingAreWaitedFor() throws SQLException {
        try (Connection slow = database.dataSource().getConnection()) {
            slow.setAutoCommit(false);
            Transaction.execute(slow, "create role flow_app");
            assertThatThrownBy(() -> new Migration(Product.POSTGRESQL, Scripts.steps(Product.POSTGRESQL), 1, 1)
                            .on(database.dataSource()))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.retry()).isEqualTo(Retry.LATER))
                    .hasMessageContaining("too busy");
            slow.rollback();
        }
        JdbcSchema.migrate(database.dataSource());
    }

    @Test
    void theRolesHaveNoPowerOfTheirOwn() throws SQLException {
        JdbcSchema.migrate(database.dataSource());
        assertThat(asSuperuser("select rolname from pg_roles where rolname in ('flow_app', 'flow_dispatcher') and not"
                        + " (rolsuper or rolcanlogin or rolbypassrls or rolcreaterole or rolcreatedb) order by 1"))
                .containsExactly("flow_app", "flow_dispatcher");
    }

    @Test
    void aLoginThatMayNotCreateRolesIsToldWhoMay() {
        DataSource login = login("owner_login", "nocreaterole");
        assertThatThrownBy(() -> JdbcSchema.migrate(login))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.retry()).isEqualTo(Retry.NEVER))
                .hasMessageContaining("the login owner_login may not create the role flow_app")
                .hasMessageContaining("run roles.sql and \"grant flow_app, flow_dispatcher to owner_login\"")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void whatTheMessageSaysHelps() throws SQLException {
        DataSource login = login("owner_login", "nocreaterole");
        execute(
                database.dataSource(),
                JdbcSchema.scripts(Product.POSTGRESQL).get(0).text());
        JdbcSchema.migrate(login);
        assertThatThrownBy(() -> JdbcSchema.validate(login))
                .hasMessageMatching(
                        "the login may not act as (flow_app|flow_dispatcher): let an administrator grant .*");
        execute(database.dataSource(), "grant flow_app, flow_dispatcher to owner_login");
        JdbcSchema.validate(login);
    }

    @Test
    void oneLoginMayOwnAndOthersServe() throws SQLException {
        JdbcSchema.migrate(login("owner_login", "createrole"));
        DataSource serving = login("serving_login", "nocreaterole");
        execute(database.dataSource(), "grant flow_app to serving_login");
        assertThatThrownBy(() -> JdbcSchema.validate(serving)).hasMessageContaining("may not act as flow_dispatcher");
        JdbcSchema.validate(serving, database.dataSource());
        Validation.ofReadiness(serving);
    }

    @Test
    void theWallsHold() throws SQLException {
        DataSource login = login("owner_login", "createrole");
        JdbcSchema.migrate(login);
        String rows = "select tenant_id from flow_setting order by 1";
        execute(login, as("flow_app", ONE) + "insert into flow_setting values ('" + ONE + "', 'a', '1')");
        execute(login, as("flow_app", OTHER) + "insert into flow_setting values ('" + OTHER + "', 'a', '1')");
        assertThat(query(login, as("flow_app", ONE), rows)).containsExactly(ONE);
        assertThat(query(login, as("flow_app", ""), rows)).isEmpty();
        assertThat(query(login, as("flow_dispatcher", ""), rows)).containsExactly(ONE, OTHER);
        assertThatThrownBy(() -> execute(
                        login, as("flow_app", ONE) + "insert into flow_setting values ('" + OTHER + "', 'b', '1')"))
                .hasMessageContaining("violates row-level security");
        assertThatThrownBy(() -> query(login, as("flow_app", ONE), "select slug from flow_tenant"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> query(login, as("flow_app", ONE), "select id from flow_message_default"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(login, as("flow_app", ONE) + "delete from flow_audit_record"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void twoSchemasOfOneDatabaseStandBesideEachOther() throws SQLException {
        execute(database.dataSource(), "create schema a; create schema b");
        DataSource login = login("owner_login", "createrole; alter role owner_login set search_path = a, public");
        execute(database.dataSource(), "grant all on schema a to owner_login");
        JdbcSchema.migrate(login);
        DataSource other =
                login("serving_login", "nocreaterole; alter role serving_login set search_path = b, a, public");
        execute(database.dataSource(), "grant all on schema b to serving_login");
        assertThatThrownBy(() -> JdbcSchema.validate(other)).hasMessageContaining("schema b has no tables");
        execute(database.dataSource(), "grant flow_app, flow_dispatcher to serving_login");
        execute(database.dataSource(), "grant usage on schema b to flow_app, flow_dispatcher");
        JdbcSchema.migrate(other);
        JdbcSchema.validate(other);
        assertThat(asSuperuser(
                        "select relnamespace::regnamespace from pg_class where relname = 'flow_task' order by 1"))
                .containsExactly("a", "b");
    }

    @Test
    void aSchemaThatIsNotThereIsTold() throws SQLException {
        DataSource login = login("owner_login", "createrole; alter role owner_login set search_path = nowhere");
        assertThatThrownBy(() -> JdbcSchema.migrate(login))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the connection has no schema to work in");
    }

    @Test
    void aLoginThatMayNotCreateTablesIsToldSo() throws SQLException {
        DataSource login = login("owner_login", "createrole");
        execute(database.dataSource(), "revoke create on schema public from owner_login");
        assertThatThrownBy(() -> JdbcSchema.migrate(login))
                .hasMessageContaining("V1__tables.sql was refused at \"create table if not exists flow_schema_step (\":"
                        + " ERROR: permission denied for schema public; nothing was changed");
    }

    @Test
    void aMissingRoleIsTold() throws SQLException {
        for (Script script : JdbcSchema.scripts(Product.POSTGRESQL)) {
            execute(database.dataSource(), script.text());
        }
        execute(database.dataSource(), "drop owned by flow_dispatcher; drop role flow_dispatcher");
        assertThatThrownBy(() -> JdbcSchema.validate(database.dataSource()))
                .hasMessageContaining("the role flow_dispatcher is missing");
    }

    @Test
    void scriptsThatSomebodyElseRanAreAsGoodAsAMigration() throws SQLException {
        for (Script script : JdbcSchema.scripts(Product.POSTGRESQL)) {
            execute(database.dataSource(), script.text());
        }
        JdbcSchema.validate(database.dataSource());
        List<String> applied = asSuperuser("select applied_at from flow_schema_step");
        JdbcSchema.migrate(database.dataSource());
        assertThat(asSuperuser("select applied_at from flow_schema_step"))
                .isEqualTo(applied)
                .hasSize(3);
    }

    private DataSource login(String name, String attributes) {
        try {
            execute(database.dataSource(), "create role " + name + " login " + attributes);
            execute(database.dataSource(), "grant all on schema public to " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return database.dataSourceOf(name);
    }

    private static String as(String role, String tenant) {
        return "begin; set local role " + role + "; set local app.tenant = '" + tenant + "'; ";
    }

    private List<String> asSuperuser(String sql) throws SQLException {
        return query(database.dataSource(), "", sql);
    }

    private static List<String> query(DataSource login, String before, String sql) throws SQLException {
        try (Connection connection = login.getConnection()) {
            try {
                Transaction.execute(connection, before);
                return Transaction.texts(connection, sql);
            } finally {
                Transaction.execute(connection, "rollback");
            }
        }
    }

    private static void execute(DataSource login, String sql) throws SQLException {
        try (Connection connection = login.getConnection()) {
            try {
                Transaction.execute(connection, sql);
                Transaction.execute(connection, "commit");
            } finally {
                Transaction.execute(connection, "rollback");
            }
        }
    }
}

package dev.flowruntime.store.jdbc.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL of its own, on a free port, that ends with the JVM. */
public final class PostgresqlServer extends CrashableServer {
    private static final String OPTIONS = "?ApplicationName=flow-test";

    private final Durability durability;
    private final Path data;
    private EmbeddedPostgres server;

    private PostgresqlServer(Durability durability) {
        this.durability = durability;
        this.data = Workspace.newDirectory("postgresql");
        this.server = launch(0);
    }

    /** The one that all tests share, started by the first who asks. */
    public static PostgresqlServer shared() {
        return Shared.SERVER;
    }

    /** One for a test that crashes it. */
    public static PostgresqlServer start(Durability durability) {
        return new PostgresqlServer(durability);
    }

    @Override
    public void crash() {
        Processes.kill(server.getProcess());
        stop();
    }

    @Override
    public void recover() {
        server = launch(server.getPort());
    }

    @Override
    public void close() {
        stop();
        Workspace.delete(data);
    }

    private EmbeddedPostgres launch(int port) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(30))
                .setErrorRedirector(Redirect.appendTo(new File("target/postgresql.log")))
                .setOutputRedirector(Redirect.appendTo(new File("target/postgresql.log")))
                .setLocaleConfig("locale", "C")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("max_connections", "200");
        String durable = durability == Durability.FULL ? "on" : "off";
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            builder.setServerConfig(setting, durable);
        }
        try {
            EmbeddedPostgres started = builder.start();
            if (!dataDirectory(started).equals(data)) {
                started.close();
                throw new IllegalStateException("another server answers on port " + started.getPort());
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start, see target/postgresql.log", e);
        }
    }

    /** Of the server that answers: another one may have taken the port between the search for a free one and the start. */
    private static Path dataDirectory(EmbeddedPostgres started) {
        try (Connection connection = DriverManager.getConnection(started.getJdbcUrl("postgres", "postgres"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            return Path.of(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String superuser() {
        return "postgres";
    }

    @Override
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database + OPTIONS;
    }

    @Override
    void create(String database) {
        execute(url("postgres"), "create database " + database);
    }

    @Override
    void drop(String database) {
        execute(url("postgres"), "drop database " + database + " with (force)");
    }

    @Override
    String epochSeconds() {
        return "extract(epoch from clock_timestamp())";
    }

    @Override
    String tables() {
        return "select quote_ident(relname) from pg_class"
                + " where relnamespace = current_schema::regnamespace and relkind in ('r', 'p') and not relispartition";
    }

    @Override
    List<String> emptying(List<String> tables) {
        // a replica checks no foreign keys
        return Sql.around(
                "set session_replication_role = replica",
                tables.stream().map(table -> "delete from " + table).toList(),
                "set session_replication_role = origin");
    }

    private static final class Shared {
        static final PostgresqlServer SERVER = new PostgresqlServer(Durability.NONE);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }
}

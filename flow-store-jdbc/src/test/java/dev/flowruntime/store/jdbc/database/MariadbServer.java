package dev.flowruntime.store.jdbc.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A MariaDB of its own, on a free port, that ends with the JVM. */
public final class MariadbServer extends CrashableServer {
    private static final File LOG = new File("target/mariadb.log");
    private static final long START_SECONDS = 30;
    private static final List<String> WITHOUT_DISK =
            List.of("--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--skip-innodb-doublewrite");
    private static final String LOG_SIZE = "--innodb-log-file-size=32M";

    private final MariadbFiles files;
    private final Durability durability;
    private final Path data;
    private final int port;
    private Process process;

    private MariadbServer(Durability durability) {
        this.files = MariadbFiles.find();
        this.durability = durability;
        this.data = Workspace.newDirectory("mariadb");
        this.port = freePort();
        installSystemTables();
        this.process = launch();
    }

    /** The one that all tests share, started by the first who asks. */
    public static MariadbServer shared() {
        return Shared.SERVER;
    }

    /** One for a test that crashes it. */
    public static MariadbServer start(Durability durability) {
        return new MariadbServer(durability);
    }

    @Override
    public void crash() {
        Processes.kill(process);
    }

    @Override
    public void recover() {
        process = launch();
    }

    @Override
    public void close() {
        Processes.kill(process);
        Workspace.delete(data);
    }

    private void installSystemTables() {
        List<String> command = new ArrayList<>(List.of(
                files.installDb().toString(),
                "--no-defaults",
                "--basedir=" + files.base(),
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                LOG_SIZE));
        command.addAll(WITHOUT_DISK);
        Process installation = run(command);
        if (installation.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("MariaDB's system tables cannot be installed, see " + LOG);
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                files.server().toString(),
                "--no-defaults",
                "--basedir=" + files.base(),
                "--datadir=" + data,
                "--socket=" + data.resolve("socket"),
                "--pid-file=" + data.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                // 11.4 would make itself a key first, which takes up to half a minute
                "--skip-ssl",
                "--max-connections=200",
                "--innodb-buffer-pool-size=64M",
                LOG_SIZE,
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_nopad_bin",
                "--default-time-zone=+00:00"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        if (durability == Durability.NONE) {
            command.addAll(WITHOUT_DISK);
        }
        Process started = run(command);
        awaitConnections(started);
        return started;
    }

    private void awaitConnections(Process started) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new IllegalStateException("MariaDB does not start, see " + LOG);
            }
            try {
                // nothing tells when a server listens
                started.waitFor(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                started.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while MariaDB started", stopped);
            }
        }
    }

    /** Between the search for a free port and the start another server may have taken it. */
    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(""), superuser(), "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select @@datadir")) {
            row.next();
            if (!Path.of(row.getString(1)).equals(data)) {
                throw new IllegalStateException("another server answers on port " + port);
            }
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static Process run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(LOG))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String superuser() {
        return "root";
    }

    @Override
    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    @Override
    void create(String database) {
        execute(url(""), "create database " + database);
    }

    @Override
    void drop(String database) {
        execute(url(""), "drop database " + database);
    }

    @Override
    String epochSeconds() {
        return "unix_timestamp(current_timestamp(6))";
    }

    @Override
    String tables() {
        return "select table_name from information_schema.tables"
                + " where table_schema = database() and table_type = 'BASE TABLE'";
    }

    @Override
    List<String> emptying(List<String> tables) {
        return Sql.around(
                "set foreign_key_checks = 0",
                tables.stream().map(table -> "delete from `" + table + "`").toList(),
                "set foreign_key_checks = 1");
    }

    private static final class Shared {
        static final MariadbServer SERVER = new MariadbServer(Durability.NONE);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }
}

package dev.flowruntime.store.jdbc.database;

import java.nio.file.Path;
import java.util.List;

/** H2 inside this JVM: databases in memory, or in files of a directory. */
public final class H2Server extends DatabaseServer {
    private static final H2Server SHARED = new H2Server("mem:", ";DB_CLOSE_DELAY=-1");

    private final String place;
    private final String options;

    private H2Server(String place, String options) {
        this.place = place;
        this.options = options;
    }

    /** Its databases live in memory, each until it is closed. */
    public static H2Server shared() {
        return SHARED;
    }

    /** Its databases are files, and stay where they are when they are closed. */
    public static H2Server inDirectory(Path directory) {
        return new H2Server("file:" + directory.toAbsolutePath() + "/", "");
    }

    @Override
    String superuser() {
        return "sa";
    }

    @Override
    String url(String database) {
        return "jdbc:h2:" + place + database + options;
    }

    @Override
    void create(String database) {
        // the first connection does
    }

    @Override
    void drop(String database) {
        execute(url(database), "shutdown");
    }

    @Override
    String epochSeconds() {
        return "extract(epoch from current_timestamp)";
    }

    @Override
    String tables() {
        return "select table_name from information_schema.tables"
                + " where table_schema = current_schema and table_type = 'BASE TABLE'";
    }

    @Override
    List<String> emptying(List<String> tables) {
        return Sql.around(
                "set referential_integrity false",
                tables.stream().map(table -> "delete from \"" + table + "\"").toList(),
                "set referential_integrity true");
    }
}

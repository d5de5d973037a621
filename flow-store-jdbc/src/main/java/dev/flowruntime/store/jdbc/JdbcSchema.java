package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.StoreException;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The tables of the JDBC store, in the current schema of the connections: made, brought up to date, and checked.
 *
 * <p>A schema is a sequence of numbered steps, each of which only adds to the one before. The table {@code
 * flow_schema_step} tells which were applied. Tables whose names begin with {@code flow_} belong to the store.
 *
 * <p>On PostgreSQL statements run under one of two roles, {@code flow_app} for the work of one tenant and {@code
 * flow_dispatcher} for work that crosses tenants, and row-level security keeps the first within its tenant. One login may
 * do everything: it makes the roles when it may, owns the tables, and may act as both. Or the logins differ: one owns the
 * tables and migrates, and another, to which an administrator granted the roles, serves.
 *
 * <p><b>Rolling upgrades.</b> A program does not start on a schema with steps that it does not know, since only the newer
 * program knows what they mean. One that runs already goes on when a newer one migrates, since steps only add. So: start one
 * node of the new version, then replace the others; an old node that ends meanwhile comes back as a new one.
 *
 * <p>All methods are thread-safe, take their connections from the data source and give them back as they were.
 */
public final class JdbcSchema {
    private JdbcSchema() {}

    /** The databases that the store runs on. */
    public enum Product {
        /** 15 or newer. */
        POSTGRESQL("PostgreSQL", 15, 0, "current_schema", List.of("tables", "partitions", "walls")),
        /** 2.2 or newer. */
        H2("H2", 2, 2, "current_schema", List.of("tables")),
        /** 10.11 or newer, with its own driver. */
        MARIADB("MariaDB", 10, 11, "database()", List.of("tables"));

        final String title;
        final int major;
        final int minor;
        /** The name of the schema in which tables are made, as an expression. */
        final String currentSchema;
        /** The names of the steps; the first is step 1. */
        final List<String> steps;

        Product(String title, int major, int minor, String currentSchema, List<String> steps) {
            this.title = title;
            this.major = major;
            this.minor = minor;
            this.currentSchema = currentSchema;
            this.steps = steps;
        }
    }

    /**
     * A piece of the schema for those who apply it by their own means.
     *
     * @param name its file name, as {@code V1__tables.sql}
     * @param text statements, each of which ends with a semicolon at the end of a line
     */
    public record Script(String name, String text) {}

    /** What is kept in partitions by month. */
    public enum Partitioned {
        HISTORY_EVENTS("flow_history_event", "at"),
        MESSAGES("flow_message", "created_at"),
        AUDIT_RECORDS("flow_audit_record", "at"),
        TELEMETRY_EVENTS("flow_telemetry_event", "recorded_at"),
        /** What models used. */
        MODEL_USES("flow_model_use", "at");

        final String table;
        final String column;

        Partitioned(String table, String column) {
            this.table = table;
            this.column = column;
        }
    }

    /**
     * What keeping the partitions came to.
     *
     * @param made names of new partitions
     * @param dropped names of partitions that are gone with their rows
     * @param rowsMoved how many rows came from a default partition into that of their month
     */
    public record PartitionChanges(List<String> made, List<String> dropped, long rowsMoved) {
        public PartitionChanges {
            made = List.copyOf(made);
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * Applies the steps that the schema lacks, and on PostgreSQL makes the partitions of this month and the next twelve. Any
     * number of programs may call it at once: one works, the others wait for it, up to a minute.
     *
     * <p>On PostgreSQL all steps take effect or none. Elsewhere each statement takes effect by itself, and a step that failed
     * in the middle has to be cleared away by hand, as the exception says. On H2 it takes two connections at once.
     *
     * @throws StoreException {@code LATER} when another program took too long, {@code NEVER} when the product, its version or
     *     the schema is none that this program can work with, or when a statement was refused
     */
    public static void migrate(DataSource dataSource) {
        Migration.run(dataSource);
    }

    /**
     * Returns when the schema is exactly that of this program and, on PostgreSQL, when nothing opens one tenant's rows to
     * another: the catalog is read, so that later changes by hand are found as well.
     *
     * @throws StoreException {@code NEVER}, saying all that is wrong and what to do
     */
    public static void validate(DataSource dataSource) {
        Validation.ofStart(dataSource, Set.of(PostgresDialect.APP_ROLE, PostgresDialect.DISPATCHER_ROLE));
    }

    /**
     * As {@link #validate(DataSource)}, where work that crosses tenants has a login of its own.
     *
     * @param tenants its login may act as {@code flow_app}
     * @param dispatcher its login may act as {@code flow_dispatcher}
     */
    public static void validate(DataSource tenants, DataSource dispatcher) {
        Validation.ofStart(tenants, Set.of(PostgresDialect.APP_ROLE));
        Validation.ofStart(dispatcher, Set.of(PostgresDialect.DISPATCHER_ROLE));
    }

    /**
     * Makes partitions for this month and the next twelve, moves rows into them that had none, and drops the partitions of
     * months that ended long enough ago; elsewhere than on PostgreSQL it does nothing. Whoever migrated calls it about once a
     * day, on as many nodes as there are. Months are those of UTC, by the database's clock.
     *
     * <p>A drop waits for transactions that use the table, and new ones wait behind it: it gives up after two seconds, three
     * times.
     *
     * @param kept for how long after its month's end each is kept; what is absent is kept for ever
     * @throws StoreException {@code LATER} when the tables were too busy; what was done by then stays done
     * @throws IllegalArgumentException when a period is negative
     */
    public static PartitionChanges keepPartitions(DataSource dataSource, Map<Partitioned, Period> kept) {
        return Partitions.keep(dataSource, kept);
    }

    /**
     * The whole schema in order, for hosts whose own tool or administrator applies it: on PostgreSQL first {@code roles.sql},
     * for a login that may create roles, then the steps. Each step writes itself into {@code flow_schema_step}, so {@link
     * #migrate} and {@link #validate} know it.
     */
    public static List<Script> scripts(Product product) {
        return Scripts.of(product);
    }
}

package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.jdbc.Database.Work;
import dev.flowruntime.store.jdbc.JdbcSchema.PartitionChanges;
import dev.flowruntime.store.jdbc.JdbcSchema.Partitioned;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The partitions of PostgreSQL's tables that only grow, one for each month of UTC.
 *
 * <p>Each table, and each drop, has a transaction of its own, so that no lock is held while the next is waited for. A
 * partition is made beside its table and then attached, which lets reads and writes of the table go on. It is dropped at
 * once instead of being detached concurrently, which PostgreSQL refuses where there is a default partition.
 */
final class Partitions {
    private static final int MONTHS_AHEAD = 12;
    private static final int TRIES = 3;
    private static final int WAIT_MILLIS = 2_000;
    private static final Pattern MONTH = Pattern.compile(".*_(\\d{4})_(\\d{2})");

    private final DataSource dataSource;
    private final int waitMillis;
    private final List<String> made = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private long moved;

    /** @param waitMillis how long to wait for a table's lock, and to let everybody else wait behind it */
    Partitions(DataSource dataSource, int waitMillis) {
        this.dataSource = dataSource;
        this.waitMillis = waitMillis;
    }

    static PartitionChanges keep(DataSource dataSource, Map<Partitioned, Period> kept) {
        try {
            LocalDateTime now;
            try (Connection connection = dataSource.getConnection()) {
                Product product = Products.of(connection);
                History.read(connection, product).requireAll(Scripts.steps(product));
                if (product != Product.POSTGRESQL) {
                    return new PartitionChanges(List.of(), List.of(), 0);
                }
                now = LocalDateTime.parse(Transaction.text(
                        connection,
                        "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')"));
            }
            return new Partitions(dataSource, WAIT_MILLIS).keep(kept, now);
        } catch (SQLException e) {
            throw Failures.toStoreException(e);
        }
    }

    /** @param now in UTC */
    PartitionChanges keep(Map<Partitioned, Period> kept, LocalDateTime now) throws SQLException {
        for (Period period : kept.values()) {
            if (now.minus(period).isAfter(now)) {
                throw new IllegalArgumentException("a period to keep is not negative: " + period);
            }
        }
        for (Partitioned what : Partitioned.values()) {
            make(what, YearMonth.from(now));
            Period period = kept.get(what);
            if (period != null) {
                dropEnded(what, now.minus(period));
            }
        }
        return new PartitionChanges(made, dropped, moved);
    }

    private void make(Partitioned what, YearMonth current) throws SQLException {
        Made done = transact(connection -> makeMissing(connection, what, current));
        made.addAll(done.names);
        moved += done.rowsMoved;
    }

    private record Made(List<String> names, long rowsMoved) {}

    private static Made makeMissing(Connection connection, Partitioned what, YearMonth current) throws SQLException {
        TreeSet<YearMonth> missing = new TreeSet<>();
        for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
            missing.add(current.plusMonths(ahead));
        }
        String rest = what.table + "_default";
        boolean strays = !"0".equals(Transaction.text(connection, "select pg_relation_size('" + rest + "')"));
        if (strays) {
            Transaction.execute(connection, "lock table " + rest + " in access exclusive mode");
            // even the owner sees no row behind a forced wall; nobody else sees the table before the transaction's end
            Transaction.execute(connection, "alter table " + rest + " no force row level security");
            missing.addAll(months(connection, what, rest));
        }
        missing.removeAll(existing(connection, what));
        List<String> names = new ArrayList<>();
        long rowsMoved = 0;
        for (YearMonth month : missing) {
            names.add(name(what, month));
            rowsMoved += create(connection, what, month, strays);
        }
        if (strays) {
            if (Transaction.texts(connection, "select 1 from " + rest + " limit 1")
                    .isEmpty()) {
                Transaction.execute(connection, "truncate table " + rest); // or its size would tell of strays once more
            }
            Transaction.execute(connection, "alter table " + rest + " force row level security");
        }
        return new Made(names, rowsMoved);
    }

    private static List<YearMonth> months(Connection connection, Partitioned what, String rest) throws SQLException {
        String column = what.column;
        return Transaction.texts(
                        connection,
                        "select distinct to_char(" + column + " at time zone 'UTC', 'YYYY-MM') from " + rest + " where "
                                + column + " >= '1970-01-01 00:00:00+00' and " + column + " < '9999-01-01 00:00:00+00'")
                .stream()
                .map(YearMonth::parse)
                .toList();
    }

    private static List<YearMonth> existing(Connection connection, Partitioned what) throws SQLException {
        List<YearMonth> months = new ArrayList<>();
        String children =
                "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = '"
                        + what.table + "'::regclass order by 1";
        for (String name : Transaction.texts(connection, children)) {
            Matcher month = MONTH.matcher(name);
            if (month.matches() && name.startsWith(what.table)) {
                months.add(YearMonth.parse(month.group(1) + "-" + month.group(2)));
            }
        }
        return months;
    }

    /** @return how many rows it took from the default partition */
    private static long create(Connection connection, Partitioned what, YearMonth month, boolean strays)
            throws SQLException {
        String name = name(what, month);
        String from = "'" + month.atDay(1) + " 00:00:00+00'";
        String to = "'" + month.plusMonths(1).atDay(1) + " 00:00:00+00'";
        Transaction.execute(connection, "create table " + name + " (like " + what.table + " including all)");
        long rows = 0;
        if (strays) {
            try (Statement statement = connection.createStatement()) {
                rows = statement.executeLargeUpdate("with strays as (delete from " + what.table + "_default where "
                        + what.column + " >= " + from + " and " + what.column + " < " + to
                        + " returning *) insert into " + name + " select * from strays");
            }
        }
        Transaction.execute(connection, "alter table " + name + " enable row level security, force row level security");
        Transaction.execute(
                connection,
                "alter table " + what.table + " attach partition " + name + " for values from (" + from + ") to (" + to
                        + ")");
        return rows;
    }

    private void dropEnded(Partitioned what, LocalDateTime before) throws SQLException {
        List<YearMonth> months;
        try (Connection connection = dataSource.getConnection()) {
            months = existing(connection, what);
        }
        for (YearMonth month : months) {
            if (!month.plusMonths(1).atDay(1).atStartOfDay().isAfter(before) && drop(what, month)) {
                dropped.add(name(what, month));
            }
        }
    }

    private boolean drop(Partitioned what, YearMonth month) throws SQLException {
        return transact(connection -> {
            if (!existing(connection, what).contains(month)) {
                return false; // another node was quicker
            }
            Transaction.execute(connection, "drop table " + name(what, month));
            return true;
        });
    }

    private static String name(Partitioned what, YearMonth month) {
        return "%s_%04d_%02d".formatted(what.table, month.getYear(), month.getMonthValue());
    }

    private <T> T transact(Work<T> work) throws SQLException {
        return MigrationLock.of(Product.POSTGRESQL).whileHeld(dataSource, Migration.SECONDS, TRIES, connection -> {
            Transaction.execute(connection, "set local lock_timeout = " + waitMillis);
            return work.run(connection);
        });
    }
}

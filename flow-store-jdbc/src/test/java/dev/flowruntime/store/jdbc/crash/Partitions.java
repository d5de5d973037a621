package dev.flowruntime.store.jdbc.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Partitions of the tests' databases. */
final class Partitions {
    private Partitions() {}

    /** Leaves the default partitions: a new connection takes 20 ms to learn of all others, and here every other one is new. */
    static void dropMonths(DataSource owner) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    do $$ declare part regclass; begin
                      for part in select inhrelid from pg_inherits where inhrelid::regclass::text ~ '_[0-9]{4}_[0-9]{2}$'
                        and inhparent in (select oid from pg_class where relkind = 'p')
                      loop execute 'drop table ' || part; end loop;
                    end $$""");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

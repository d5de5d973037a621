/** One store for PostgreSQL, H2 and MariaDB. */
module dev.flowruntime.store.jdbc {
    requires transitive dev.flowruntime.store;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires static org.postgresql.jdbc;
    requires org.slf4j;

    exports dev.flowruntime.store.jdbc;
}

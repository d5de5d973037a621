package dev.flowruntime.examples;

/** The database that is measured; on PostgreSQL round trips are counted. */
final class BenchStoreOptions extends MigratingStoreOptions {
    boolean countsTrips() {
        return jdbcUrl != null && jdbcUrl.startsWith("jdbc:postgresql:");
    }

    @Override
    DatabaseLogin login(String url) {
        DatabaseLogin login = super.login(url);
        return countsTrips() ? login.with("socketFactory", CountingSockets.class.getName()) : login;
    }
}

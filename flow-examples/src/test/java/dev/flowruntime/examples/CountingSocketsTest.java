package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class CountingSocketsTest {
    @Test
    void eachAnswerThatIsWaitedForIsATrip() throws SQLException {
        try (TestDatabase database = PostgresqlServer.shared().newDatabase();
                HikariDataSource connections = bench(database).pool();
                Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            // the pool makes its other connections meanwhile: the first is measured when they are there
            while (connections.getHikariPoolMXBean().getTotalConnections() < connections.getMaximumPoolSize()) {
                Thread.onSpinWait();
            }
            long before = CountingSockets.trips();
            for (int i = 0; i < 10; i++) {
                statement.execute("select 1");
            }
            assertThat(CountingSockets.trips() - before).isEqualTo(10);

            statement.execute("select 1; select 2; select 3");
            assertThat(CountingSockets.trips() - before).isEqualTo(11);
        }
    }

    private static DatabaseLogin bench(TestDatabase database) {
        return new DatabaseLogin(database.url(), database.superuser(), null)
                .with("socketFactory", CountingSockets.class.getName());
    }
}

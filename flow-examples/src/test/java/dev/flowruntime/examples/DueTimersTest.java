package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.store.jdbc.database.PostgresqlServer;
import dev.flowruntime.store.jdbc.database.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link DueTimers}. */
@Timeout(60)
class DueTimersTest {
    @Test
    void timersOfOneInstantAllFireOnceAndNotEarlierOnTwoNodes() throws Exception {
        try (TestDatabase database = PostgresqlServer.shared().newDatabase()) {
            MigratingStoreOptions options = new MigratingStoreOptions();
            options.jdbcUrl = database.url();
            options.jdbcUser = database.superuser();
            options.jdbcPassword = "none";
            DueTimers.Outcome outcome = DueTimers.fire(options, 300, Duration.ofMillis(1500));
            assertThat(outcome.fired()).isEqualTo(300);
            assertThat(outcome.early()).isZero();
            assertThat(outcome.odd()).isZero();
        }
    }
}

package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MariadbDialectTest extends DialectContract {
    @Override
    Product product() {
        return Product.MARIADB;
    }

    @Override
    Dialect dialect(Duration statementTimeout, Duration lockTimeout) {
        return new MariadbDialect(statementTimeout, lockTimeout);
    }

    @Override
    String endless() {
        return "select sleep(600)";
    }

    @Test
    void aTextThatIsTooLongIsRefusedWhereTheServerWouldCutIt() throws SQLException {
        try (Connection connection = product().database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set session sql_mode = ''");
            product().dialect().begin(connection, Scope.crossing());
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute(
                            "insert into flow_tenant values (repeat('x', 16), repeat('x', 256), 'name', now())"))
                    .returns("22001", SQLException::getSQLState);
            product().dialect().rollback(connection);
        }
    }

    @Test
    void theZonesOfADriverAndASessionDoNotCount() throws SQLException {
        Instant at = Instant.parse("2026-03-29T01:30:00.123456Z");
        String url = product().database().url()
                + "?connectionTimeZone=+02:00&forceConnectionTimeZoneToSession=true&preserveInstants=true";
        Dialect dialect = product().dialect();
        try (Connection connection =
                        DriverManager.getConnection(url, product().database().superuser(), "");
                PreparedStatement query = connection.prepareStatement("select ?, " + dialect.now())) {
            dialect.bind(query, 1, at);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("2026-03-29 01:30:00.123456");
                assertThat(dialect.instant(row, 2))
                        .isBetween(
                                product().database().now().minusSeconds(60),
                                product().database().now());
            }
        }
    }
}

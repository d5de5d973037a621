package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements of the store name the same columns whatever the product. */
class ColumnsTest {
    /** Partitions, and what a migration keeps for itself. */
    private static final String OTHER_TABLES =
            "flow_(history_event|message|audit_record|telemetry_event|model_use)_(default|20.*)|flow_schema_.*";

    @ParameterizedTest
    @EnumSource(names = {"H2", "MARIADB"})
    void everyProductHasTheColumnsOfPostgresqlWithTheSameNulls(Product product) throws SQLException {
        assertThat(columns(product, schema(product)))
                .containsExactlyInAnyOrderElementsOf(columns(Product.POSTGRESQL, schema(Product.POSTGRESQL)));
    }

    private static String schema(Product product) {
        return switch (product) {
            case POSTGRESQL -> "current_schema()";
            case H2 -> "current_schema";
            case MARIADB -> "database()";
        };
    }

    private static Set<String> columns(Product product, String schema) throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (Connection connection = product.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select lower(table_name), lower(column_name), is_nullable from information_schema.columns"
                                + " where table_schema = " + schema)) {
            while (row.next()) {
                if (!row.getString(1).matches(OTHER_TABLES)) {
                    columns.add(row.getString(1) + "." + row.getString(2) + " null: " + row.getString(3));
                }
            }
        }
        return columns;
    }
}

package dev.flowruntime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.jdbc.JdbcSchema.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
    @ParameterizedTest
    @CsvSource({
        "PostgreSQL,15,0,POSTGRESQL", "PostgreSQL,18,1,POSTGRESQL",
        "H2,2,2,H2", "H2,3,0,H2",
        "MariaDB,10,11,MARIADB", "MariaDB,11,4,MARIADB"
    })
    void knownProductsAreTaken(String title, int major, int minor, Product product) {
        assertThat(Products.of(title, major, minor)).isEqualTo(product);
    }

    @ParameterizedTest
    @CsvSource({"PostgreSQL,14,19,PostgreSQL 15.0", "H2,2,1,H2 2.2", "H2,1,4,H2 2.2", "MariaDB,10,6,MariaDB 10.11"})
    void oldVersionsAreRefusedWithTheOldestThatIsTaken(String title, int major, int minor, String oldest) {
        assertThatThrownBy(() -> Products.of(title, major, minor))
                .isInstanceOf(StoreException.class)
                .hasMessage("%s %d.%d is too old: use %s or newer".formatted(title, major, minor, oldest));
    }

    @Test
    void otherProductsAreRefusedWithThoseThatAreTaken() {
        assertThatThrownBy(() -> Products.of("MySQL", 8, 4))
                .isInstanceOf(StoreException.class)
                .hasMessage("the store does not run on MySQL 8.4: use PostgreSQL 15.0 or newer, H2 2.2 or newer,"
                        + " MariaDB 10.11 or newer (MariaDB with its own driver)");
    }
}

package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.tck.AuditStoreContract;
import dev.flowruntime.store.tck.EngineTokenStoreContract;
import dev.flowruntime.store.tck.FlowVersionStoreContract;
import dev.flowruntime.store.tck.SettingsStoreContract;
import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.TenantStoreContract;
import dev.flowruntime.store.tck.WidgetKeyStoreContract;
import org.junit.jupiter.api.Nested;

/** The contracts of the roles that the store of one product keeps. */
abstract class StoreContracts {
    abstract Product product();

    @Nested
    final class Tenants extends TenantStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class EngineTokens extends EngineTokenStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Settings extends SettingsStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Audit extends AuditStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class WidgetKeys extends WidgetKeyStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class FlowVersions extends FlowVersionStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }
}

package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.tck.AuditStoreContract;
import dev.flowruntime.store.tck.BlobStoreContract;
import dev.flowruntime.store.tck.ConversationStoreContract;
import dev.flowruntime.store.tck.EndpointStoreContract;
import dev.flowruntime.store.tck.EngineTokenStoreContract;
import dev.flowruntime.store.tck.EventMeetsWaitContract;
import dev.flowruntime.store.tck.ExecutionStoreContract;
import dev.flowruntime.store.tck.FlowStoreContract;
import dev.flowruntime.store.tck.FlowVersionStoreContract;
import dev.flowruntime.store.tck.FormStoreContract;
import dev.flowruntime.store.tck.IdempotencyStoreContract;
import dev.flowruntime.store.tck.InboxEventStoreContract;
import dev.flowruntime.store.tck.OutboxStoreContract;
import dev.flowruntime.store.tck.SettingsStoreContract;
import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.SubmissionStoreContract;
import dev.flowruntime.store.tck.TaskStoreContract;
import dev.flowruntime.store.tck.TenantStoreContract;
import dev.flowruntime.store.tck.TurnContract;
import dev.flowruntime.store.tck.TurnRaceContract;
import dev.flowruntime.store.tck.UploadStoreContract;
import dev.flowruntime.store.tck.WidgetKeyStoreContract;
import org.junit.jupiter.api.Nested;

/** All contracts, on one product. */
abstract class StoreContracts {
    abstract Product product();

    @Nested
    final class WholeStore extends FlowStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

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

    @Nested
    final class Conversations extends ConversationStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Turns extends TurnContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class TurnRaces extends TurnRaceContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Executions extends ExecutionStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class InboxEvents extends InboxEventStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class EventsMeetWaits extends EventMeetsWaitContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Tasks extends TaskStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Idempotency extends IdempotencyStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Outbox extends OutboxStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Endpoints extends EndpointStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Forms extends FormStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Submissions extends SubmissionStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Uploads extends UploadStoreContract {
        @Override
        protected StoreFixture openFixture() {
            return JdbcStoreFixture.open(product());
        }
    }

    @Nested
    final class Blobs extends BlobStoreContract {
        @Override
        protected BlobStore openBlobs() {
            return JdbcStoreFixture.open(product()).store().blobs();
        }
    }
}

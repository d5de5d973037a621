package dev.flowruntime.store.broken;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryStoreFixture;
import dev.flowruntime.store.tck.ConversationStoreContract;
import dev.flowruntime.store.tck.EventMeetsWaitContract;
import dev.flowruntime.store.tck.ExecutionStoreContract;
import dev.flowruntime.store.tck.FlowVersionStoreContract;
import dev.flowruntime.store.tck.FormStoreContract;
import dev.flowruntime.store.tck.IdempotencyStoreContract;
import dev.flowruntime.store.tck.InboxEventStoreContract;
import dev.flowruntime.store.tck.OutboxStoreContract;
import dev.flowruntime.store.tck.StoreFixture;
import dev.flowruntime.store.tck.SubmissionStoreContract;
import dev.flowruntime.store.tck.TaskStoreContract;
import dev.flowruntime.store.tck.TurnContract;
import dev.flowruntime.store.tck.TurnRaceContract;
import dev.flowruntime.store.tck.UploadStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/**
 * The contracts, to be launched for a store with a {@link Fault}.
 *
 * <p>They are nested so that nothing but {@link BrokenStoresTest} runs them.
 */
final class BrokenStore extends TypeBasedParameterResolver<FlowStore> {
    /** The launch's parameter that names the fault; without it the store has none. */
    static final String FAULT = "fault";

    @Override
    public FlowStore resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getConfigurationParameter(FAULT)
                .map(name -> Fault.valueOf(name).store.get())
                .orElseGet(FaithfulStore::new);
    }

    @ExtendWith(BrokenStore.class)
    static final class Turns extends TurnContract {
        private final FlowStore given;

        Turns(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class TurnRaces extends TurnRaceContract {
        private final FlowStore given;

        TurnRaces(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class Executions extends ExecutionStoreContract {
        private final FlowStore given;

        Executions(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class Conversations extends ConversationStoreContract {
        private final FlowStore given;

        Conversations(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class InboxEvents extends InboxEventStoreContract {
        private final FlowStore given;

        InboxEvents(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class EventsMeetWaits extends EventMeetsWaitContract {
        private final FlowStore given;

        EventsMeetWaits(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class Tasks extends TaskStoreContract {
        private final FlowStore given;

        Tasks(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class Deliveries extends OutboxStoreContract {
        private final FlowStore given;

        Deliveries(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class Idempotency extends IdempotencyStoreContract {
        private final FlowStore given;

        Idempotency(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class FlowVersions extends FlowVersionStoreContract {
        private final FlowStore given;

        FlowVersions(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class Forms extends FormStoreContract {
        private final FlowStore given;

        Forms(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class Submissions extends SubmissionStoreContract {
        private final FlowStore given;

        Submissions(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }

    @ExtendWith(BrokenStore.class)
    static final class Uploads extends UploadStoreContract {
        private final FlowStore given;

        Uploads(FlowStore given) {
            this.given = given;
        }

        @Override
        protected StoreFixture openFixture() {
            return new InMemoryStoreFixture(given);
        }
    }
}

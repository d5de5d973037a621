package dev.flowruntime.store.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.MessageRange;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.store.tck.TenantFixture;
import dev.flowruntime.store.tck.Turn;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantRouterTest {
    private final RoutedStoreFixture fixture = new RoutedStoreFixture();
    private final FlowStore router = fixture.store();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theTenantsOfTheKitAreOnDifferentShards() {
        TenantFixture acme = fixture.newTenant("acme");
        TenantFixture globex = fixture.newTenant("globex");
        assertThat(fixture.a.inner().tenants().list()).extracting(Tenant::id).containsExactly(acme.id());
        assertThat(fixture.b.inner().tenants().list()).extracting(Tenant::id).containsExactly(globex.id());
    }

    @Test
    void everythingOfATenantIsOnItsShardAndOnNoOther() {
        TenantFixture tenant = fixture.newTenantOn("b", "acme");
        Conversation conversation = tenant.newConversation("ann");
        Turn turn = tenant.openingTurn(conversation).says("Hi").waitsForEvent("paid");
        TaskRecord task = turn.newTask("inventory");
        OutboxEntry entry = tenant.newEntry(conversation);
        Execution execution =
                tenant.committed(turn.enqueues(task).sends(entry).audits(tenant.newAudit("widget.message.send")));
        tenant.accept(tenant.eventFor(execution, "shipped"));
        router.settings().put(tenant.id(), "questions", Json.EMPTY_ARRAY);
        router.engineTokens().put(new EngineToken("hash", "backend", tenant.id()));
        for (BreakableStore shard : List.of(fixture.a, fixture.b, fixture.c)) {
            assertThat(rows(shard.inner(), tenant, execution, task, entry)).containsOnly(shard == fixture.b);
        }
        assertThat(rows(router, tenant, execution, task, entry)).containsOnly(true);
    }

    /** Of each kind whether there is any. */
    private static List<Boolean> rows(
            FlowStore store, TenantFixture tenant, Execution execution, TaskRecord task, OutboxEntry entry) {
        var id = tenant.id();
        return List.of(
                store.tenants().find(id).isPresent(),
                store.widgetKeys().find(id, tenant.widgetKey()).isPresent(),
                !store.widgetKeys().list(id).isEmpty(),
                !store.widgetKeys().listActiveOrigins().isEmpty(),
                store.flowVersions().find(id, tenant.flow(), 1).isPresent(),
                !store.flowVersions().listActive(id).isEmpty(),
                !store.flowVersions().listVersions(id, "order_status").isEmpty(),
                store.conversations().find(id, execution.conversation()).isPresent(),
                store.conversations()
                        .findByCustomer(id, tenant.widgetKey(), "ann")
                        .isPresent(),
                !store.conversations()
                        .listMessages(id, execution.conversation(), MessageRange.after(0, 10))
                        .isEmpty(),
                store.executions().find(id, execution.id()).isPresent(),
                store.executions().load(id, execution.id()).isPresent(),
                !store.executions().listHistory(id, execution.id()).isEmpty(),
                !store.executions().listWaiting(id, "paid", null, 10).isEmpty(),
                !store.inboxEvents().listPending(id, execution.id()).isEmpty(),
                store.tasks().find(id, task.id()).isPresent(),
                !store.tasks().list(id, execution.id()).isEmpty(),
                store.outbox().find(id, entry.id()).isPresent(),
                store.engineTokens().find("hash").isPresent(),
                !store.engineTokens().list(id).isEmpty(),
                store.settings().find(id, "questions").isPresent(),
                !store.audit().list(id, null, null, 10).isEmpty());
    }

    @Test
    void tenantsOfAllShardsAreListedBySlug() {
        fixture.newTenantOn("a", "delta");
        fixture.newTenantOn("c", "alpha");
        fixture.newTenantOn("b", "charlie");
        fixture.newTenantOn("a", "bravo");
        assertThat(router.tenants().list())
                .extracting(Tenant::slug)
                .containsExactly("alpha", "bravo", "charlie", "delta");
    }

    @Test
    void aTokenOfTheWholeDeploymentIsOnTheFirstShard() {
        router.engineTokens().put(new EngineToken("hash", "operator", null));
        assertThat(holders("hash")).containsExactly(fixture.a);
    }

    @Test
    void aTokenThatIsGivenToAnotherIsNowhereElseAnyLonger() {
        TenantFixture ofB = fixture.newTenantOn("b", "bravo");
        TenantFixture ofC = fixture.newTenantOn("c", "charlie");
        EngineToken free = new EngineToken("hash", "operator", null);
        EngineToken bravos = new EngineToken("hash", "bravo's", ofB.id());
        EngineToken charlies = new EngineToken("hash", "charlie's", ofC.id());
        for (EngineToken next : List.of(free, bravos, charlies, free, charlies, bravos, free)) {
            router.engineTokens().put(next);
            assertThat(router.engineTokens().find("hash")).contains(next);
            assertThat(holders("hash")).hasSize(1);
        }
    }

    private List<BreakableStore> holders(String hash) {
        return List.of(fixture.a, fixture.b, fixture.c).stream()
                .filter(shard -> shard.inner().engineTokens().find(hash).isPresent())
                .toList();
    }

    @Test
    void aWorkerOfOneTenantAsksItsShardOnly() {
        TenantFixture tenant = fixture.newTenantOn("b", "acme");
        int before = fixture.a.calls() + fixture.c.calls();
        router.tasks().claim(tenant.id(), Set.of("inventory"), fixture.claim(10));
        assertThat(fixture.a.calls() + fixture.c.calls()).isEqualTo(before);
    }

    @Test
    void aTenantOnAShardThatIsNotThereIsRefusedForGood() {
        TenantRouter lost = TenantRouter.builder(tenant -> "nowhere")
                .shard("a", new InMemoryFlowStore())
                .build();
        Tenant tenant = new Tenant(
                fixture.newTenantIdOn("a"), "acme", "Acme", fixture.clock().instant());
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> lost.tenants().put(tenant))
                .withMessageContainingAll("nowhere", tenant.id().toString())
                .returns(StoreException.Retry.NEVER, StoreException::retry);
    }

    @Test
    void everyShardHasANameOfItsOwn() {
        TenantRouter.Builder builder = TenantRouter.builder(tenant -> "a").shard("a", new InMemoryFlowStore());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.shard("a", new InMemoryFlowStore()))
                .withMessageContaining("a");
    }

    @Test
    void aRouterNeedsAShard() {
        TenantRouter.Builder builder = TenantRouter.builder(tenant -> "a");
        assertThatIllegalStateException().isThrownBy(builder::build);
    }

    @Test
    void closingClosesEveryShardAlsoWhenOneFails() {
        fixture.a.fails(StoreException.Retry.LATER);
        fixture.b.fails(StoreException.Retry.LATER);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(router::close)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> fixture.c.inner().check());
        fixture.a.heals();
        fixture.b.heals();
    }
}

package dev.flowruntime.store.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.ExecutionStore.Due;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.tck.TenantFixture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the shards that answer still do while another does not. */
class ShardOutOfReachTest {
    private static final String QUEUE = "inventory";

    private final RoutedStoreFixture fixture = new RoutedStoreFixture();
    private final FlowStore router = fixture.store();
    private final TenantFixture ofA = fixture.newTenantOn("a", "alpha");
    private final TenantFixture ofB = fixture.newTenantOn("b", "bravo");

    @AfterEach
    void close() {
        List.of(fixture.a, fixture.b, fixture.c).forEach(BreakableStore::heals);
        fixture.close();
    }

    @Test
    void onlyItsOwnTenantsNoticeIt() {
        fixture.a.fails(Retry.LATER);
        assertFails(Retry.LATER, () -> router.tenants().find(ofA.id()));
        assertThat(router.tenants().find(ofB.id())).isPresent();
        assertThat(ofB.newExecution().tenant()).isEqualTo(ofB.id());
    }

    @Test
    void everyKindOfClaimServesTheOthers() {
        for (TenantFixture tenant : List.of(ofA, ofB)) {
            leaveWork(tenant);
        }
        for (Retry retry : List.of(Retry.LATER, Retry.AT_ONCE)) {
            fixture.a.fails(retry);
            assertThat(claim(10)).extracting(TaskRecord::tenant).containsExactly(ofB.id());
            assertThat(router.executions().claimDue(Due.WAIT, fixture.claim(10)))
                    .hasSize(1);
            assertThat(router.inboxEvents().claimUnfinished(fixture.claim(10))).hasSize(1);
            assertThat(router.outbox().claim(fixture.claim(10), EndpointLimits.NONE))
                    .hasSize(1);
            assertThat(claim(10)).isEmpty();
            fixture.elapse(Duration.ofHours(2));
        }
        claim(10);
        fixture.elapse(Duration.ofHours(2));
        assertThat(router.tasks().claimExhausted(fixture.claim(10)))
                .extracting(TaskRecord::tenant)
                .containsExactly(ofB.id());
    }

    @Test
    void theBacklogIsThatOfTheOthers() {
        leaveWork(ofA);
        leaveWork(ofB);
        assertThat(router.outbox().backlog(10).pending()).isEqualTo(2);
        fixture.a.fails(Retry.LATER);
        assertThat(router.outbox().backlog(10).pending()).isEqualTo(1);
        List.of(fixture.b, fixture.c).forEach(shard -> shard.fails(Retry.LATER));
        assertFails(Retry.LATER, () -> router.outbox().backlog(10));
    }

    private void leaveWork(TenantFixture tenant) {
        Conversation conversation = tenant.newConversation();
        tenant.committed(tenant.openingTurn(conversation)
                .wakesAt(fixture.clock().instant())
                .sends(tenant.newEntry(conversation)));
        tenant.newTask(QUEUE);
        router.inboxEvents().accept(new EventAcceptance(tenant.newEvent("paid"), "fingerprint", null, Duration.ZERO));
    }

    @Test
    void claimsPassItOverForAWhileAndThenAskItAgain() {
        fixture.a.fails(Retry.LATER);
        claim(10);
        fixture.a.heals();
        ofA.newTask(QUEUE);
        int asked = fixture.a.calls();
        fixture.elapse(Duration.ofMillis(4_999));
        assertThat(claim(10)).isEmpty();
        router.executions().claimDue(Due.WAIT, fixture.claim(10));
        assertThat(fixture.a.calls()).isEqualTo(asked);
        fixture.elapse(Duration.ofMillis(1));
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void aShardThatOnlyLostARaceIsAskedAgainAtOnce() {
        ofA.newTask(QUEUE);
        fixture.a.fails(Retry.AT_ONCE);
        assertThat(claim(10)).isEmpty();
        fixture.a.heals();
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void aClaimFailsWhenEveryShardDoes() {
        failAll();
        for (int again = 0; again < 2; again++) { // while all of them rest as well
            assertFails(Retry.LATER, () -> claim(10)).withMessageContainingAll("shard a", "shard b", "shard c");
        }
    }

    @Test
    void aFailureForGoodIsHeardOnceNothingIsLeftToHandOut() {
        fixture.a.fails(Retry.NEVER);
        ofB.newTask(QUEUE);
        assertThat(claim(10)).hasSize(1);
        assertFails(Retry.NEVER, () -> claim(10)).withMessage("shard a: broken");
    }

    @Test
    void whatAShardGaveBeforeItFailedIsHandedOut() {
        for (int i = 0; i < 6; i++) {
            ofA.newTask(QUEUE);
        }
        fixture.a.failsAfter(1, Retry.NEVER);
        assertThat(claim(6)).hasSize(2);
    }

    @Test
    void aPublicKeyOfAnotherShardIsFoundAndAnUnknownOneIsNotAbsent() {
        fixture.a.fails(Retry.LATER);
        WidgetKey key = router.widgetKeys().list(ofB.id()).get(0);
        assertThat(router.widgetKeys().findByPublicKey(key.publicKey())).contains(key);
        assertFails(Retry.LATER, () -> router.widgetKeys().findByPublicKey("pk_live_0"))
                .withMessage("shard a: broken");
        fixture.a.heals();
        assertThat(router.widgetKeys().findByPublicKey("pk_live_0")).isEmpty();
    }

    @Test
    void anEngineTokenOfAnotherShardIsFoundAndAnUnknownOneIsNotAbsent() {
        EngineToken token = new EngineToken("hash", "backend", ofB.id());
        router.engineTokens().put(token);
        fixture.a.fails(Retry.LATER);
        assertThat(router.engineTokens().find("hash")).contains(token);
        assertFails(Retry.LATER, () -> router.engineTokens().find("other"));
    }

    @Test
    void lookupsAskItLast() {
        WidgetKey key = router.widgetKeys().list(ofB.id()).get(0);
        fixture.a.fails(Retry.LATER);
        router.widgetKeys().findByPublicKey(key.publicKey());
        int asked = fixture.a.calls();
        router.widgetKeys().findByPublicKey(key.publicKey());
        assertThat(fixture.a.calls()).isEqualTo(asked);
        fixture.a.heals();
        router.widgetKeys().findByPublicKey("pk_live_0");
        router.widgetKeys().findByPublicKey(key.publicKey());
        assertThat(fixture.a.calls()).isEqualTo(asked + 2);
    }

    @Test
    void tenantsAreNotListedInPart() {
        fixture.b.fails(Retry.LATER);
        assertFails(Retry.LATER, () -> router.tenants().list());
    }

    @Test
    void originsOfTheOthersAreListed() {
        fixture.b.fails(Retry.LATER);
        assertThat(router.widgetKeys().listActiveOrigins()).containsExactly("https://acme.com");
        fixture.b.fails(Retry.NEVER);
        assertFails(Retry.NEVER, () -> router.widgetKeys().listActiveOrigins());
        failAll();
        assertFails(Retry.LATER, () -> router.widgetKeys().listActiveOrigins());
    }

    @Test
    void checkNamesEveryShardThatCannotServe() {
        assertThatCode(router::check).doesNotThrowAnyException();
        fixture.a.fails(Retry.LATER);
        assertFails(Retry.LATER, router::check).withMessage("shard a: broken");
        fixture.c.fails(Retry.NEVER);
        assertFails(Retry.LATER, router::check).withMessage("shard a: broken; shard c: broken");
    }

    @Test
    void whatATenantHasCanBeChanged() {
        WidgetKey revoked = router.widgetKeys().list(ofB.id()).get(0).withStatus(WidgetKey.Status.REVOKED);
        EngineToken token = new EngineToken("hash", "backend", ofB.id());
        router.engineTokens().put(token);
        fixture.a.fails(Retry.LATER);
        router.widgetKeys().put(revoked);
        router.tenants()
                .put(new Tenant(
                        ofB.id(), "bravo", "Another name", fixture.clock().instant()));
        router.engineTokens().put(new EngineToken("hash", "another label", ofB.id()));
        assertThat(router.widgetKeys().list(ofB.id())).containsExactly(revoked);
        assertThat(router.tenants().find(ofB.id()))
                .get()
                .extracting(Tenant::name)
                .isEqualTo("Another name");
        assertThat(router.engineTokens().list(ofB.id()))
                .extracting(EngineToken::label)
                .containsExactly("another label");
    }

    @Test
    void whatMustBeUniqueIsNotWrittenUnseen() {
        TenantId id = fixture.newTenantIdOn("b");
        WidgetKey key = ofB.widgetKey(new WidgetKeyId(id.value()), "new");
        fixture.a.fails(Retry.LATER);
        assertFails(Retry.LATER, () -> router.tenants().put(new Tenant(id, "new", "New", key.createdAt())));
        assertFails(Retry.LATER, () -> router.widgetKeys().put(key));
        assertFails(Retry.LATER, () -> router.engineTokens().put(new EngineToken("hash", "new", ofB.id())));
        assertThat(fixture.b.inner().tenants().find(id)).isEmpty();
        assertThat(fixture.b.inner().widgetKeys().find(ofB.id(), key.id())).isEmpty();
        assertThat(fixture.b.inner().engineTokens().find("hash")).isEmpty();
    }

    private void failAll() {
        List.of(fixture.a, fixture.b, fixture.c).forEach(shard -> shard.fails(Retry.LATER));
    }

    private List<TaskRecord> claim(int limit) {
        return router.tasks().claim(null, Set.of(QUEUE), fixture.claim(limit));
    }

    private static ThrowableAssertAlternative<StoreException> assertFails(Retry retry, ThrowingCallable call) {
        return assertThatExceptionOfType(StoreException.class).isThrownBy(call).returns(retry, StoreException::retry);
    }
}

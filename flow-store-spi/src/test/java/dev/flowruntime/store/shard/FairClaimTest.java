package dev.flowruntime.store.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.EndpointLimits;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.ExecutionStore.Due;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.Settlement;
import dev.flowruntime.store.tck.TenantFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairClaimTest {
    private static final String QUEUE = "inventory";

    private final RoutedStoreFixture fixture = new RoutedStoreFixture();
    private final FlowStore router = fixture.store();
    private final TenantFixture ofA = fixture.newTenantOn("a", "alpha");
    private final TenantFixture ofB = fixture.newTenantOn("b", "bravo");
    private final TenantFixture ofC = fixture.newTenantOn("c", "charlie");

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void busyShardsGetEvenShares() {
        enqueue(ofA, 100);
        enqueue(ofB, 100);
        enqueue(ofC, 100);
        assertThat(tenants(claim(9)))
                .containsExactlyInAnyOrder(
                        ofA.id(), ofA.id(), ofA.id(), ofB.id(), ofB.id(), ofB.id(), ofC.id(), ofC.id(), ofC.id());
    }

    @Test
    void aBusyShardLeavesRoomForOneTaskOfAnother() {
        enqueue(ofA, 100);
        enqueue(ofC, 1);
        assertThat(tenants(claim(2))).containsExactlyInAnyOrder(ofA.id(), ofC.id());
    }

    @Test
    void whatOneShardLeavesGoesToTheOthers() {
        enqueue(ofA, 1);
        enqueue(ofB, 20);
        enqueue(ofC, 20);
        for (int round = 0; round < 3; round++) { // whichever shard it begins with
            assertThat(claim(12)).hasSize(12);
        }
        assertThat(claim(12)).hasSize(5);
        assertThat(claim(12)).isEmpty();
    }

    @Test
    void neverMoreAreClaimedThanAsked() {
        enqueue(ofA, 30);
        enqueue(ofB, 2);
        enqueue(ofC, 30);
        for (int limit = 1; limit <= 10; limit++) {
            assertThat(claim(limit)).hasSize(limit);
        }
        assertThat(claim(Integer.MAX_VALUE)).hasSize(7);
    }

    @Test
    void claimsOfOneGoRound() {
        enqueue(ofA, 10);
        enqueue(ofB, 10);
        enqueue(ofC, 10);
        assertThat(claimOneByOne(6))
                .containsExactlyInAnyOrder(ofA.id(), ofB.id(), ofC.id(), ofA.id(), ofB.id(), ofC.id());
    }

    @Test
    void claimsOfOneGoRoundWhateverElseIsClaimedInBetween() {
        enqueue(ofA, 10);
        enqueue(ofB, 10);
        enqueue(ofC, 10);
        List<TenantId> served = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            served.addAll(tenants(claim(1)));
            router.tasks().claimExhausted(fixture.claim(1)); // one count for both would be back at the same shard
            router.tasks().claimExhausted(fixture.claim(1));
        }
        assertThat(served).containsExactlyInAnyOrder(ofA.id(), ofB.id(), ofC.id());
    }

    @Test
    void tasksOfDifferentShardsAlternateAndThoseOfOneStayInTheirOrder() {
        List<TaskRecord> alphas = enqueue(ofA, 3);
        List<TaskRecord> bravos = enqueue(ofB, 2);
        assertThat(claim(10))
                .extracting(TaskRecord::id)
                .containsExactly(
                        alphas.get(0).id(),
                        bravos.get(0).id(),
                        alphas.get(1).id(),
                        bravos.get(1).id(),
                        alphas.get(2).id());
    }

    @Test
    void deliveriesOfDifferentShardsComeInTheOrderInWhichTheyWereCreated() {
        OutboxEntry third = sent(ofA, at(30));
        OutboxEntry first = sent(ofC, at(10));
        OutboxEntry fourth = sent(ofC, at(40));
        OutboxEntry second = sent(ofB, at(20));
        fixture.elapse(Duration.ofMinutes(1));
        assertThat(router.outbox().claim(fixture.claim(10), EndpointLimits.NONE))
                .extracting(Delivery::entry)
                .containsExactly(first, second, third, fourth);
    }

    @Test
    void deliveriesOfOneShardStayInTheOrderInWhichTheyAreDue() {
        OutboxEntry early = sent(ofA, at(0));
        Delivery held =
                router.outbox().claim(fixture.claim(1), EndpointLimits.NONE).get(0);
        router.outbox().settle(held, new Settlement.Failed(at(30), "500"));
        OutboxEntry middle = sent(ofA, at(10));
        OutboxEntry late = sent(ofB, at(20));
        fixture.elapse(Duration.ofMinutes(1));
        assertThat(router.outbox().claim(fixture.claim(10), EndpointLimits.NONE))
                .extracting(Delivery::entry)
                .containsExactly(middle, early, late);
    }

    @Test
    void eventsOfDifferentShardsComeInTheOrderInWhichTheyArrived() {
        InboxEvent second = accepted(ofA, at(20));
        InboxEvent first = accepted(ofC, at(10));
        InboxEvent third = accepted(ofB, at(30));
        fixture.elapse(Duration.ofMinutes(1));
        assertThat(router.inboxEvents().claimUnfinished(fixture.claim(10))).containsExactly(first, second, third);
    }

    @Test
    void dueExecutionsAndExhaustedTasksOfAllShardsAreClaimed() {
        for (TenantFixture tenant : List.of(ofA, ofB, ofC)) {
            tenant.committed(tenant.openingTurn(tenant.newConversation()).wakesAt(at(0)));
            enqueue(tenant, 1);
        }
        assertThat(router.executions().claimDue(Due.WAIT, fixture.claim(10))).hasSize(3);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(claim(10)).hasSize(3);
            fixture.elapse(Duration.ofHours(2));
        }
        assertThat(router.tasks().claimExhausted(fixture.claim(10))).hasSize(3);
    }

    private List<TaskRecord> claim(int limit) {
        return router.tasks().claim(null, Set.of(QUEUE), fixture.claim(limit));
    }

    private List<TenantId> claimOneByOne(int times) {
        List<TenantId> served = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            served.addAll(tenants(claim(1)));
        }
        return served;
    }

    private static List<TenantId> tenants(List<TaskRecord> tasks) {
        return tasks.stream().map(TaskRecord::tenant).toList();
    }

    private static List<TaskRecord> enqueue(TenantFixture tenant, int count) {
        List<TaskRecord> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(tenant.newTask(QUEUE));
        }
        return tasks;
    }

    private static OutboxEntry sent(TenantFixture tenant, Instant createdAt) {
        Conversation conversation = tenant.newConversation();
        OutboxEntry entry = tenant.newEntry(conversation.id(), tenant.widgetKey(), createdAt);
        tenant.committed(tenant.openingTurn(conversation).sends(entry));
        return entry;
    }

    private InboxEvent accepted(TenantFixture tenant, Instant receivedAt) {
        InboxEvent event = tenant.newEvent("paid");
        InboxEvent then = new InboxEvent(tenant.id(), event.id(), "paid", event.data(), null, null, null, receivedAt);
        router.inboxEvents().accept(new EventAcceptance(then, "fingerprint", null, Duration.ZERO));
        return then;
    }

    private Instant at(int second) {
        return fixture.clock().instant().plusSeconds(second);
    }
}

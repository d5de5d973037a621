package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.store.shard.TenantRouter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One runtime over two stores, with a tenant on each. */
class ShardsTest {
    private static final String NODES = """
            - { id: lookup, type: enqueue.task, queue: inventory.lookup, payload: {} }
            - { id: result, type: await.task_result, task: lookup }
            - { id: pause, type: wait, duration: PT1H }
            - { id: answer, type: message, text: "Ships {{ node.result.output.ship_date }}" }
            """;

    private final InMemoryFlowStore east = new InMemoryFlowStore();
    private final InMemoryFlowStore west = new InMemoryFlowStore();
    private final ConcurrentMap<TenantId, String> placements = new ConcurrentHashMap<>();
    private final Fixture fixture = new Fixture(TenantRouter.builder(tenant -> placements.getOrDefault(tenant, "east"))
            .shard("east", east)
            .shard("west", west)
            .build());
    private final TenantId globex = TenantId.of("019e2667-0000-7000-8000-000000000001");

    @BeforeEach
    void placeTheSecondTenantOnTheSecondShard() {
        placements.put(globex, "west");
        fixture.runtime.tenants().put(globex, "globex", "Globex");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void oneRuntimeServesTheTenantsOfBothShards() {
        fixture.flow(NODES);
        fixture.runtime
                .flows()
                .publish(
                        globex,
                        Document.parse(
                                "flow.yaml",
                                "flow: flow\nname: Flow\ntrigger: { type: trigger.chat, intent_name: go }\nnodes:\n"
                                        + NODES.indent(2)));
        fixture.runtime.worker("inventory.lookup", task -> Map.of("ship_date", "today"));
        Reply ours = fixture.go();
        Reply theirs = fixture.runtime.engine().trigger(new EngineTrigger(globex, null, TriggerMessage.of("go", "hi")));
        fixture.runtime.runOnce();
        fixture.clock.advance(Duration.ofHours(1));
        fixture.runtime.runOnce();
        assertThat(Fixture.texts(fixture.read(ours))).containsExactly("Ships today");
        Reply done = fixture.runtime.engine().read(globex, theirs.executionId().toString());
        assertThat(Fixture.texts(done)).containsExactly("Ships today");
        assertThat(west.executions().find(globex, theirs.executionId())).isPresent();
        assertThat(east.tenants().list()).extracting(Tenant::id).containsExactly(fixture.tenant);
        assertThat(west.tenants().list()).extracting(Tenant::id).containsExactly(globex);
    }
}

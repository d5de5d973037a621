package dev.flowruntime.engine;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Block;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.Exchange;
import dev.flowruntime.transport.OutboundRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** A runtime on the in-memory store with one tenant, a clock that tests move, and webhooks that go nowhere. */
final class Fixture implements AutoCloseable {
    final TestClock clock;
    final FlowStore store;
    final FlowRuntime runtime;
    final TenantId tenant;
    /** The webhooks that were sent, and acknowledged. */
    final List<OutboundRequest> sent = new CopyOnWriteArrayList<>();

    Fixture() {
        this(new InMemoryFlowStore());
    }

    Fixture(FlowStore store) {
        this(store, new TestClock(), System::nanoTime);
    }

    Fixture(FlowStore store, TestClock clock, LongSupplier nanoTime) {
        this.store = store;
        this.clock = clock;
        this.runtime = FlowRuntime.builder(store)
                .clock(clock)
                .nanoTime(nanoTime)
                .webhookTransport(this::take)
                .build();
        this.tenant = runtime.tenants().create("acme", "Acme Inc.").id();
    }

    private Exchange take(OutboundRequest request) {
        sent.add(request);
        return new Exchange.Answered(200, Map.of(), "", false);
    }

    /** Publishes a flow named "flow" with an intent "go" and these nodes. */
    Fixture flow(String nodes) {
        return publish("flow", "go", nodes);
    }

    Fixture publish(String code, String intent, String nodes) {
        runtime.flows()
                .publish(
                        tenant,
                        Document.parse(
                                code + ".yaml",
                                "flow: " + code + "\nname: Flow " + code
                                        + "\ntrigger: { type: trigger.chat, intent_name: " + intent + " }\nnodes:\n"
                                        + nodes.indent(2)));
        return this;
    }

    Fixture publishEventFlow(String code, String trigger, String nodes) {
        runtime.flows()
                .publish(
                        tenant,
                        Document.parse(
                                code + ".yaml",
                                "flow: " + code + "\nname: Flow " + code + "\ntrigger: " + trigger + "\nnodes:\n"
                                        + nodes.indent(2)));
        return this;
    }

    Reply go() {
        return trigger(TriggerMessage.of("go", "hi"));
    }

    Reply trigger(TriggerMessage message) {
        return runtime.engine().trigger(new EngineTrigger(tenant, null, message));
    }

    Reply answer(Reply asked, Map<String, Object> values) {
        return runtime.engine().resume(tenant, ResumeMessage.of(asked, values));
    }

    Reply read(Reply reply) {
        return runtime.engine().read(tenant, reply.executionId().toString());
    }

    /** The texts of the message blocks of a reply, in order. */
    static List<Object> texts(Reply reply) {
        return reply.blocks().stream()
                .filter(block -> block.type().equals("message"))
                .map(block -> payload(block).get("text"))
                .toList();
    }

    static Map<String, Object> payload(Block block) {
        return JsonTree.readObject(block.payload());
    }

    @Override
    public void close() {
        runtime.close();
        store.close();
    }
}

package dev.flowruntime.examples;

import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.transport.JmsTaskTransport;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A queue whose worker sits behind ActiveMQ Artemis; the worker here knows nothing of flows. */
public final class TasksOverArtemis {
    private static final String FLOW = """
            flow: order_status
            name: Order status
            trigger: { type: trigger.chat, intent_name: order_status }
            nodes:
              - { id: lookup, type: enqueue.task, queue: inventory.lookup, payload: { order: "{{ trigger.text }}" } }
              - { id: result, type: await.task_result, task: lookup }
              - { id: tell, type: message, text: "It ships {{ node.result.output.ship_date }}" }
            """;

    private TasksOverArtemis() {}

    /** Takes the address of a broker, such as {@code tcp://localhost:61616}. */
    public static void main(String[] args) throws InterruptedException {
        ConnectionFactory broker = new ActiveMQConnectionFactory(args[0]);
        JMSContext warehouse = worker(broker);
        CountDownLatch over = new CountDownLatch(1);
        try (warehouse;
                FlowRuntime runtime = FlowRuntime.builder(new InMemoryFlowStore())
                        .observer(whenOver(over))
                        .build()) {
            runtime.transport("inventory.lookup", new JmsTaskTransport(broker));
            runtime.start();
            TenantId acme = runtime.tenants().create("acme", "Acme Inc.").id();
            runtime.flows().publish(acme, Document.parse("order_status.yaml", FLOW));
            Reply reply = runtime.engine()
                    .trigger(new EngineTrigger(acme, null, TriggerMessage.of("order_status", "A-1001")));
            if (!over.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the warehouse does not answer");
            }
            Reply done = runtime.engine().read(acme, reply.executionId().toString());
            System.out.println(done.status().wireName() + " " + done.blocks());
        }
    }

    private static RuntimeObserver whenOver(CountDownLatch over) {
        return new RuntimeObserver() {
            @Override
            public void turn(HistoryEvent.Cause cause, ExecutionStatus status, long nanos) {
                if (status.isFinal()) {
                    over.countDown();
                }
            }
        };
    }

    /** Takes tasks from their queue and sends a result for each. */
    private static JMSContext worker(ConnectionFactory broker) {
        JMSContext context = broker.createContext();
        context.createConsumer(context.createQueue("flow.tasks.inventory.lookup"))
                .setMessageListener(task -> answer(broker, task));
        return context;
    }

    private static void answer(ConnectionFactory broker, Message task) {
        try (JMSContext context = broker.createContext()) {
            String body = task.getBody(String.class);
            String result = "{\"tenant_id\":\"" + member(body, "tenant_id") + "\",\"task_id\":\""
                    + member(body, "task_id") + "\",\"state\":\"completed\",\"data\":{\"ship_date\":\"2026-12-03\"}}";
            context.createProducer().send(context.createQueue("flow.results"), result);
        } catch (JMSException e) {
            throw new IllegalStateException("the task could not be read", e);
        }
    }

    /** A worker of yours reads its JSON with a parser. */
    private static String member(String json, String name) {
        return json.replaceAll(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }
}

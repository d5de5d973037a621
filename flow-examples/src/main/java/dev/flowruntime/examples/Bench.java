package dev.flowruntime.examples;

import com.sun.management.ThreadMXBean;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Holds conversations as fast as it can. */
final class Bench implements AutoCloseable {
    private static final String FLOW = """
            flow: bench
            name: Bench
            trigger: { type: trigger.chat, intent_name: bench }
            nodes:
              - { id: hello, type: message, text: "What's your order number?" }
              - id: ask
                type: form
                fields: [{ name: order_number, type: text, label: "Order #", required: true }]
              - { id: keep, type: set, values: { order: "{{ node.ask.output.order_number }}" } }
              - { id: answer, type: message, text: "Order #{{ vars.order }} ships tomorrow." }
              - { id: done, type: end }
            """;

    private final FlowRuntime runtime;
    private final TenantId tenant;

    /** @param store an empty one; whoever made it closes it */
    Bench(FlowStore store) {
        runtime = FlowRuntime.builder(store).build();
        tenant = runtime.tenants().create("bench", "Bench").id();
        runtime.flows().publish(tenant, Document.parse("bench.yaml", FLOW));
    }

    Measurement run(int threads, Duration duration) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Visitor visitor = new Visitor(start, duration);
            visitor.start();
            visitors.add(visitor);
        }
        long began = System.nanoTime();
        start.countDown();
        for (Visitor visitor : visitors) {
            visitor.join();
        }
        return Measurement.of(visitors, System.nanoTime() - began);
    }

    @Override
    public void close() {
        runtime.close();
    }

    /** One thread's conversations, one after the other, each half timed. */
    final class Visitor extends Thread {
        final Latencies triggers = new Latencies();
        final Latencies resumes = new Latencies();
        long errors;

        @Nullable
        RuntimeException firstError;

        long allocatedBytes;

        private final CountDownLatch start;
        private final Duration duration;

        Visitor(CountDownLatch start, Duration duration) {
            super("visitor");
            this.start = start;
            this.duration = duration;
        }

        @Override
        public void run() {
            ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            try {
                start.await();
            } catch (InterruptedException e) {
                return;
            }
            long end = System.nanoTime() + duration.toNanos();
            long allocated = memory.getCurrentThreadAllocatedBytes();
            while (System.nanoTime() < end) {
                try {
                    converse();
                } catch (RuntimeException e) {
                    errors++;
                    firstError = firstError == null ? e : firstError;
                }
            }
            allocatedBytes = memory.getCurrentThreadAllocatedBytes() - allocated;
        }

        private void converse() {
            long began = System.nanoTime();
            Reply asked =
                    runtime.engine().trigger(new EngineTrigger(tenant, null, TriggerMessage.of("bench", "Hello")));
            long answered = System.nanoTime();
            Reply done = runtime.engine().resume(tenant, ResumeMessage.of(asked, Map.of("order_number", "4711")));
            long ended = System.nanoTime();
            if (done.status() != ExecutionStatus.COMPLETED) {
                throw new IllegalStateException("the conversation is " + done.status());
            }
            triggers.add(answered - began);
            resumes.add(ended - answered);
        }
    }
}

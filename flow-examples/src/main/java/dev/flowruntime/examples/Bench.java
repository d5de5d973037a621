package dev.flowruntime.examples;

import com.sun.management.ThreadMXBean;
import dev.flowruntime.Caller;
import dev.flowruntime.ChatApi;
import dev.flowruntime.ChatSession;
import dev.flowruntime.EngineTrigger;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.OpenSession;
import dev.flowruntime.Reply;
import dev.flowruntime.ResumeMessage;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.WidgetKeyRequest;
import dev.flowruntime.document.Document;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.FlowStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds conversations as fast as it can. */
final class Bench implements AutoCloseable {
    private static final String ORIGIN = "https://bench.example";
    private static final WidgetKeyRequest KEY = new WidgetKeyRequest(
            "bench",
            null,
            false,
            WidgetKey.Status.ACTIVE,
            List.of(ORIGIN),
            Grant.ofEverything(),
            Grant.ofNothing(),
            "https://bench.example/webhook",
            null,
            null);

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

    /** How many conversations a visitor comes back to. */
    private static final int SESSIONS = 64;

    private final FlowRuntime runtime;
    private final TenantId tenant;
    private final Function<Integer, Talk> talks;

    private Bench(FlowStore store, BiFunction<FlowRuntime, TenantId, Talk> talk) {
        runtime = FlowRuntime.builder(store).build();
        tenant = runtime.tenants()
                .create("bench-" + Long.toString(System.currentTimeMillis(), 36), "Bench")
                .id();
        runtime.flows().publish(tenant, Document.parse("bench.yaml", FLOW));
        talks = visitor -> talk.apply(runtime, tenant);
    }

    /**
     * Each conversation is new, and a back end starts it.
     *
     * @param store whoever made it closes it
     */
    static Bench throughTheEngine(FlowStore store) {
        return new Bench(store, EngineTalk::new);
    }

    /**
     * Visitors come back to conversations that they had before, through a widget key with a webhook: each turn writes its
     * messages, a history event, an outbox entry and an audit record.
     *
     * @param store whoever made it closes it
     */
    static Bench throughTheChat(FlowStore store) {
        return new Bench(store, ChatTalk::open);
    }

    /** The two halves of a conversation. */
    private interface Talk {
        Reply trigger();

        Reply resume(ResumeMessage message);
    }

    private record EngineTalk(FlowRuntime runtime, TenantId tenant) implements Talk {
        @Override
        public Reply trigger() {
            return runtime.engine().trigger(new EngineTrigger(tenant, null, TriggerMessage.of("bench", "Hello")));
        }

        @Override
        public Reply resume(ResumeMessage message) {
            return runtime.engine().resume(tenant, message);
        }
    }

    private static final class ChatTalk implements Talk {
        private final ChatApi chat;
        private final List<Caller> sessions;
        private int turn;

        private ChatTalk(ChatApi chat, List<Caller> sessions) {
            this.chat = chat;
            this.sessions = sessions;
        }

        static ChatTalk open(FlowRuntime runtime, TenantId tenant) {
            WidgetKey key = runtime.widgetKeys().put(tenant, KEY);
            Caller stranger = new Caller(ORIGIN, true, null, "bench", null);
            List<Caller> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                String token = runtime.chat()
                        .open(new OpenSession(key.publicKey(), null, null, "en", Map.of()), stranger)
                        .sessionToken();
                sessions.add(new Caller(ORIGIN, true, token, "bench", null));
            }
            return new ChatTalk(runtime.chat(), sessions);
        }

        @Override
        public Reply trigger() {
            turn = (turn + 1) % sessions.size();
            return session().trigger(TriggerMessage.of("bench", "Hello"));
        }

        @Override
        public Reply resume(ResumeMessage message) {
            return session().resume(message);
        }

        private ChatSession session() {
            return chat.authorize(sessions.get(turn));
        }
    }

    Measurement run(int threads, Duration duration) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Visitor visitor = new Visitor(talks.apply(i), start, duration);
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
    static final class Visitor extends Thread {
        final Latencies triggers = new Latencies();
        final Latencies resumes = new Latencies();
        long errors;

        @Nullable
        RuntimeException firstError;

        long allocatedBytes;

        private final Talk talk;
        private final CountDownLatch start;
        private final Duration duration;

        Visitor(Talk talk, CountDownLatch start, Duration duration) {
            super("visitor");
            this.talk = talk;
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
            Reply asked = talk.trigger();
            long answered = System.nanoTime();
            Reply done = talk.resume(ResumeMessage.of(asked, Map.of("order_number", "4711")));
            long ended = System.nanoTime();
            if (done.status() != ExecutionStatus.COMPLETED) {
                throw new IllegalStateException("the conversation is " + done.status());
            }
            triggers.add(answered - began);
            resumes.add(ended - answered);
        }
    }
}

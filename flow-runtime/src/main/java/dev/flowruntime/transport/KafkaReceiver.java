package dev.flowruntime.transport;

import dev.flowruntime.transport.ResultIntake.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes results: one thread asks for some and has others take them side by side, then commits how far each partition is done. A
 * partition with a result that cannot be taken yet is read again from there.
 */
final class KafkaReceiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaReceiver.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 8;

    private final Map<String, Object> properties;
    private final Destinations destinations;
    private final ResultIntake intake;
    private final KafkaSender deadLetters;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService takers =
            Executors.newFixedThreadPool(AT_ONCE, work -> daemon(work, "flow-kafka-taker"));
    private @Nullable Thread thread;
    /** Whether the last consumer failed; of the receiving thread. */
    private boolean failing;

    KafkaReceiver(
            Map<String, Object> properties, Destinations destinations, ResultIntake intake, KafkaSender deadLetters) {
        this.properties = new LinkedHashMap<>(properties);
        this.properties.putIfAbsent(ConsumerConfig.GROUP_ID_CONFIG, "flow-runtime");
        this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4 * AT_ONCE);
        this.destinations = destinations;
        this.intake = intake;
        this.deadLetters = deadLetters;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        Thread receiving = daemon(this::receiveUntilStopped, "flow-kafka-results");
        receiving.start();
        thread = receiving;
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void receiveUntilStopped() {
        try {
            while (!isStopped()) {
                try (Consumer<String, byte[]> consumer =
                        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
                    consumer.subscribe(List.of(destinations.results()));
                    receive(consumer);
                } catch (KafkaException e) {
                    tell(e);
                    stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once, and not at each try of an outage. */
    private void tell(KafkaException failure) {
        if (!failing && !isStopped()) {
            LOG.warn("no results can be received; trying again until it succeeds", failure);
        }
        failing = true;
    }

    private void receive(Consumer<String, byte[]> consumer) throws InterruptedException {
        while (!isStopped()) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            failing = false;
            if (!records.isEmpty() && !take(records, consumer)) {
                stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** @return false when some have to be taken again */
    private boolean take(ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> consumer)
            throws InterruptedException {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        records.forEach(all::add);
        List<Future<Boolean>> taken = takers.invokeAll(
                all.stream().<Callable<Boolean>>map(one -> () -> take(one)).toList());
        Map<TopicPartition, OffsetAndMetadata> done = new LinkedHashMap<>();
        Set<TopicPartition> behind = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            ConsumerRecord<String, byte[]> one = all.get(i);
            TopicPartition partition = new TopicPartition(one.topic(), one.partition());
            if (behind.contains(partition)) {
                continue;
            }
            if (isDone(taken.get(i))) {
                done.put(partition, new OffsetAndMetadata(one.offset() + 1));
            } else {
                behind.add(partition);
                consumer.seek(partition, one.offset());
            }
        }
        consumer.commitSync(done);
        return behind.isEmpty();
    }

    private static boolean isDone(Future<Boolean> taken) throws InterruptedException {
        try {
            return taken.get();
        } catch (ExecutionException e) {
            LOG.error("a result could not be taken; it is taken again", e.getCause());
            return false;
        }
    }

    private boolean take(ConsumerRecord<String, byte[]> one) throws InterruptedException {
        Verdict verdict = intake.take(one.value());
        if (verdict instanceof Verdict.Dead dead) {
            return bury(one, dead.reason());
        }
        return verdict instanceof Verdict.Done;
    }

    private boolean bury(ConsumerRecord<String, byte[]> one, String reason) throws InterruptedException {
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(destinations.deadResults(), null, one.key(), one.value(), one.headers());
        letter.headers().add("flow_error", reason.getBytes(StandardCharsets.UTF_8));
        try {
            deadLetters.send(letter);
            return true;
        } catch (BrokerDownException | RefusedTaskException e) {
            LOG.warn("a result that cannot be read could not be put aside; it is tried again", e);
            return false;
        }
    }

    /** Waits until the results in hand are taken, at most 20 seconds; those that are not come again. */
    @Override
    public void close() {
        stopped.countDown();
        Thread receiving = thread;
        try {
            if (receiving != null) {
                receiving.join(DRAIN.toMillis());
                receiving.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        takers.shutdownNow();
    }
}

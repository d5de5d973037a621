package dev.flowruntime.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends records and waits for each; connects when it is first needed. Thread-safe. */
final class KafkaSender implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Map<String, Object> properties;
    private @Nullable Producer<String, byte[]> producer;

    KafkaSender(Map<String, Object> properties) {
        this.properties = new LinkedHashMap<>(properties);
        this.properties.put(ProducerConfig.ACKS_CONFIG, "all");
        this.properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        this.properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        this.properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        // The consumer's, which a producer would complain of.
        this.properties.remove("group.id");
    }

    void send(TaskMessage task, String topic) throws BrokerDownException, RefusedTaskException, InterruptedException {
        byte[] body = task.toJson().getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(topic, task.id().toString(), body));
    }

    void send(ProducerRecord<String, byte[]> message)
            throws BrokerDownException, RefusedTaskException, InterruptedException {
        try {
            producer().send(message).get(2L * PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw down(refuseIfRefused(e.getCause() == null ? e : e.getCause()));
        } catch (KafkaException e) {
            throw down(refuseIfRefused(e));
        } catch (TimeoutException e) {
            throw down(e);
        }
    }

    private static Throwable refuseIfRefused(Throwable failure) throws RefusedTaskException {
        if (failure instanceof RecordTooLargeException || failure instanceof InvalidTopicException) {
            throw new RefusedTaskException("the broker refuses it: " + failure.getMessage(), failure);
        }
        return failure;
    }

    private static BrokerDownException down(Throwable failure) {
        return new BrokerDownException("the broker does not take records: " + failure.getMessage(), failure);
    }

    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(DRAIN);
        }
    }
}

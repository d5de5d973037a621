package dev.flowruntime.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks over Apache Kafka; {@code kafka-clients} is the host's to add.
 *
 * <p>A task is a record with {@link TaskMessage#toJson} in UTF-8 as its value and the task's id as its key, in the topic {@link
 * Destinations#tasks}; it counts as sent when all replicas in sync have it. Results are records in the topic {@link
 * Destinations#results}; the nodes share its partitions as one consumer group, and an offset is committed when all before it have
 * been taken. One that nobody can read goes to {@link Destinations#deadResults} with the header {@code flow_error}. The topics are
 * the operator's to make.
 *
 * <p>Of the properties, {@code bootstrap.servers} is needed; {@code group.id} is {@code flow-runtime} by default. Those on which
 * the promises rest are set here: acknowledgements, offsets, serializers.
 */
public final class KafkaTaskTransport implements TaskTransport {
    private final Destinations destinations;
    private final KafkaSender sender;
    private final Map<String, Object> properties;
    private @Nullable KafkaReceiver receiver;

    public KafkaTaskTransport(Map<String, Object> properties) {
        this(properties, Destinations.DEFAULT);
    }

    public KafkaTaskTransport(Map<String, Object> properties, Destinations destinations) {
        this.properties = new LinkedHashMap<>(properties);
        this.destinations = destinations;
        this.sender = new KafkaSender(this.properties);
    }

    @Override
    public synchronized void start(TaskResults results) {
        KafkaReceiver receiving = new KafkaReceiver(properties, destinations, new ResultIntake(results), sender);
        receiving.start();
        receiver = receiving;
    }

    @Override
    public void send(TaskMessage task) throws BrokerDownException, RefusedTaskException, InterruptedException {
        sender.send(task, destinations.tasks(task.queue()));
    }

    @Override
    public synchronized void close() {
        if (receiver != null) {
            receiver.close();
        }
        sender.close();
    }
}

package dev.flowruntime.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** Apache Kafka: one node that is broker and controller, reached over TCP. */
final class KafkaBroker implements Broker {
    private final Path directory;
    private final int port = FreePort.next();
    private final int controllerPort = FreePort.next();
    /** How far a worker has read each topic. */
    private final Map<String, Long> read = new HashMap<>();

    private KafkaRaftServer server;

    KafkaBroker(Path directory) {
        this.directory = directory;
    }

    private String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void start() throws Exception {
        if (server == null) {
            format();
        }
        server = new KafkaRaftServer(KafkaConfig.fromProps(configuration()), Time.SYSTEM);
        server.startup();
    }

    private void format() throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private Properties configuration() {
        Properties configuration = new Properties();
        configuration.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "listeners", "CLIENTS://" + address() + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "CLIENTS",
                "controller.listener.names", "CONTROLLER",
                "log.dirs", directory.toString()));
        configuration.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "auto.create.topics.enable", "false",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1"));
        return configuration;
    }

    @Override
    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    @Override
    public void prepare(Destinations destinations, String queue) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.createTopics(Stream.of(destinations.tasks(queue), destinations.results(), destinations.deadResults())
                            .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                            .toList())
                    .all()
                    .get();
        }
    }

    @Override
    public TaskTransport transport(Destinations destinations) {
        return new KafkaTaskTransport(
                Map.of(
                        "bootstrap.servers",
                        address(),
                        "group.id",
                        destinations.results(),
                        "reconnect.backoff.max.ms",
                        100,
                        "max.block.ms",
                        2000),
                destinations);
    }

    @Override
    public String take(String destination) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address()), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(destination, 0);
            long from = read.getOrDefault(destination, 0L);
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            List<ConsumerRecord<String, String>> records =
                    consumer.poll(Duration.ofMinutes(1)).records(partition);
            assertThat(records).as("within a minute").isNotEmpty();
            read.put(destination, from + 1);
            return records.get(0).value();
        }
    }

    @Override
    public void put(String destination, String body) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(destination, body)).get();
        }
    }
}

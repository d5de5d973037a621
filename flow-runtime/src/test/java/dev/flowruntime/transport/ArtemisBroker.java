package dev.flowruntime.transport;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** ActiveMQ Artemis with a journal on disk, reached over TCP. */
final class ArtemisBroker implements Broker {
    private final Path directory;
    private final String address;
    private EmbeddedActiveMQ server;

    ArtemisBroker(Path directory) {
        this.directory = directory;
        this.address = "tcp://127.0.0.1:" + FreePort.next();
    }

    @Override
    public void start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setMaxDiskUsage(-1)
                .addAcceptorConfiguration("tcp", address);
        server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration);
        server.start();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }

    @Override
    public void prepare(Destinations destinations, String queue) {
        // it makes queues when they are first used
    }

    private ConnectionFactory factory() {
        return new ActiveMQConnectionFactory(address);
    }

    @Override
    public TaskTransport transport(Destinations destinations) {
        return new JmsTaskTransport(factory(), destinations);
    }

    @Override
    public String take(String destination) {
        try (JMSContext context = factory().createContext()) {
            String body =
                    context.createConsumer(context.createQueue(destination)).receiveBody(String.class, 60_000);
            assertThat(body).as("within a minute").isNotNull();
            return body;
        }
    }

    @Override
    public void put(String destination, String body) {
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(context.createQueue(destination), body);
        }
    }
}

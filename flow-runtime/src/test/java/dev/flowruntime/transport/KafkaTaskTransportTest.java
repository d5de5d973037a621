package dev.flowruntime.transport;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class KafkaTaskTransportTest extends BrokerContract {
    @TempDir
    static Path directory;

    private static Broker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new KafkaBroker(directory);
        broker.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.stop();
    }

    @Override
    Broker broker() {
        return broker;
    }
}

package dev.flowruntime.transport;

import jakarta.jms.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks over a broker with Jakarta Messaging 3, such as ActiveMQ Artemis; {@code jakarta.jms-api} and the broker's client are the
 * host's to add.
 *
 * <p>A task is a persistent text message with {@link TaskMessage#toJson} as its text and the task's id as its correlation id, in the
 * queue {@link Destinations#tasks}. Results are text messages, or bytes messages in UTF-8, in the queue {@link
 * Destinations#results}; each is taken in a transaction of the broker's. One that nobody can read goes to {@link
 * Destinations#deadResults} with the property {@code flow_error}.
 *
 * <p>The connection factory knows the broker's address and the login, and makes a connection for each thread that sends or receives,
 * up to twenty.
 */
// "requires transitive" would demand the interface of those who use no broker, too
@SuppressWarnings("exports")
public final class JmsTaskTransport implements TaskTransport {
    private static final int RECEIVERS = 4;

    private final ConnectionFactory factory;
    private final Destinations destinations;
    private final JmsSender sender;
    private final List<JmsReceiver> receivers = new ArrayList<>();

    public JmsTaskTransport(ConnectionFactory factory) {
        this(factory, Destinations.DEFAULT);
    }

    public JmsTaskTransport(ConnectionFactory factory, Destinations destinations) {
        this.factory = factory;
        this.destinations = destinations;
        this.sender = new JmsSender(factory, destinations);
    }

    @Override
    public synchronized void start(TaskResults results) {
        ResultIntake intake = new ResultIntake(results);
        for (int i = 1; i <= RECEIVERS; i++) {
            JmsReceiver receiver = new JmsReceiver(factory, destinations, intake);
            receivers.add(receiver);
            receiver.start("flow-jms-results-" + i);
        }
    }

    @Override
    public void send(TaskMessage task) throws BrokerDownException, RefusedTaskException {
        sender.send(task);
    }

    @Override
    public synchronized void close() {
        receivers.forEach(JmsReceiver::stop);
        receivers.forEach(JmsReceiver::join);
        sender.close();
    }
}

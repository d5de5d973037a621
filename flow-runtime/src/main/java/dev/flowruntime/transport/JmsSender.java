package dev.flowruntime.transport;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.TextMessage;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends tasks; a context serves one thread at a time and is kept for the next. Thread-safe. */
final class JmsSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JmsSender.class);

    private final ConnectionFactory factory;
    private final Destinations destinations;
    private final Queue<JMSContext> idle = new ConcurrentLinkedQueue<>();

    JmsSender(ConnectionFactory factory, Destinations destinations) {
        this.factory = factory;
        this.destinations = destinations;
    }

    void send(TaskMessage task) throws BrokerDownException, RefusedTaskException {
        JMSContext context = context();
        try {
            send(task, context);
        } catch (InvalidDestinationRuntimeException | MessageFormatRuntimeException e) {
            close(context);
            throw new RefusedTaskException("the broker refuses it: " + e.getMessage(), e);
        } catch (JMSException | JMSRuntimeException e) {
            close(context);
            close(); // the others have lost their broker, too
            throw new BrokerDownException("the broker does not take messages: " + e.getMessage(), e);
        }
        idle.add(context);
    }

    private JMSContext context() throws BrokerDownException {
        JMSContext kept = idle.poll();
        if (kept != null) {
            return kept;
        }
        try {
            return factory.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        } catch (JMSRuntimeException e) {
            throw new BrokerDownException("the broker cannot be reached: " + e.getMessage(), e);
        }
    }

    private void send(TaskMessage task, JMSContext context) throws JMSException {
        TextMessage message = context.createTextMessage(task.toJson());
        message.setJMSCorrelationID(task.id().toString());
        context.createProducer().send(context.createQueue(destinations.tasks(task.queue())), message);
    }

    @Override
    public void close() {
        for (JMSContext context = idle.poll(); context != null; context = idle.poll()) {
            close(context);
        }
    }

    private static void close(JMSContext context) {
        try {
            context.close();
        } catch (JMSRuntimeException e) {
            LOG.debug("a connection to a broker was lost before it was closed", e);
        }
    }
}

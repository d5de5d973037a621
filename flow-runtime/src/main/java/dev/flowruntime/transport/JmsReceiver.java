package dev.flowruntime.transport;

import dev.flowruntime.transport.ResultIntake.Verdict;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes results, one after the other, on a thread of its own; connects again for as long as it takes. */
final class JmsReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(JmsReceiver.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final ConnectionFactory factory;
    private final Destinations destinations;
    private final ResultIntake intake;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;
    /** Whether the last connection failed; of the receiving thread. */
    private boolean failing;

    JmsReceiver(ConnectionFactory factory, Destinations destinations, ResultIntake intake) {
        this.factory = factory;
        this.destinations = destinations;
        this.intake = intake;
    }

    void start(String name) {
        Thread receiving = new Thread(this::receiveUntilStopped, name);
        receiving.setDaemon(true);
        receiving.start();
        thread = receiving;
    }

    void stop() {
        stopped.countDown();
    }

    /** Waits until the result in hand is taken, at most 20 seconds; one that is not comes again. */
    void join() {
        Thread receiving = thread;
        if (receiving == null) {
            return;
        }
        try {
            receiving.join(DRAIN.toMillis());
            receiving.interrupt();
        } catch (InterruptedException e) {
            receiving.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** @return whether it was stopped meanwhile */
    private boolean pause() throws InterruptedException {
        return stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void receiveUntilStopped() {
        try {
            while (!isStopped()) {
                try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
                    receive(context);
                } catch (JMSException | JMSRuntimeException e) {
                    tell(e);
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once, and not at each try of an outage. */
    private void tell(Exception failure) {
        if (!failing && !isStopped()) {
            LOG.warn("no results can be received; trying again until it succeeds", failure);
        }
        failing = true;
    }

    private void receive(JMSContext context) throws JMSException, InterruptedException {
        AtomicBoolean lost = new AtomicBoolean();
        context.setExceptionListener(failure -> lost.set(true));
        try (JMSConsumer consumer = context.createConsumer(context.createQueue(destinations.results()))) {
            failing = false;
            while (!isStopped() && !lost.get()) {
                Message message = consumer.receive(POLL.toMillis());
                if (message != null) {
                    take(message, context);
                }
            }
        }
    }

    /** A result that the store cannot take yet is kept here, since brokers count how often they hand a message out. */
    private void take(Message message, JMSContext context) throws JMSException, InterruptedException {
        Verdict verdict = intake.take(body(message));
        while (verdict instanceof Verdict.Later) {
            if (pause()) {
                context.rollback();
                return;
            }
            verdict = intake.take(body(message));
        }
        if (verdict instanceof Verdict.Dead dead) {
            addError(message, dead.reason());
            context.createProducer().send(context.createQueue(destinations.deadResults()), message);
        }
        context.commit();
    }

    /** The properties of a message that was received can only be changed all at once. */
    private static void addError(Message message, String reason) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        Enumeration<?> names = message.getPropertyNames();
        for (Object name : Collections.list(names)) {
            properties.put(name.toString(), message.getObjectProperty(name.toString()));
        }
        message.clearProperties();
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            if (!property.getKey().startsWith("JMSX")) {
                message.setObjectProperty(property.getKey(), property.getValue());
            }
        }
        message.setStringProperty("flow_error", reason);
    }

    private static byte @Nullable [] body(Message message) throws JMSException {
        if (message instanceof TextMessage text && text.getText() != null) {
            return text.getText().getBytes(StandardCharsets.UTF_8);
        }
        if (message instanceof BytesMessage bytes && bytes.getBodyLength() <= Integer.MAX_VALUE) {
            byte[] body = new byte[(int) bytes.getBodyLength()];
            bytes.reset();
            bytes.readBytes(body);
            return body;
        }
        return null;
    }
}

package dev.flowruntime.servlet;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class logs while this is open. */
final class Logged implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private Logged(Logger logger) {
        this.logger = logger;
        appender.start();
        logger.addAppender(appender);
    }

    static Logged by(Class<?> owner) {
        return new Logged((Logger) LoggerFactory.getLogger(owner));
    }

    /** Level, message and exception of each line. */
    List<String> lines() {
        return appender.list.stream().map(Logged::line).toList();
    }

    private static String line(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        String line = event.getLevel() + " " + event.getFormattedMessage();
        return thrown == null ? line : line + ": " + thrown.getClassName() + ": " + thrown.getMessage();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}

package dev.flowruntime.examples;

import dev.flowruntime.servlet.FlowServlet;
import jakarta.servlet.Servlet;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;

/** Jetty around the API. The port is taken first, so that whatever must know it can be made before requests come. */
final class FlowServer implements AutoCloseable {
    private static final long STOP_TIMEOUT_MILLIS = 10_000;

    private final Server jetty = new Server();
    private final ServletContextHandler context = new ServletContextHandler("/");
    private final ServerConnector connector;
    private @Nullable FlowServlet api;

    FlowServer() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(16 * 1024);
        connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        connector.setShutdownIdleTimeout(100); // browsers keep connections open that nothing is asked on
        jetty.addConnector(connector);
        jetty.setHandler(new GracefulHandler(context));
        jetty.setStopTimeout(STOP_TIMEOUT_MILLIS);
    }

    /**
     * Takes a port; nothing is answered before {@link #start}.
     *
     * @param host the interface; null for all
     * @param port 0 for a free one
     * @throws IOException when it is taken; another may be tried
     */
    void bind(@Nullable String host, int port) throws IOException {
        connector.setHost(host);
        connector.setPort(port);
        connector.open();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Serves something beside the API. */
    FlowServer page(String path, Servlet servlet) {
        context.addServlet(new ServletHolder(servlet), path);
        return this;
    }

    void start(FlowServlet servlet) {
        api = servlet;
        context.addServlet(new ServletHolder(servlet), "/*");
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("the web server does not start", e);
        }
    }

    /** Says that it is going down, and gives requests that are under way some seconds to end. */
    @Override
    public void close() {
        if (api != null) {
            api.drain();
        }
        try {
            jetty.stop();
            connector.close(); // it is open without the server having started, too
        } catch (Exception e) {
            throw new IllegalStateException("the web server does not stop", e);
        }
    }
}

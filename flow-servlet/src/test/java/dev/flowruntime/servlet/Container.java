package dev.flowruntime.servlet;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A servlet container that listens on loopback. */
record Container(URI root, Stop end) {
    /** Starts a container with some servlets by their mappings. */
    @FunctionalInterface
    interface Kind {
        Container start(Map<String, HttpServlet> servlets) throws Exception;
    }

    /** Stops a container. */
    @FunctionalInterface
    interface Stop {
        void run() throws Exception;
    }

    private static Container listening(int port, Stop end) {
        return new Container(URI.create("http://127.0.0.1:" + port), end);
    }

    void stop() throws Exception {
        end.run();
    }

    static Container jetty(Map<String, HttpServlet> servlets) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler("/");
        servlets.forEach((mapping, servlet) -> context.addServlet(new ServletHolder(servlet), mapping));
        server.setHandler(context);
        server.start();
        return listening(((ServerConnector) server.getConnectors()[0]).getLocalPort(), server::stop);
    }

    static Container tomcat(Map<String, HttpServlet> servlets) throws IOException, LifecycleException {
        Path directory = Files.createTempDirectory("tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", directory.toString());
        servlets.forEach((mapping, servlet) -> {
            Wrapper wrapper = Tomcat.addServlet(context, mapping, servlet);
            wrapper.setAsyncSupported(true);
            wrapper.addMapping(mapping);
        });
        tomcat.start();
        return listening(tomcat.getConnector().getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    static Container undertow(Map<String, HttpServlet> servlets) throws ServletException {
        var deployment = Servlets.deployment()
                .setClassLoader(Container.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("flow");
        servlets.forEach((mapping, servlet) -> deployment.addServlet(
                Servlets.servlet(mapping, servlet.getClass(), new ImmediateInstanceFactory<>(servlet))
                        .setAsyncSupported(true)
                        .addMapping(mapping)));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(manager.start())
                .build();
        undertow.start();
        InetSocketAddress address =
                (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return listening(address.getPort(), () -> {
            undertow.stop();
            manager.stop();
            manager.undeploy();
        });
    }
}

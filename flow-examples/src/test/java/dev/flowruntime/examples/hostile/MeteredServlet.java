package dev.flowruntime.examples.hostile;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;

/** Passes requests on and remembers the most processor time that one took. */
final class MeteredServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final transient Servlet inner;
    private final AtomicLong worstNanos = new AtomicLong();

    MeteredServlet(Servlet inner) {
        this.inner = inner;
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        inner.init(config);
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        long before = THREADS.getCurrentThreadCpuTime();
        try {
            inner.service(request, response);
        } finally {
            worstNanos.accumulateAndGet(THREADS.getCurrentThreadCpuTime() - before, Math::max);
        }
    }

    /** The most since it was asked the last time. */
    long takeWorstMillis() {
        return worstNanos.getAndSet(0) / 1_000_000;
    }
}

package dev.flowruntime.servlet;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Clients on connections that stay open, each of which sends its next request when it has the answer to the last.
 *
 * @param number how many
 * @param seconds for which they ask
 */
record Clients(int number, int seconds) {
    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** @param cpuMicros of this process for a request, clients and collector included */
    record Measured(double perSecond, double cpuMicros) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f/s at %.1f us CPU", perSecond, cpuMicros);
        }
    }

    /**
     * Lets them ask.
     *
     * @param requests gives each client the request that it repeats
     * @param status of every answer, or the measurement fails
     */
    Measured ask(URI root, Supplier<byte[]> requests, int status) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            long cpu = CPU.getProcessCpuTime();
            long start = System.nanoTime();
            long end = start + TimeUnit.SECONDS.toNanos(seconds);
            for (int i = 0; i < number; i++) {
                byte[] request = requests.get();
                counts.add(threads.submit(() -> ask(root, request, status, end)));
            }
            long answered = 0;
            for (Future<Long> count : counts) {
                answered += count.get();
            }
            long elapsed = System.nanoTime() - start;
            return new Measured(answered * 1e9 / elapsed, (CPU.getProcessCpuTime() - cpu) / 1e3 / answered);
        } finally {
            threads.shutdown();
        }
    }

    private static long ask(URI root, byte[] request, int wanted, long end) throws IOException {
        try (RawConnection connection = new RawConnection(root)) {
            long answered = 0;
            while (System.nanoTime() < end) {
                connection.send(request);
                int status = connection.skipAnswer();
                if (status != wanted) {
                    throw new IOException("answered " + status);
                }
                answered++;
            }
            return answered;
        }
    }
}

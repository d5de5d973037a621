package dev.flowruntime.examples;

import com.zaxxer.hikari.HikariDataSource;
import dev.flowruntime.metrics.MicrometerObserver;
import dev.flowruntime.metrics.RuntimeObserver;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/** The meters of a server: of its runtime, its connections and its JVM. */
final class ServerMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** @param connections null where there are none */
    ServerMetrics(@Nullable HikariDataSource connections) {
        if (connections != null) {
            connections.setMetricRegistry(registry);
        }
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    RuntimeObserver observer() {
        return new MicrometerObserver(registry);
    }

    /** In Prometheus' text format. */
    String page() {
        return registry.scrape();
    }
}

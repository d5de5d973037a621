package dev.flowruntime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.WebhookBacklog;
import dev.flowruntime.metrics.MicrometerObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted of webhooks. */
class WebhookMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WebhookFixture fixture = new WebhookFixture(new MicrometerObserver(registry));

    @AfterEach
    void close() {
        fixture.close();
    }

    private double attempts(String outcome) {
        return registry.get("flow.webhook.attempts")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void attemptsAreCountedByWhatComesOfThem() {
        fixture.answer(WebhookFixture.status(500), WebhookFixture.silence(), WebhookFixture.status(200));
        fixture.open();
        fixture.after(Duration.ZERO);
        assertThat(attempts("retried")).isEqualTo(1);
        fixture.after(Duration.ofMinutes(2));
        fixture.after(Duration.ofMinutes(10));
        assertThat(attempts("retried")).isEqualTo(2);
        assertThat(attempts("delivered")).isEqualTo(1);
        fixture.answer(WebhookFixture.status(410));
        fixture.open();
        fixture.after(Duration.ZERO);
        assertThat(attempts("dead")).isEqualTo(1);
        assertThat(attempts("delivered")).isEqualTo(1);
    }

    @Test
    void theBacklogIsWhatHasNotLeftYetAndTheAgeOfTheOldest() {
        fixture.answer(WebhookFixture.status(500));
        fixture.open();
        fixture.after(Duration.ZERO);
        fixture.clock.advance(Duration.ofSeconds(30));
        fixture.converse();
        assertThat(fixture.runtime.webhooks().backlog()).isEqualTo(new WebhookBacklog(3, Duration.ofSeconds(30)));
        fixture.after(Duration.ofMinutes(10));
        assertThat(fixture.runtime.webhooks().backlog()).isEqualTo(new WebhookBacklog(0, Duration.ZERO));
    }
}

package dev.flowruntime.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.store.jdbc.crash.RestartSoak.Report;
import dev.flowruntime.store.jdbc.crash.RestartSoak.Rhythm;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link RestartSoak}. */
@Timeout(120)
class RestartSoakTest {
    private static final int RESTARTS = 3;
    private static final int TURNS_BETWEEN = 400;

    @Test
    void everyAcknowledgedTurnSurvivesRestartsOfTheServer() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        Rhythm rhythm = acknowledged -> {
            long enough = acknowledged.getAsLong() + TURNS_BETWEEN;
            while (acknowledged.getAsLong() < enough) {
                LockSupport.parkNanos(1_000_000);
            }
            return rounds.getAndIncrement() < RESTARTS;
        };
        Report report = new RestartSoak(4, rhythm).run();
        assertThat(report.holds()).as("%s", report).isTrue();
        assertThat(report.restarts()).isEqualTo(RESTARTS);
        assertThat(report.acknowledged()).isGreaterThanOrEqualTo((RESTARTS + 1) * TURNS_BETWEEN);
    }
}

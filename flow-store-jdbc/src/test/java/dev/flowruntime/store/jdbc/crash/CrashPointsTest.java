package dev.flowruntime.store.jdbc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.store.jdbc.JdbcFlowStore;
import dev.flowruntime.store.jdbc.crash.Drill.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cuts the connection at every boundary of the statements of every operation: before each request, and behind it before its
 * answer. {@code -Dcrash.rounds=200} for more rounds, {@code -Dcrash.seed=7} for others.
 */
@Timeout(600)
class CrashPointsTest {
    @Test
    void nothingIsLostDoubledOrStuckWhereverATurnOrItsWorkIsCut() {
        Report report = Drill.ofTurnsAndWork(JdbcFlowStore::open).run();
        System.out.println(report);
        assertThat(report.wrong()).isEmpty();
        assertThat(report.points()).isGreaterThanOrEqualTo(40);
        assertThat(report.rounds()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void norWhereverSomethingElseIsCut() {
        Report report = Drill.ofOthers(JdbcFlowStore::open).run();
        System.out.println(report);
        assertThat(report.wrong()).isEmpty();
        assertThat(report.points()).isGreaterThanOrEqualTo(40);
    }
}

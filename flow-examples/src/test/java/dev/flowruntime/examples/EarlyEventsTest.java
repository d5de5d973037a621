package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.examples.EarlyEvents.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link EarlyEvents}. */
@Timeout(120)
class EarlyEventsTest {
    @Test
    void aResultThatRacesItsAwaitIsTakenOnce() throws Exception {
        try (EarlyEvents races = new EarlyEvents(RunDatabase.onTheSharedServer())) {
            Verdict verdict = races.run(200);
            assertThat(verdict.holds()).as("%s", verdict).isTrue();
            assertThat(verdict.early()).isBetween(1, 199);
        }
    }
}

package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.examples.WebhookLateness.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link WebhookLateness}: more events at once than deliveries may be under way in all, and to one host. */
@Timeout(120)
class WebhookLatenessTest {
    @Test
    void endpointsThatBeginToHangDoNotMakeTheOthersLate() throws Exception {
        try (WebhookLateness lateness = new WebhookLateness(RunDatabase.onTheSharedServer(), 30)) {
            Verdict verdict = lateness.run(1_000, 1_200);
            assertThat(verdict.holds()).as("%s", verdict).isTrue();
        }
    }
}

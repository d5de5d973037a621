package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.metrics.RuntimeObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private volatile long nanos = -5; // where a monotonic clock stands says nothing

    private final RateLimits limits = new RateLimits(
            Map.of(RateLimit.MESSAGES, 60, RateLimit.SESSIONS, 30, RateLimit.POLLS, 7),
            () -> nanos,
            RuntimeObserver.NONE);

    private void elapse(Duration time) {
        nanos += time.toNanos();
    }

    /** How many seconds to wait; 0 when a token was spent. */
    private long spend(RateLimit limit, String caller) {
        FlowException refused = catchThrowableOfType(FlowException.class, () -> limits.spend(limit, caller));
        if (refused == null) {
            return 0;
        }
        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        return (Long) refused.details().get("retry_after");
    }

    private void exhaust(RateLimit limit, String caller, int tokens) {
        for (int i = 0; i < tokens; i++) {
            assertThat(spend(limit, caller)).as("token %s", i).isZero();
        }
        assertThat(spend(limit, caller)).isPositive();
    }

    @Test
    void aCallerSpendsTheTokensOfAMinuteAndIsToldWhenThereIsTheNext() {
        exhaust(RateLimit.SESSIONS, "ada", 30);

        assertThat(spend(RateLimit.SESSIONS, "ada")).isEqualTo(2);
        elapse(Duration.ofMillis(999));
        assertThat(spend(RateLimit.SESSIONS, "ada")).isEqualTo(2);
        elapse(Duration.ofMillis(1));
        assertThat(spend(RateLimit.SESSIONS, "ada")).isEqualTo(1);
        elapse(Duration.ofNanos(999_999_999));
        assertThat(spend(RateLimit.SESSIONS, "ada")).isEqualTo(1);
        elapse(Duration.ofNanos(1));
        assertThat(spend(RateLimit.SESSIONS, "ada")).isZero();
        assertThat(spend(RateLimit.SESSIONS, "ada")).isEqualTo(2);
    }

    @Test
    void whoWaitsAsLongAsToldIsServed() {
        exhaust(RateLimit.POLLS, "ada", 7);
        for (int i = 0; i < 100; i++) {
            elapse(Duration.ofSeconds(spend(RateLimit.POLLS, "ada")));
            assertThat(spend(RateLimit.POLLS, "ada")).isZero();
        }
    }

    @Test
    void aBucketIsFullAfterAMinuteAndHoldsNoMore() {
        exhaust(RateLimit.MESSAGES, "ada", 60);
        elapse(Duration.ofMinutes(1));
        exhaust(RateLimit.MESSAGES, "ada", 60);
        elapse(Duration.ofDays(400));
        exhaust(RateLimit.MESSAGES, "ada", 60);
    }

    @Test
    void callersAndLimitsAreIndependent() {
        exhaust(RateLimit.MESSAGES, "ada", 60);

        exhaust(RateLimit.MESSAGES, "bob", 60);
        exhaust(RateLimit.SESSIONS, "ada", 30);
    }

    @Test
    void aLimitWithoutAFigureHoldsNobody() {
        for (int i = 0; i < 10_000; i++) {
            assertThatCode(() -> limits.spend(RateLimit.ENGINE, "ops")).doesNotThrowAnyException();
        }
        assertThat(limits.callers(RateLimit.ENGINE)).isZero();
    }

    @Test
    void callersAreForgottenOnceTheirBucketsAreFull() {
        for (int i = 0; i < 1_000; i++) {
            limits.spend(RateLimit.MESSAGES, "once " + i);
        }
        exhaust(RateLimit.MESSAGES, "often", 60);
        elapse(Duration.ofSeconds(1));
        assertThat(spend(RateLimit.MESSAGES, "often")).isZero();
        elapse(Duration.ofSeconds(2)); // expiry goes by ticks of a second
        assertThat(limits.callers(RateLimit.MESSAGES)).isEqualTo(1);

        elapse(Duration.ofSeconds(59));
        assertThat(limits.callers(RateLimit.MESSAGES)).isZero();
    }

    @Test
    void aMillionCallersTakeNoMoreMemoryAndDoNotResetABucketThatIsEmpty() {
        exhaust(RateLimit.MESSAGES, "attacker", 60);
        for (int i = 0; i < 1_000_000; i++) {
            limits.spend(RateLimit.MESSAGES, "caller " + i);
        }

        assertThat(limits.callers(RateLimit.MESSAGES)).isBetween(1L, (long) RateLimits.MAX_CALLERS);
        assertThat(spend(RateLimit.MESSAGES, "attacker")).isPositive();
    }

    @Test
    void callersWhoAskTwiceDoNotResetABucketThatIsEmpty() {
        exhaust(RateLimit.MESSAGES, "attacker", 60);
        for (int i = 0; i < 2 * RateLimits.MAX_CALLERS; i++) {
            limits.spend(RateLimit.MESSAGES, "caller " + i);
            limits.spend(RateLimit.MESSAGES, "caller " + i);
        }

        assertThat(spend(RateLimit.MESSAGES, "attacker")).isPositive();
    }

    @Test
    void threadsDoNotSpendATokenTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Long> spendMany = () -> Stream.generate(() -> spend(RateLimit.MESSAGES, "ada"))
                    .limit(50)
                    .filter(wait -> wait == 0)
                    .count();
            long spent = 0;
            for (Future<Long> some : threads.invokeAll(List.of(spendMany, spendMany, spendMany, spendMany))) {
                spent += some.get();
            }
            assertThat(spent).isEqualTo(60);
        } finally {
            threads.shutdown();
        }
    }
}

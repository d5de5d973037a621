package dev.flowruntime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FreshCacheTest {
    private final List<String> reads = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5; // such clocks may begin anywhere
    private String stored = "old";
    private Runnable duringRead = () -> {};
    private final Function<String, String> store = key -> {
        reads.add(key);
        String found = stored;
        duringRead.run();
        return found;
    };
    private final FreshCache<String, String> cache = new FreshCache<>(10, () -> nanos, store);

    private void elapse(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aValueIsReadOnceInFiveSeconds() {
        cache.get("a");
        stored = "new";
        elapse(4_999);

        assertThat(cache.get("a")).isEqualTo("old");
        assertThat(reads).containsExactly("a");
    }

    @Test
    void aValueOfFiveSecondsIsReadAgain() {
        cache.get("a");
        stored = "new";
        elapse(5_000);

        assertThat(cache.get("a")).isEqualTo("new");
    }

    @Test
    void theAgeCountsFromBeforeTheReading() {
        duringRead = () -> elapse(3_000);
        cache.get("a");
        duringRead = () -> {};
        stored = "new";
        elapse(2_000);

        assertThat(cache.get("a")).isEqualTo("new");
    }

    @Test
    void aChangeHereCountsAtOnce() {
        cache.get("a");
        stored = "new";
        cache.forget();

        assertThat(cache.get("a")).isEqualTo("new");
        assertThat(cache.get("a")).isEqualTo("new");
        assertThat(reads).hasSize(2);
    }

    @Test
    void whatWasBeingReadDuringAChangeIsNotKept() {
        duringRead = () -> {
            stored = "new";
            cache.forget();
        };
        assertThat(cache.get("a")).isEqualTo("old");
        duringRead = () -> {};

        assertThat(cache.get("a")).isEqualTo("new");
    }
}

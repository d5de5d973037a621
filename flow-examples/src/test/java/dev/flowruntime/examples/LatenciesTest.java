package dev.flowruntime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static Latencies of(int... nanos) {
        Latencies latencies = new Latencies();
        IntStream.of(nanos).forEach(latencies::add);
        return latencies;
    }

    @Test
    void allThreadsAreSortedTogether() {
        assertThat(Latencies.sorted(List.of(of(3, 1), of(), of(2)))).containsExactly(1, 2, 3);
    }

    @Test
    void noneIsLostWhenThereAreMany() {
        Latencies many = of(IntStream.range(0, 200_000).toArray());

        assertThat(Latencies.sorted(List.of(many)))
                .hasSize(200_000)
                .endsWith(199_999)
                .startsWith(0, 1, 2);
    }

    @Test
    void quantileIsTheLatencyThatTheShareDidNotExceed() {
        long[] sorted =
                IntStream.rangeClosed(1, 100).mapToLong(n -> n * 1_000_000L).toArray();

        assertThat(Latencies.quantileMillis(sorted, 0.50)).isEqualTo(50);
        assertThat(Latencies.quantileMillis(sorted, 0.99)).isEqualTo(99);
        assertThat(Latencies.quantileMillis(new long[] {7_000_000}, 0.99)).isEqualTo(7);
        assertThat(Latencies.quantileMillis(new long[0], 0.99)).isZero();
    }
}

package dev.flowruntime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelValuesTest {
    private final List<String> made = new ArrayList<>();
    private final LabelValues<String> values = new LabelValues<>(2, value -> {
        made.add(value);
        return "meter of " + value;
    });

    @Test
    void eachValueHasItsMeterWhichIsMadeOnce() {
        assertThat(values.of("a")).isEqualTo("meter of a");
        assertThat(values.of("b")).isEqualTo("meter of b");
        assertThat(values.of("a")).isEqualTo("meter of a");
        assertThat(made).containsExactly("a", "b");
    }

    @Test
    void valuesBeyondTheBoundShareOneMeter() {
        values.of("a");
        values.of("b");
        for (int i = 0; i < 100; i++) {
            assertThat(values.of("late" + i)).isEqualTo("meter of other");
        }
        assertThat(values.of("b")).isEqualTo("meter of b");
        assertThat(made).containsExactly("a", "b", "other");
    }
}

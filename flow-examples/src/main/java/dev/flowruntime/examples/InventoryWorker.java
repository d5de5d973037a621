package dev.flowruntime.examples;

import dev.flowruntime.Task;
import dev.flowruntime.TaskWorker;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The demo's warehouse: it takes its time, and knows every order number that has a digit in it. */
final class InventoryWorker implements TaskWorker {
    private final InstantSource clock;
    private final Supplier<Duration> delay;

    /** @param delay how long a look-up takes; thread-safe */
    InventoryWorker(InstantSource clock, Supplier<Duration> delay) {
        this.clock = clock;
        this.delay = delay;
    }

    /** Takes 3 to 8 seconds, so that a visitor can watch the wait. */
    static InventoryWorker unhurried() {
        return new InventoryWorker(
                InstantSource.system(),
                () -> Duration.ofMillis(ThreadLocalRandom.current().nextLong(3_000, 8_001)));
    }

    @Override
    public Map<String, @Nullable Object> work(Task task) throws PermanentFailure, InterruptedException {
        Thread.sleep(delay.get().toMillis());
        String number = String.valueOf(task.payload().get("order_number")).strip();
        if (number.chars().noneMatch(Character::isDigit)) {
            throw new PermanentFailure("there is no order " + number);
        }
        int seed = Math.floorMod(number.hashCode(), 1_000_000);
        LocalDate ships = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1 + seed % 4);
        return Map.of("ship_date", ships.toString(), "tracking", "AC%06dUS".formatted(seed));
    }
}

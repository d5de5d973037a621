package dev.flowruntime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
    private static final long POLL_NANOS = 200_000_000;

    @Test
    void whatComesDueByTimeAloneIsLookedForSeldomHoweverMuchElseThereIs() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1_000);
        WorkSource busy = limit -> left.getCount() > 0 ? List.of(left::countDown) : List.of();
        AtomicInteger looks = new AtomicInteger();
        WorkSource timely = limit -> {
            looks.incrementAndGet();
            return List.of();
        };
        long begun = System.nanoTime();
        try (Workers workers = new Workers(List.of(busy), List.of(timely))) {
            workers.start();
            left.await();
        }
        long most = 1 + (System.nanoTime() - begun) / POLL_NANOS;
        assertThat(looks.get()).isBetween(1, (int) most);
    }
}

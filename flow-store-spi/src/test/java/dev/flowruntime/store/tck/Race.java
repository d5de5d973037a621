package dev.flowruntime.store.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Lets threads start at the same moment. */
public final class Race {
    private static final int MAX_SPINS = 10_000;

    private Race() {}

    /** What each of so many threads came back with; runner {@code i} does what {@code runners} makes for {@code i}. */
    public static <T> List<T> run(int threads, IntFunction<Callable<T>> runners) {
        List<Callable<T>> made = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            made.add(runners.apply(i));
        }
        return run(made);
    }

    /** What so many threads claimed together, each of them until it got nothing more. */
    public static <T> List<T> drain(int threads, Supplier<List<T>> claim) {
        List<List<T>> claimed = run(threads, i -> () -> {
            List<T> own = new ArrayList<>();
            for (List<T> got = claim.get(); !got.isEmpty(); got = claim.get()) {
                own.addAll(got);
            }
            return own;
        });
        return claimed.stream().flatMap(List::stream).toList();
    }

    public static <T> List<T> run(List<Callable<T>> runners) {
        AtomicInteger absent = new AtomicInteger(runners.size());
        ExecutorService threads = Executors.newFixedThreadPool(runners.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> runner : runners) {
                running.add(threads.submit(() -> {
                    absent.decrementAndGet();
                    // A parked thread would come too late to a race that takes a microsecond; one that spins for long
                    // keeps
                    // the others from the start on a busy machine.
                    for (int spins = 0; absent.get() > 0; spins++) {
                        if (spins < MAX_SPINS) {
                            Thread.yield();
                        } else {
                            LockSupport.parkNanos(50_000);
                        }
                    }
                    return runner.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> runner : running) {
                results.add(runner.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw new AssertionError("a runner failed", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("stopped while the race went on", stopped);
        } finally {
            threads.shutdownNow();
        }
    }
}

package dev.flowruntime.examples;

import java.util.concurrent.CountDownLatch;

/** Ends the process well when it is told to end: by Ctrl-C or SIGTERM. */
final class Shutdown {
    /** Below the 30 s after which whoever sent the signal may kill the process. */
    private static final long LONGEST_DRAIN_MILLIS = 29_000;

    private Shutdown() {}

    /** From now on a signal drains and ends the process with 0; call it before anybody is told that the process runs. */
    static Shutdown draining(Runnable drain) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drainAndHalt(drain), "shutdown"));
        return new Shutdown();
    }

    /** Waits for the signal, which ends the process; returns only when the thread is interrupted. */
    int await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static void drainAndHalt(Runnable drain) {
        Thread draining = new Thread(drain, "drain");
        draining.setDaemon(true);
        draining.start();
        try {
            draining.join(LONGEST_DRAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        // A JVM that a signal ends would exit with 143, which supervisors take for a crash.
        Runtime.getRuntime().halt(0);
    }
}

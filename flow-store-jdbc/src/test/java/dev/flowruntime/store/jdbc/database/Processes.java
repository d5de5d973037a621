package dev.flowruntime.store.jdbc.database;

import java.util.List;

/** Ends of processes. */
final class Processes {
    private Processes() {}

    /** Kills a process and all that it started, and waits until they are gone. */
    static void kill(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        started.forEach(child -> child.onExit().join());
    }
}

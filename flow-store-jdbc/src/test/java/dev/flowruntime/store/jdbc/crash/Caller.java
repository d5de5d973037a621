package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls a store as the engine does: what fails {@code LATER} is asked again with the same ids. */
final class Caller {
    private static final int TRIES = 30;

    private final FlowStore store;
    private final Runnable pause;

    /** @param pause what is waited for between two tries */
    Caller(FlowStore store, Runnable pause) {
        this.store = store;
        this.pause = pause;
    }

    /**
     * What a caller knows in the end.
     *
     * @param answer null when it never got one
     * @param doubted whether a try before the answer may have taken effect
     */
    record Heard<T>(@Nullable T answer, boolean doubted) {}

    <T> Heard<T> ask(Function<FlowStore, T> question) {
        boolean doubted = false;
        for (int i = 0; i < TRIES; i++) {
            try {
                return new Heard<>(question.apply(store), doubted);
            } catch (StoreException e) {
                if (e.retry() == Retry.NEVER) {
                    throw e;
                }
                doubted |= e.retry() == Retry.LATER;
                pause.run();
            }
        }
        return new Heard<>(null, true);
    }
}

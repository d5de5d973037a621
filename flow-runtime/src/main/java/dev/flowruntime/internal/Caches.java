package dev.flowruntime.internal;

import com.github.benmanes.caffeine.cache.Caffeine;

/** Where all caches of the engine begin: bounded, and kept in order by whoever uses them, on no thread of their own. */
final class Caches {
    private Caches() {}

    static Caffeine<Object, Object> of(long entries) {
        return Caffeine.newBuilder().maximumSize(entries).executor(Runnable::run);
    }
}

package dev.flowruntime.internal;

import dev.flowruntime.metrics.ClaimedWork;
import dev.flowruntime.metrics.RuntimeObserver;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes calls to the store and tells how they went. */
final class StoreCalls {
    private final RuntimeObserver observer;
    private final LongSupplier nanoTime;

    StoreCalls(RuntimeObserver observer, LongSupplier nanoTime) {
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    <T> T call(String operation, Supplier<T> call) {
        long begun = nanoTime.getAsLong();
        boolean answered = false;
        try {
            T answer = call.get();
            answered = true;
            return answer;
        } finally {
            long nanos = nanoTime.getAsLong() - begun;
            if (answered) {
                observer.storeCall(operation, nanos);
            } else {
                observer.storeFailure(operation, nanos);
            }
        }
    }

    void run(String operation, Runnable call) {
        call(operation, () -> {
            call.run();
            return operation;
        });
    }

    <T> List<T> claim(String operation, ClaimedWork work, Supplier<List<T>> call) {
        List<T> claimed = call(operation, call);
        if (!claimed.isEmpty()) {
            observer.claimed(work, claimed.size());
        }
        return claimed;
    }
}

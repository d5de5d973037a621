package dev.flowruntime.internal;

import dev.flowruntime.FlowRuntime;
import dev.flowruntime.metrics.ClaimedWork;
import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.metrics.TaskOutcome;
import dev.flowruntime.metrics.WebhookOutcome;
import dev.flowruntime.model.ExecutionStatus;
import dev.flowruntime.model.HistoryEvent;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's observer, whose failures are the first time told and never anybody's: what it hears of has happened. */
public final class GuardedObserver implements RuntimeObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeObserver.class);

    private final RuntimeObserver inner;
    private final AtomicBoolean told = new AtomicBoolean();

    private GuardedObserver(RuntimeObserver inner) {
        this.inner = inner;
    }

    public static RuntimeObserver of(RuntimeObserver observer) {
        return observer == NONE ? NONE : new GuardedObserver(observer);
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                LOG.error("the observer failed; further failures are logged at debug", e);
            } else {
                LOG.debug("the observer failed", e);
            }
        }
    }

    /** Not guarded: what fails while the runtime is built is a mistake of whoever builds it. */
    @Override
    public void attached(FlowRuntime runtime) {
        inner.attached(runtime);
    }

    @Override
    public void turn(HistoryEvent.Cause cause, ExecutionStatus status, long nanos) {
        guard(() -> inner.turn(cause, status, nanos));
    }

    @Override
    public void task(String queue, TaskOutcome outcome) {
        guard(() -> inner.task(queue, outcome));
    }

    @Override
    public void webhook(WebhookOutcome outcome) {
        guard(() -> inner.webhook(outcome));
    }

    @Override
    public void claimed(ClaimedWork work, int pieces) {
        guard(() -> inner.claimed(work, pieces));
    }

    @Override
    public void storeCall(String operation, long nanos) {
        guard(() -> inner.storeCall(operation, nanos));
    }

    @Override
    public void storeFailure(String operation, long nanos) {
        guard(() -> inner.storeFailure(operation, nanos));
    }

    @Override
    public void rateLimited(String limit) {
        guard(() -> inner.rateLimited(limit));
    }

    @Override
    public void shed() {
        guard(inner::shed);
    }

    @Override
    public void widgetKeyMounted(String publicKey) {
        guard(() -> inner.widgetKeyMounted(publicKey));
    }
}

package dev.flowruntime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does the tasks of a queue, several at a time: implementations are thread-safe. */
@FunctionalInterface
public interface TaskWorker {
    /**
     * Does one task. It may be done again after a crash, with the same id.
     *
     * @return the result, which the flow reads as the output of its await; null for none
     * @throws PermanentFailure when trying again cannot help
     * @throws Exception when the task failed; it is tried again until its attempts are used up
     */
    @Nullable
    Map<String, @Nullable Object> work(Task task) throws Exception;

    /** The task cannot be done, now or later. */
    final class PermanentFailure extends Exception {
        private static final long serialVersionUID = 1L;

        public PermanentFailure(String message) {
            super(message);
        }
    }
}

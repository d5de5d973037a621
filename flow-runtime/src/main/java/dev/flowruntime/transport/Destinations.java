package dev.flowruntime.transport;

/**
 * The names of a broker's queues or topics.
 *
 * @param taskPrefix stands before the name of a flow's queue: the tasks of {@code inventory.lookup} go to {@code
 *     flow.tasks.inventory.lookup}
 * @param results where workers send their results
 * @param deadResults where results go that nobody can read
 */
public record Destinations(String taskPrefix, String results, String deadResults) {
    /** {@code flow.tasks.<queue>}, {@code flow.results} and {@code flow.results.dead}. */
    public static final Destinations DEFAULT = new Destinations("flow.tasks.", "flow.results", "flow.results.dead");

    public Destinations {
        if (results.isBlank() || deadResults.isBlank() || results.equals(deadResults)) {
            throw new IllegalArgumentException("results and dead results need a name each");
        }
    }

    /** Where the tasks of a flow's queue go. */
    public String tasks(String queue) {
        return taskPrefix + queue;
    }
}

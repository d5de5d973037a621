package dev.flowruntime.internal;

import java.time.Duration;

/**
 * What an operator may choose.
 *
 * @param sessionTtl how long a session token lives
 * @param turnBudget how long a caller waits for a turn at the most
 * @param lease how long a step, a task or an event belongs to the worker that took it
 * @param taskBackoff the wait before a failed task's second attempt; doubled for each one after it
 */
public record Settings(Duration sessionTtl, Duration turnBudget, Duration lease, Duration taskBackoff) {
    public static final Settings DEFAULT =
            new Settings(Duration.ofHours(1), Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(1));

    Settings withLease(Duration next) {
        return new Settings(sessionTtl, turnBudget, next, taskBackoff);
    }
}

package dev.flowruntime.internal;

import dev.flowruntime.transport.Reach;
import java.time.Duration;
import java.util.List;

/**
 * What an operator may choose.
 *
 * @param sessionTtl how long a session token lives
 * @param turnBudget how long a caller waits for a turn at the most
 * @param lease how long a step, a task, an event or a delivery belongs to the worker that took it
 * @param taskBackoff the wait before a failed task's second attempt; doubled for each one after it
 * @param reach where webhooks and requests of flows may go
 * @param webhookSchedule the waits before a webhook's second attempt and those after it
 */
public record Settings(
        Duration sessionTtl,
        Duration turnBudget,
        Duration lease,
        Duration taskBackoff,
        Reach reach,
        List<Duration> webhookSchedule) {
    public static final Settings DEFAULT = new Settings(
            Duration.ofHours(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Reach.PUBLIC,
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(4)));

    public Settings {
        webhookSchedule = List.copyOf(webhookSchedule);
    }

    public Settings withSessionTtl(Duration next) {
        return new Settings(next, turnBudget, lease, taskBackoff, reach, webhookSchedule);
    }

    public Settings withTurnBudget(Duration next) {
        return new Settings(sessionTtl, next, lease, taskBackoff, reach, webhookSchedule);
    }

    public Settings withLease(Duration next) {
        return new Settings(sessionTtl, turnBudget, next, taskBackoff, reach, webhookSchedule);
    }

    public Settings withTaskBackoff(Duration next) {
        return new Settings(sessionTtl, turnBudget, lease, next, reach, webhookSchedule);
    }

    public Settings withReach(Reach next) {
        return new Settings(sessionTtl, turnBudget, lease, taskBackoff, next, webhookSchedule);
    }

    public Settings withWebhookSchedule(List<Duration> next) {
        return new Settings(sessionTtl, turnBudget, lease, taskBackoff, reach, next);
    }
}

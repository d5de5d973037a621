package dev.flowruntime.store;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps goals and their completions. */
public interface GoalStore {
    /** @return false when the tenant has a goal with this code already, which stays as it is */
    boolean add(Goal goal);

    /** @return false when the tenant has no goal with this code */
    boolean replace(Goal goal);

    /** In the order of their codes. */
    List<Goal> list(TenantId tenant);

    /**
     * Records that a goal was achieved, unless it is known: with an external reference when a completion of the goal has the same
     * one; else with a conversation when there is any completion of the goal in it, by an event or not. One with neither is
     * recorded each time. The audit record is stored either way.
     *
     * @param completion by no event
     */
    CompletionOutcome complete(Completion completion, AuditRecord audit);

    /**
     * Completions in the order of the time of their recording, those of one time in the order of their ids.
     *
     * @param goal only those; null for all
     * @param after the place of the last completion of the page before; null for the first page
     */
    List<Completion> listCompletions(
            TenantId tenant, @Nullable String goal, TrafficRange range, @Nullable Position after, int limit);

    /** By the codes of the goals, those of one goal by their currencies, those without one first. */
    List<GoalCount> countCompletions(TenantId tenant, TrafficRange range);
}

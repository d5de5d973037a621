package dev.flowruntime.internal;

import dev.flowruntime.PageEvent;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.GoalStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The active goals of tenants as this node knows them: at most five seconds old, and new at once where they were changed. */
public final class KnownGoals {
    /** A goal and what it wants of an event, ready to be compared. */
    private record Wanted(Goal goal, Map<String, @Nullable Object> match) {}

    private final FreshCache<TenantId, List<Wanted>> active;

    KnownGoals(GoalStore store, LongSupplier nanoTime) {
        active = new FreshCache<>(
                10_000,
                nanoTime,
                tenant -> store.list(tenant).stream()
                        .filter(goal -> goal.status() == Goal.Status.ACTIVE)
                        .map(goal -> new Wanted(goal, JsonTree.readObject(goal.match())))
                        .toList());
    }

    /** The active goal with this code; null when there is none. */
    @Nullable
    Goal find(TenantId tenant, String code) {
        return active.get(tenant).stream()
                .map(Wanted::goal)
                .filter(goal -> goal.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    /** The active goals that an event achieves. */
    List<Goal> completedBy(TenantId tenant, PageEvent event) {
        List<Goal> completed = new ArrayList<>();
        for (Wanted wanted : active.get(tenant)) {
            if (event.name().equals(wanted.goal().event()) && matches(wanted.match(), event.props())) {
                completed.add(wanted.goal());
            }
        }
        return completed;
    }

    private static boolean matches(Map<String, @Nullable Object> match, Map<String, @Nullable Object> props) {
        return match.entrySet().stream()
                .allMatch(wanted ->
                        props.containsKey(wanted.getKey()) && isEqual(wanted.getValue(), props.get(wanted.getKey())));
    }

    /** Numbers are equal by their value, however they are written. */
    private static boolean isEqual(@Nullable Object wanted, @Nullable Object found) {
        return wanted instanceof Number a && found instanceof Number b
                ? a.equals(b) || a.doubleValue() == b.doubleValue() && !(a instanceof Long && b instanceof Long)
                : Objects.equals(wanted, found);
    }

    /** Forgets everything: a goal was changed here. */
    public void forget() {
        active.forget();
    }
}

package dev.flowruntime;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.Engine;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.GoalStore;
import java.util.List;

/**
 * What the conversations of a tenant may achieve. An active goal is completed once for each telemetry event that matches it, and by
 * conversions. What is changed here counts at once here, and within 5 s on other nodes. Thread-safe.
 */
public final class Goals {
    private final Engine engine;

    Goals(Engine engine) {
        this.engine = engine;
    }

    /**
     * Makes a goal.
     *
     * @throws FlowException {@code CONFLICT} when the tenant has a goal with this code
     */
    public Goal create(TenantId tenant, GoalRequest request) {
        Goal goal = goal(tenant, request);
        if (!store().add(goal)) {
            throw new FlowException(ErrorCode.CONFLICT, "the tenant has a goal " + request.code() + " already");
        }
        engine.goals().forget();
        return goal;
    }

    /** Makes the tenant's goal with this code, or makes it what the request says. */
    public Goal put(TenantId tenant, GoalRequest request) {
        Goal goal = goal(tenant, request);
        Goal before = list(tenant).stream()
                .filter(known -> known.code().equals(request.code()))
                .findFirst()
                .orElse(null);
        Goal next = before == null ? goal : since(goal, before);
        if (!next.equals(before) && !store().replace(next) && !store().add(next)) {
            store().replace(next); // somebody else made it just now
        }
        engine.goals().forget();
        return next;
    }

    private static Goal since(Goal goal, Goal before) {
        return new Goal(
                goal.tenant(),
                goal.code(),
                goal.name(),
                goal.kind(),
                goal.event(),
                goal.match(),
                goal.primary(),
                goal.status(),
                before.createdAt());
    }

    /**
     * Activates, pauses or archives a goal; what it was completed by stays.
     *
     * @throws FlowException {@code GOAL_NOT_FOUND}
     */
    public Goal setStatus(TenantId tenant, String code, Goal.Status status) {
        Goal goal = list(tenant).stream()
                .filter(known -> known.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new FlowException(ErrorCode.GOAL_NOT_FOUND, "there is no goal with this code"));
        Goal next = goal.withStatus(status);
        store().replace(next);
        engine.goals().forget();
        return next;
    }

    /** All of the tenant's, by code. */
    public List<Goal> list(TenantId tenant) {
        return store().list(tenant);
    }

    private Goal goal(TenantId tenant, GoalRequest request) {
        return new Goal(
                tenant,
                request.code(),
                request.name(),
                request.kind(),
                request.event(),
                JsonTree.write(request.match()),
                request.primary(),
                request.status(),
                engine.services().now());
    }

    private GoalStore store() {
        return engine.services().store().goals();
    }
}

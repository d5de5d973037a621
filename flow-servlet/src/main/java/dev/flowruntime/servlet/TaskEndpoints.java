package dev.flowruntime.servlet;

import dev.flowruntime.EngineApi;
import dev.flowruntime.TaskLease;
import dev.flowruntime.model.TaskState;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.servlet.EngineCall.Gate;
import dev.flowruntime.servlet.wire.EngineReplies;
import dev.flowruntime.servlet.wire.JsonBody;
import dev.flowruntime.servlet.wire.TaskBodies;
import java.time.Duration;

/** What workers call that are not Java code in this process. */
final class TaskEndpoints {
    private final Gate gate;

    TaskEndpoints(EngineApi engine, FlowServletSettings settings, RateLimits limits) {
        this.gate = new Gate(engine, settings, limits);
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/v1/engine/tasks/claim", gate.handler("task.claim", this::claim))
                .add("POST", "/api/v1/engine/tasks/{}/complete", gate.handler("task.complete", this::complete))
                .add("POST", "/api/v1/engine/tasks/{}/fail", gate.handler("task.fail", this::fail))
                .add("POST", "/api/v1/engine/tasks/{}/heartbeat", gate.handler("task.heartbeat", this::heartbeat));
    }

    /** Waits on no thread, or not at all. */
    private Answer claim(EngineCall call) {
        JsonBody body = call.body();
        TaskBodies.Claim claim = TaskBodies.claim(body, call.tenant(body));
        Duration wait = call.canWait() ? claim.patience() : Duration.ZERO;
        return Answer.later(call.api()
                .tasks()
                .claim(claim.claim(), wait)
                .thenApply(leased -> Answer.json(200, EngineReplies.tasks(leased))));
    }

    private Answer complete(EngineCall call) {
        JsonBody body = call.body();
        TenantId tenant = call.tenant(body);
        TaskBodies.Result result = TaskBodies.result(body);
        return state(call, call.api().tasks().complete(lease(call, tenant, result.leaseToken()), result.data()));
    }

    private Answer fail(EngineCall call) {
        JsonBody body = call.body();
        TenantId tenant = call.tenant(body);
        TaskBodies.Failure failure = TaskBodies.failure(body);
        return state(call, call.api().tasks().fail(lease(call, tenant, failure.leaseToken()), failure.failure()));
    }

    private Answer heartbeat(EngineCall call) {
        JsonBody body = call.body();
        TenantId tenant = call.tenant(body);
        TaskBodies.Heartbeat heartbeat = TaskBodies.heartbeat(body);
        return state(
                call, call.api().tasks().heartbeat(lease(call, tenant, heartbeat.leaseToken()), heartbeat.length()));
    }

    private static TaskLease lease(EngineCall call, TenantId tenant, String token) {
        return new TaskLease(tenant, call.parameter(), token);
    }

    private static Answer state(EngineCall call, TaskState state) {
        return Answer.json(200, EngineReplies.task(call.parameter(), state));
    }
}

package dev.flowruntime.servlet.wire;

import dev.flowruntime.FlowException;
import dev.flowruntime.TaskClaim;
import dev.flowruntime.TaskFailure;
import dev.flowruntime.model.TenantId;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of workers that claim tasks over HTTP. */
public final class TaskBodies {
    private static final TextRule QUEUE = TextRule.length(1, 255);
    private static final TextRule MESSAGE = TextRule.length(1, 4000);
    private static final String LEASE_SECONDS = "lease_seconds";
    private static final String LEASE_TOKEN = "lease_token";

    private TaskBodies() {}

    /** What is asked for, and for how long its sender waits. */
    public record Claim(TaskClaim claim, Duration patience) {}

    /** The result of a task; null where it has none. */
    public record Result(String leaseToken, Map<String, @Nullable Object> data) {}

    /** Why a task was not done. */
    public record Failure(String leaseToken, TaskFailure failure) {}

    /** A worker that holds on; the length is null where it leaves it to us. */
    public record Heartbeat(String leaseToken, @Nullable Duration length) {}

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static Claim claim(JsonBody body, TenantId tenant) {
        MemberReader members = new MemberReader(body);
        String queue = members.requiredText("queue", QUEUE);
        int limit = members.number("limit", 1);
        Duration lease = lease(members);
        int wait = members.number("wait_seconds", 0);
        members.finish();
        return new Claim(new TaskClaim(tenant, queue, limit, lease), Duration.ofSeconds(wait));
    }

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static Result result(JsonBody body) {
        MemberReader members = new MemberReader(body);
        Result result = new Result(members.requiredText(LEASE_TOKEN, TextRule.ANY), members.objectOrEmpty("data"));
        members.finish();
        return result;
    }

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static Failure failure(JsonBody body) {
        MemberReader members = new MemberReader(body);
        String token = members.requiredText(LEASE_TOKEN, TextRule.ANY);
        String message = members.requiredText("message", MESSAGE);
        boolean permanent = members.flag("permanent");
        members.finish();
        return new Failure(token, new TaskFailure(message, permanent));
    }

    /** @throws FlowException INVALID_INPUT, VALIDATION_FAILED */
    public static Heartbeat heartbeat(JsonBody body) {
        MemberReader members = new MemberReader(body);
        Heartbeat heartbeat = new Heartbeat(members.requiredText(LEASE_TOKEN, TextRule.ANY), lease(members));
        members.finish();
        return heartbeat;
    }

    private static @Nullable Duration lease(MemberReader members) {
        return members.has(LEASE_SECONDS) ? Duration.ofSeconds(members.number(LEASE_SECONDS, 0)) : null;
    }
}

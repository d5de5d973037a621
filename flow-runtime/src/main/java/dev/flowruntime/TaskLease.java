package dev.flowruntime;

import dev.flowruntime.model.TenantId;

/**
 * The lease that a worker says it has.
 *
 * @param taskId as text, since it comes from a client
 * @param token the one that came with the task
 */
public record TaskLease(TenantId tenant, String taskId, String token) {}

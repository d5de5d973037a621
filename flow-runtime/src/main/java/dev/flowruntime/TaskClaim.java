package dev.flowruntime;

import dev.flowruntime.model.TenantId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A worker outside this process asks for tasks.
 *
 * @param limit the most tasks, 1 to 100
 * @param lease how long they are the worker's, from a second to an hour; null for the runtime's own
 */
public record TaskClaim(
        TenantId tenant, String queue, int limit, @Nullable Duration lease) {}

package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the endpoint of a widget key's webhooks is doing.
 *
 * @param failingSince when it first failed after it had last taken something; null when it does not fail
 * @param pausedAt since when nothing is sent to it; null when it is not paused
 */
public record EndpointState(
        @Nullable Instant failingSince, @Nullable Instant pausedAt) {}

package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the webhooks of a widget key go, and what signs them.
 *
 * @param secret {@code whsec_} and 64 lower-case hex digits
 * @param previousSecret signs as well until {@code previousUntil}, so that receivers can change over
 */
public record WebhookEndpoint(
        String url,
        Secret secret,
        @Nullable Secret previousSecret,
        @Nullable Instant previousUntil) {}

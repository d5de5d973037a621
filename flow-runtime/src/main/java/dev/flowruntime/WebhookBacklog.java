package dev.flowruntime;

import java.time.Duration;

/**
 * The webhooks that still have to leave: also those under way, those that wait for a further attempt, and those that are kept
 * for an endpoint that is paused.
 *
 * @param pending how many; {@link Webhooks#MOST_COUNTED} stands for so many or more
 * @param oldestAge how long ago the oldest was made, zero when there are none; when there are more than are counted, that of the
 *     counted ones
 */
public record WebhookBacklog(int pending, Duration oldestAge) {}

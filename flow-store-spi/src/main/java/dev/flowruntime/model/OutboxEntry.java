package dev.flowruntime.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that is to leave, written in the commit that it tells of.
 *
 * @param id the event id that every attempt repeats
 * @param endpoint the widget key whose webhook it goes to
 * @param event such as {@code chat.execution.updated}
 * @param body the JSON body, as it will be sent
 */
public record OutboxEntry(
        TenantId tenant,
        OutboxId id,
        WidgetKeyId endpoint,
        @Nullable ConversationId conversation,
        String event,
        Json body,
        Instant createdAt) {}

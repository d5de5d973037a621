package dev.flowruntime.internal;

import dev.flowruntime.Conversion;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.RecordedConversion;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.internal.Keys.KnownKey;
import dev.flowruntime.model.Completion;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.Goal;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.CompletionOutcome;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records what back ends say was achieved. Thread-safe. */
public final class Conversions {
    private final Services services;
    private final KnownGoals goals;
    private final Snapshots snapshots;
    private final Keys keys;

    Conversions(Services services, KnownGoals goals, Snapshots snapshots, Keys keys) {
        this.services = services;
        this.goals = goals;
        this.snapshots = snapshots;
        this.keys = keys;
    }

    /** @throws FlowException {@code GOAL_NOT_FOUND}, {@code CONVERSATION_NOT_FOUND}, in this order */
    public RecordedConversion record(Conversion conversion, Audience audience) {
        TenantId tenant = conversion.tenant();
        Goal goal = goals.find(tenant, conversion.goal());
        if (goal == null) {
            throw new FlowException(ErrorCode.GOAL_NOT_FOUND, "there is no active goal with this code");
        }
        Conversation conversation = conversation(tenant, conversion.conversationId());
        Worth worth = Worth.of(conversion.props());
        Instant now = services.now();
        Completion completion = new Completion(
                tenant,
                services.ids().get(),
                goal.code(),
                conversation == null ? null : conversation.id(),
                null,
                conversion.externalRef(),
                worth.micros(),
                worth.currency(),
                Telemetry.notAfter(now, conversion.occurredAt()),
                now,
                conversation != null && isTest(conversation));
        CompletionOutcome outcome = services.store()
                .goals()
                .complete(
                        completion,
                        audience.record(
                                services,
                                tenant,
                                completion.id().toString(),
                                JsonTree.write(Map.of("mode", "conversion", "goal", goal.code()))));
        return outcome instanceof CompletionOutcome.Known known
                ? new RecordedConversion(known.first().id(), true)
                : new RecordedConversion(completion.id(), false);
    }

    private @Nullable Conversation conversation(TenantId tenant, @Nullable String id) {
        if (id == null) {
            return null;
        }
        Conversation found = Ids.isUuid(id) ? snapshots.findConversation(tenant, ConversationId.of(id)) : null;
        if (found == null) {
            throw new FlowException(ErrorCode.CONVERSATION_NOT_FOUND, "there is no such conversation");
        }
        return found;
    }

    /** Whether it came through a test key. */
    private boolean isTest(Conversation conversation) {
        return isTest(keys, conversation);
    }

    static boolean isTest(Keys keys, Conversation conversation) {
        KnownKey key =
                conversation.widgetKey() == null ? null : keys.find(conversation.tenant(), conversation.widgetKey());
        return key != null && key.key().isTest();
    }
}

package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.Intent;
import dev.flowruntime.OpenSession;
import dev.flowruntime.definition.ChatTrigger;
import dev.flowruntime.definition.CompiledFlow;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens the conversations of visitors. */
public final class Sessions {
    private static final int MAX_TRIES = 200;
    private static final Comparator<Intent> ORDER = Comparator.comparing((Intent intent) -> !intent.pinned())
            .thenComparing(Comparator.comparingLong(Intent::priority).reversed())
            .thenComparing(Intent::name);

    private final Services services;
    private final FlowCatalog catalog;
    private final Snapshots snapshots;
    private final Webhooks webhooks;
    private final Runnable onDelivery;

    Sessions(Services services, FlowCatalog catalog, Snapshots snapshots, Webhooks webhooks, Runnable onDelivery) {
        this.services = services;
        this.catalog = catalog;
        this.snapshots = snapshots;
        this.webhooks = webhooks;
        this.onDelivery = onDelivery;
    }

    /** What a grant lets a visitor start, the pinned first, then by priority, then by name. */
    public List<Intent> intents(TenantId tenant, Grant grant) {
        List<Intent> intents = new ArrayList<>();
        for (FlowVersion version : catalog.active(tenant).versions()) {
            if (version.intent() != null && grant.permits(version.intent())) {
                CompiledFlow plan = catalog.plan(tenant, version.flow(), version.version());
                if (plan.flow().trigger() instanceof ChatTrigger trigger) {
                    intents.add(intent(version, trigger));
                }
            }
        }
        intents.sort(ORDER);
        return List.copyOf(intents);
    }

    private static Intent intent(FlowVersion version, ChatTrigger trigger) {
        var display = trigger.display();
        var icon = display.icon();
        return new Intent(
                trigger.intentName(),
                display.label() == null ? version.name() : display.label(),
                display.subtitle(),
                trigger.description(),
                trigger.examples(),
                trigger.requiredEntities(),
                icon == null ? null : new Intent.Icon(icon.kind(), icon.value()),
                display.accentColor(),
                display.styleVariant().word(),
                display.pinned(),
                display.priority(),
                version.flow(),
                version.version());
    }

    /**
     * Opens the visitor's conversation, or goes on with the one that there is, and merges what the page knows into it.
     *
     * @param continued the conversation that an earlier session token names; not looked at beside a customer id
     */
    public Conversation open(
            WidgetKey key, OpenSession request, @Nullable ConversationId continued, Audience audience) {
        Variables.require(request.variables(), ErrorCode.VALIDATION_FAILED);
        List<String> intents =
                intents(key.tenant(), key.intents()).stream().map(Intent::name).toList();
        for (int i = 0; i < MAX_TRIES; i++) {
            Conversation existing = existing(key, request.customerId(), continued);
            ConversationChange change = existing == null ? opening(key, request) : changing(existing, request);
            Conversation opened = change.conversation();
            Instant now = services.now();
            List<OutboxEntry> outbox = webhooks.sessionOpened(key, opened, intents, now);
            ConversationOutcome outcome = services.store()
                    .conversations()
                    .commit(new ConversationCommit(change, outbox, List.of(audit(key, opened, audience))));
            if (outcome instanceof ConversationOutcome.Committed) {
                snapshots.remember(opened);
                if (!outbox.isEmpty()) {
                    onDelivery.run();
                }
                return opened;
            }
            snapshots.forget(opened.id());
        }
        throw new FlowException(ErrorCode.UNAVAILABLE, "too many sessions of this customer at once; try again");
    }

    private @Nullable Conversation existing(
            WidgetKey key, @Nullable String customerId, @Nullable ConversationId continued) {
        if (customerId != null) {
            return services.store()
                    .conversations()
                    .findByCustomer(key.tenant(), key.id(), customerId)
                    .orElse(null);
        }
        Conversation conversation = continued == null ? null : snapshots.loadConversation(key.tenant(), continued);
        return conversation != null && Objects.equals(conversation.widgetKey(), key.id()) ? conversation : null;
    }

    private ConversationChange opening(WidgetKey key, OpenSession request) {
        return new ConversationChange.Open(new Conversation(
                key.tenant(),
                new ConversationId(services.ids().get()),
                key.id(),
                request.customerId(),
                request.locale(),
                request.variables().isEmpty() ? Json.EMPTY_OBJECT : JsonTree.write(request.variables()),
                1,
                services.now()));
    }

    private static ConversationChange changing(Conversation existing, OpenSession request) {
        Map<String, @Nullable Object> before = Variables.read(existing.variables());
        Map<String, @Nullable Object> merged = Variables.merge(before, request.variables());
        Variables.require(merged, ErrorCode.VALIDATION_FAILED);
        String locale = request.locale() == null ? existing.locale() : request.locale();
        return merged.equals(before) && Objects.equals(locale, existing.locale())
                ? new ConversationChange.Keep(existing)
                : new ConversationChange.Replace(existing.with(locale, JsonTree.write(merged)));
    }

    private AuditRecord audit(WidgetKey key, Conversation opened, Audience audience) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>(2);
        details.put("customer_id", opened.customerId());
        return audience.record(services, key.tenant(), opened.id().toString(), JsonTree.write(details));
    }
}

package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.ConversationId;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxEntry;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.ConversationCommit;
import dev.flowruntime.store.ConversationOutcome;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.EventOutcome;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.TaskSettlement;
import dev.flowruntime.store.TurnCommit;
import dev.flowruntime.store.TurnOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A tenant of its own, what it has in the store before something happens to it, and makers of its records. */
final class Scene {
    static final Duration LEASE = Duration.ofHours(1);
    static final String QUEUE = "shipping";
    /** Whose tasks are leased without that being an attempt. */
    static final String BROKERED = "brokered";

    private static final List<String> DUE_COLUMNS = List.of(
            "flow_execution set wake_at = wake_at",
            "flow_task set due_at = due_at",
            "flow_inbox_event set due_at = due_at",
            "flow_outbox_entry set due_at = due_at");

    private final FlowStore store;
    private final DataSource owner;
    private final Supplier<UUID> ids;
    private final Instant now;
    private final TenantId tenant;
    private final WidgetKeyId widgetKey;
    private final FlowId flow;

    /**
     * @param store one that nothing disturbs
     * @param owner connections of the owner of its tables
     * @param ids makes the ids
     * @param now the database's time, or a little before it
     */
    Scene(FlowStore store, DataSource owner, TenantId tenant, Supplier<UUID> ids, Instant now) {
        this.store = store;
        this.owner = owner;
        this.ids = ids;
        this.now = now;
        this.tenant = tenant;
        this.widgetKey = new WidgetKeyId(newId());
        this.flow = new FlowId(newId());
    }

    /** With a tenant and ids that follow from the seed. */
    static Scene random(FlowStore store, DataSource owner, Random random, Instant now) {
        Supplier<UUID> ids = () -> new UUID(random.nextLong(), random.nextLong());
        return new Scene(store, owner, new TenantId(ids.get()), ids, now);
    }

    FlowStore store() {
        return store;
    }

    TenantId tenant() {
        return tenant;
    }

    WidgetKeyId widgetKey() {
        return widgetKey;
    }

    FlowId flow() {
        return flow;
    }

    Instant now() {
        return now;
    }

    /** When nobody claims it during a test. */
    Instant tomorrow() {
        return now.plus(Duration.ofDays(1));
    }

    UUID newId() {
        return ids.get();
    }

    /** Makes time pass for this tenant. */
    void elapse(Duration time) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (String column : DUE_COLUMNS) {
                statement.addBatch("update " + column + " - interval '" + time.toSeconds()
                        + " seconds' where tenant_id = '" + tenant + "'");
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not yet in the store. */
    Conversation newConversation(@Nullable String customer) {
        return new Conversation(
                tenant, new ConversationId(newId()), widgetKey, customer, "en", Json.EMPTY_OBJECT, 1, now);
    }

    /** In the store. */
    Conversation conversation() {
        Conversation conversation = newConversation(null);
        require(store.conversations().commit(opening(conversation)), new ConversationOutcome.Committed());
        return conversation;
    }

    static ConversationCommit opening(Conversation conversation) {
        return new ConversationCommit(new ConversationChange.Open(conversation), List.of(), List.of());
    }

    /** The first turn of an execution. */
    TurnDraft first(ConversationChange change) {
        return new TurnDraft(this, null, change);
    }

    /** The next turn of an execution whose conversation is as it was opened. */
    TurnDraft after(Execution execution, Conversation conversation) {
        return new TurnDraft(this, execution, new ConversationChange.Keep(conversation));
    }

    /** @return the execution as it is stored now */
    Execution commit(TurnDraft draft) {
        TurnCommit turn = draft.commit();
        if (!(store.executions().commit(turn) instanceof TurnOutcome.Committed)) {
            throw new IllegalStateException("the scene could not be set");
        }
        return turn.execution();
    }

    OutboxEntry newEntry(ConversationId conversation, Json body, Instant dueAt) {
        return new OutboxEntry(
                tenant, new OutboxId(newId()), widgetKey, conversation, "chat.execution.updated", body, dueAt);
    }

    AuditRecord newAudit(String subject) {
        return new AuditRecord(newId(), tenant, now, "engine", "turn", subject, Json.EMPTY_OBJECT, null, null);
    }

    InboxEvent newEvent(String name, @Nullable Execution target, @Nullable TaskRecord task) {
        return new InboxEvent(
                tenant,
                new EventId(newId()),
                name,
                Json.EMPTY_OBJECT,
                target == null ? null : target.id(),
                task == null ? null : task.id(),
                "key-" + newId(),
                now);
    }

    /** An acceptance whose event no worker takes up during a test. */
    static EventAcceptance acceptance(InboxEvent event, @Nullable TaskSettlement settlement) {
        return new EventAcceptance(event, "fingerprint", settlement, Duration.ofDays(1));
    }

    void accept(InboxEvent event, Duration lease) {
        if (!(store.inboxEvents().accept(new EventAcceptance(event, "fingerprint", null, lease))
                instanceof EventOutcome.Accepted)) {
            throw new IllegalStateException("the scene could not be set");
        }
    }

    private static void require(Object outcome, Object wanted) {
        if (!outcome.equals(wanted)) {
            throw new IllegalStateException("the scene could not be set: " + outcome);
        }
    }
}

package dev.flowruntime.store.jdbc.crash;

import dev.flowruntime.model.AuditRecord;
import dev.flowruntime.model.ChatMessage;
import dev.flowruntime.model.Conversation;
import dev.flowruntime.model.Delivery;
import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.EventId;
import dev.flowruntime.model.Execution;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.HistoryEvent;
import dev.flowruntime.model.InboxEvent;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.OutboxId;
import dev.flowruntime.model.Submission;
import dev.flowruntime.model.SubmissionId;
import dev.flowruntime.model.TaskId;
import dev.flowruntime.model.TaskRecord;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.Claim;
import dev.flowruntime.store.ConversationChange;
import dev.flowruntime.store.DeliveryFilter;
import dev.flowruntime.store.EventAcceptance;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.MessageRange;
import dev.flowruntime.store.SubmissionCommit;
import dev.flowruntime.store.TurnCommit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Tenants whose rows have the same ids and names, so that whoever forgets the tenant gets a neighbour's row. */
final class Neighbours {
    static final List<String> TABLES = List.of(
            "flow_widget_key",
            "flow_setting",
            "flow_endpoint",
            "flow_flow",
            "flow_version",
            "flow_form",
            "flow_form_version",
            "flow_form_submission",
            "flow_upload",
            "flow_blob_chunk",
            "flow_conversation",
            "flow_execution",
            "flow_history_event",
            "flow_message",
            "flow_task",
            "flow_inbox_event",
            "flow_consumed_event",
            "flow_outbox_entry",
            "flow_audit_record");

    private static final String EVENT = "parcel.arrived";
    private static final FormId FORM = new FormId(new UUID(5, 1));
    private static final SubmissionId SUBMISSION = new SubmissionId(new UUID(5, 4));
    private static final UploadId UPLOAD = new UploadId(new UUID(5, 5));
    private static final UUID BLOB = new UUID(5, 6);

    /** The records of one of them, for their ids; all have the same. */
    private static TurnCommit turn;

    private Neighbours() {}

    static List<TenantId> settle(FlowStore store, DataSource owner, int count, Instant now) {
        List<TenantId> tenants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TenantId tenant = new TenantId(new UUID(0x7000, i));
            settle(new Scene(store, owner, tenant, idsFrom(0), now), i);
            tenants.add(tenant);
        }
        return tenants;
    }

    private static Supplier<UUID> idsFrom(long start) {
        AtomicLong ids = new AtomicLong(start);
        return () -> new UUID(1, ids.incrementAndGet());
    }

    private static void settle(Scene scene, int number) {
        FlowStore store = scene.store();
        TenantId tenant = scene.tenant();
        store.tenants().put(new Tenant(tenant, "tenant-" + number, "Tenant", scene.now()));
        store.engineTokens().put(new EngineToken("hash-" + number, "token", tenant));
        store.settings().put(tenant, "greeting", new Json("\"" + tenant + "\""));
        store.widgetKeys().put(widgetKey(scene, number));
        store.endpoints().failed(tenant, scene.widgetKey(), scene.now());
        store.flowVersions()
                .publish(new FlowVersion(
                        tenant,
                        scene.flow(),
                        "order_status",
                        1,
                        "Order status",
                        Json.EMPTY_OBJECT,
                        "order_status",
                        null,
                        true,
                        scene.now()));
        forms(store, tenant, scene.now());
        Conversation conversation = scene.newConversation("visitor");
        TurnDraft draft = scene.first(new ConversationChange.Open(conversation))
                .says(2)
                .sends(1, scene.tomorrow())
                .enqueues(1, scene.now())
                .audits()
                .consumes(new EventId(new UUID(2, 2)))
                .waitsForEvent(EVENT);
        Execution waiting = scene.commit(draft);
        turn = draft.commit();
        scene.accept(scene.newEvent("parcel.lost", waiting, null), Duration.ofDays(1));
    }

    private static void forms(FlowStore store, TenantId tenant, Instant now) {
        store.forms().publish(new FormVersion(tenant, FORM, "contact", 1, Json.EMPTY_OBJECT, true, now));
        InboxEvent event = new InboxEvent(
                tenant, new EventId(new UUID(5, 2)), "form.submitted", Json.EMPTY_OBJECT, null, null, null, now);
        store.submissions()
                .commit(new SubmissionCommit(
                        new Submission(
                                tenant,
                                SUBMISSION,
                                FORM,
                                1,
                                new WidgetKeyId(new UUID(5, 3)),
                                Json.EMPTY_OBJECT,
                                new Submission.Visitor(null, null, null, null),
                                "once",
                                now),
                        Set.of(),
                        new EventAcceptance(event, "fingerprint", null, Duration.ofDays(1)),
                        List.of(),
                        List.of()));
        Upload.File file = new Upload.File(BLOB, "a.txt", "text/plain", 1);
        store.uploads()
                .reserve(
                        new Upload(
                                tenant, UPLOAD, "form/1", "cv", file, false, null, now.plus(Duration.ofDays(1)), now),
                        Long.MAX_VALUE);
        try {
            byte[] name = tenant.toString().getBytes(StandardCharsets.UTF_8);
            store.blobs().write(tenant, BLOB, new ByteArrayInputStream(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ownFile(FlowStore store, TenantId tenant) {
        try (InputStream file = store.blobs().open(tenant, BLOB).orElseThrow()) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).equals(tenant.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WidgetKey widgetKey(Scene scene, int number) {
        return new WidgetKey(
                scene.tenant(),
                scene.widgetKey(),
                "pk_live_%032x".formatted(number),
                "chat",
                WidgetKey.Status.ACTIVE,
                List.of("https://acme.com"),
                Grant.ofEverything(),
                Grant.ofNothing(),
                null,
                null,
                scene.now());
    }

    /** One question of a role, chosen by chance. @return what came of it that is not the tenant's, or is missing */
    static List<String> read(FlowStore store, TenantId tenant, Random random) {
        Execution sample = turn.execution();
        Conversation conversation = turn.conversation().conversation();
        OutboxId entry = turn.outbox().get(0).id();
        TaskId task = turn.tasks().get(0).id();
        return switch (random.nextInt(26)) {
            case 0 -> foreign(tenant, of(store.conversations().find(tenant, conversation.id()), Conversation::tenant));
            case 1 ->
                foreign(
                        tenant,
                        of(
                                store.conversations().findByCustomer(tenant, conversation.widgetKey(), "visitor"),
                                Conversation::tenant));
            case 2 ->
                foreign(
                        tenant,
                        of(
                                store.conversations()
                                        .listMessages(tenant, conversation.id(), MessageRange.after(0, 100)),
                                ChatMessage::tenant));
            case 3 -> foreign(tenant, of(store.executions().find(tenant, sample.id()), Execution::tenant));
            case 4 ->
                foreign(
                        tenant,
                        store.executions().load(tenant, sample.id()).stream()
                                .flatMap(standing -> Stream.of(
                                        standing.execution().tenant(),
                                        standing.conversation().tenant()))
                                .toList());
            case 5 -> foreign(tenant, of(store.executions().listWaiting(tenant, EVENT, null, 100), Execution::tenant));
            case 6 -> foreign(tenant, of(store.executions().listHistory(tenant, sample.id()), HistoryEvent::tenant));
            case 7 -> foreign(tenant, of(store.inboxEvents().listPending(tenant, sample.id()), InboxEvent::tenant));
            case 8 -> foreign(tenant, of(store.tasks().find(tenant, task), TaskRecord::tenant));
            case 9 -> foreign(tenant, of(store.tasks().list(tenant, sample.id()), TaskRecord::tenant));
            case 10 -> foreign(tenant, of(store.outbox().find(tenant, entry), found -> tenantOf(found)));
            case 11 -> foreign(tenant, of(store.flowVersions().find(tenant, sample.flow(), 1), FlowVersion::tenant));
            case 12 ->
                foreign(tenant, of(store.flowVersions().listVersions(tenant, "order_status"), FlowVersion::tenant));
            case 13 -> foreign(tenant, of(store.flowVersions().listActive(tenant), FlowVersion::tenant));
            case 14 ->
                foreign(tenant, of(store.widgetKeys().find(tenant, conversation.widgetKey()), WidgetKey::tenant));
            case 15 -> foreign(tenant, of(store.widgetKeys().list(tenant), WidgetKey::tenant));
            case 16 -> foreign(tenant, of(store.engineTokens().list(tenant), EngineToken::tenant));
            case 17 -> foreign(tenant, of(store.audit().list(tenant, null, null, 100), AuditRecord::tenant));
            case 18 -> foreign(tenant, of(store.forms().findActive(tenant, FORM), FormVersion::tenant));
            case 19 -> foreign(tenant, of(store.forms().listVersions(tenant, "contact"), FormVersion::tenant));
            case 20 -> foreign(tenant, of(store.forms().listActive(tenant), FormVersion::tenant));
            case 21 -> foreign(tenant, of(store.submissions().list(tenant, FORM, null, 100), Submission::tenant));
            case 22 -> foreign(tenant, of(store.uploads().find(tenant, UPLOAD), Upload::tenant));
            case 23 -> ownFile(store, tenant) ? List.of() : List.of("another tenant's file");
            case 24 ->
                foreign(tenant, of(store.outbox().list(tenant, DeliveryFilter.ALL, null, 100), Neighbours::tenantOf));
            default ->
                store.settings().find(tenant, "greeting").equals(Optional.of(new Json("\"" + tenant + "\"")))
                        ? List.of()
                        : List.of("another tenant's greeting");
        };
    }

    private static TenantId tenantOf(Delivery delivery) {
        return delivery.entry().tenant();
    }

    private static <T> List<TenantId> of(Optional<T> found, Function<T, TenantId> tenant) {
        return found.map(tenant).stream().toList();
    }

    private static <T> List<TenantId> of(Collection<T> found, Function<T, TenantId> tenant) {
        return found.stream().map(tenant).toList();
    }

    private static List<String> foreign(TenantId tenant, List<TenantId> seen) {
        if (seen.isEmpty()) {
            return List.of("a tenant's own row is missing");
        }
        return Set.copyOf(seen).equals(Set.of(tenant))
                ? List.of()
                : List.of(seen.stream().map(TenantId::toString).collect(Collectors.joining(", ", "seen: ", "")));
    }

    /** Reads a table as the app role without naming the tenant in a condition: first without a tenant, then as one. */
    static List<String> bareReads(DataSource pool, TenantId tenant, String table) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    PreparedStatement choice =
                            connection.prepareStatement("select set_config('app.tenant', ?, true)")) {
                statement.execute("set local role flow_app");
                try (ResultSet rows = statement.executeQuery("select tenant_id from " + table + " limit 1")) {
                    if (rows.next()) {
                        wrong.add("without a tenant a row of " + table + " is seen");
                    }
                }
                choice.setString(1, tenant.toString());
                choice.execute();
                try (ResultSet rows = statement.executeQuery("select distinct tenant_id from " + table)) {
                    while (rows.next()) {
                        if (!rows.getObject(1, UUID.class).equals(tenant.value())) {
                            wrong.add("a row of another tenant is seen in " + table);
                        }
                    }
                }
            } finally {
                end(connection);
            }
        }
        return wrong;
    }

    /** Takes back what was done, unless the connection is gone, and that with it. */
    static void end(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Sends an event whose name no text column takes. */
    static void acceptSpoilt(FlowStore store, TenantId tenant) {
        InboxEvent event = new InboxEvent(
                tenant,
                new EventId(new UUID(3, 3)),
                "a\0b",
                Json.EMPTY_OBJECT,
                turn.execution().id(),
                null,
                null,
                turn.execution().startedAt());
        store.inboxEvents().accept(Scene.acceptance(event, null));
    }

    /** Writes something; whoever calls it takes it back. */
    static void write(FlowStore joined, TenantId tenant, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> joined.settings().put(tenant, "greeting", new Json("\"taken back\""));
            case 1 ->
                joined.tasks()
                        .claim(
                                tenant,
                                Set.of(Scene.QUEUE),
                                new Claim(turn.execution().startedAt(), Scene.LEASE, 10));
            default ->
                joined.inboxEvents()
                        .accept(Scene.acceptance(
                                new InboxEvent(
                                        tenant,
                                        new EventId(new UUID(random.nextLong(), 4)),
                                        EVENT,
                                        Json.EMPTY_OBJECT,
                                        turn.execution().id(),
                                        null,
                                        null,
                                        turn.execution().startedAt()),
                                null));
        }
    }
}

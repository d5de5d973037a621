package dev.flowruntime.store.jdbc;

import dev.flowruntime.model.Grant;
import dev.flowruntime.model.Secret;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WebhookEndpoint;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import dev.flowruntime.store.WidgetKeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Widget keys in {@code flow_widget_key}, and in {@code flow_public_key} whose they are. */
final class JdbcWidgetKeyStore implements WidgetKeyStore {
    private static final String COLUMNS = """
            k.tenant_id, k.id, k.public_key, k.label, k.status, k.allowed_origins, k.all_intents, k.intents, k.all_forms,
            k.forms, k.webhook_url, k.webhook_secret, k.webhook_previous_secret, k.webhook_previous_until,
            k.identity_secret, k.created_at
            """;
    private static final String FIND = "select " + COLUMNS + """
            from flow_widget_key k where k.tenant_id = ? and k.id = ?
            """;
    private static final String FIND_BY_PUBLIC_KEY = "select " + COLUMNS + """
            from flow_public_key p join flow_widget_key k on k.tenant_id = p.tenant_id and k.id = p.widget_key_id
            where p.public_key = ?
            """;
    private static final String LIST = "select " + COLUMNS + """
            from flow_widget_key k where k.tenant_id = ? order by k.label, k.id
            """;
    private static final String LIST_ACTIVE_ORIGINS = """
            select allowed_origins from flow_widget_key where status = 'ACTIVE'
            """;
    private static final String ADD_MOUNTS = """
            update flow_widget_key set mounts = mounts + ? where tenant_id = ? and id = ?
            """;
    private static final String COUNT_MOUNTS = """
            select mounts from flow_widget_key where tenant_id = ? and id = ?
            """;
    private static final String LOCK = """
            select public_key from flow_widget_key where tenant_id = ? and id = ? for update
            """;
    private static final String UPDATE = """
            update flow_widget_key set public_key = ?, label = ?, status = ?, allowed_origins = ?, all_intents = ?,
                intents = ?, all_forms = ?, forms = ?, webhook_url = ?, webhook_secret = ?, webhook_previous_secret = ?,
                webhook_previous_until = ?, identity_secret = ?, created_at = ?
            where tenant_id = ? and id = ?
            """;
    private static final String INSERT = """
            insert into flow_widget_key (public_key, label, status, allowed_origins, all_intents, intents, all_forms, forms,
                webhook_url, webhook_secret, webhook_previous_secret, webhook_previous_until, identity_secret, created_at,
                tenant_id, id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_PUBLIC_KEY = """
            insert into flow_public_key (public_key, tenant_id, widget_key_id) values (?, ?, ?)
            """;
    private static final String DELETE_PUBLIC_KEY = """
            delete from flow_public_key where public_key = ?
            """;

    private final Database database;
    private final Upsert upsert;

    JdbcWidgetKeyStore(Database database) {
        this.database = database;
        this.upsert = new Upsert(database);
    }

    @Override
    public void put(WidgetKey key) {
        upsert.run(
                Scope.crossing(),
                connection -> put(connection, key),
                () -> new StoreException(Retry.NEVER, "the public key belongs to another widget key"));
    }

    private int put(Connection connection, WidgetKey key) throws SQLException {
        Optional<String> publicKey = database.find(
                connection,
                LOCK,
                params -> params.uuid(key.tenant().value()).uuid(key.id().value()),
                Row::text);
        int written = database.update(connection, publicKey.isPresent() ? UPDATE : INSERT, params -> bind(params, key));
        if (publicKey.isPresent() && publicKey.get().equals(key.publicKey())) {
            return written;
        }
        if (publicKey.isPresent()) {
            database.update(connection, DELETE_PUBLIC_KEY, params -> params.text(publicKey.get()));
        }
        return database.update(
                connection,
                INSERT_PUBLIC_KEY,
                params -> params.text(key.publicKey())
                        .uuid(key.tenant().value())
                        .uuid(key.id().value()));
    }

    private static void bind(Params params, WidgetKey key) throws SQLException {
        WebhookEndpoint webhook = key.webhook();
        params.text(key.publicKey())
                .text(key.label())
                .name(key.status())
                .text(Names.write(key.allowedOrigins()))
                .flag(key.intents().everything())
                .text(Names.write(key.intents().names()))
                .flag(key.forms().everything())
                .text(Names.write(key.forms().names()))
                .text(webhook == null ? null : webhook.url())
                .text(webhook == null ? null : webhook.secret().reveal())
                .text(webhook == null ? null : reveal(webhook.previousSecret()))
                .instant(webhook == null ? null : webhook.previousUntil())
                .text(reveal(key.identitySecret()))
                .instant(key.createdAt())
                .uuid(key.tenant().value())
                .uuid(key.id().value());
    }

    private static @Nullable String reveal(@Nullable Secret secret) {
        return secret == null ? null : secret.reveal();
    }

    @Override
    public Optional<WidgetKey> find(TenantId tenant, WidgetKeyId id) {
        return database.find(
                Scope.of(tenant),
                FIND,
                params -> params.uuid(tenant.value()).uuid(id.value()),
                JdbcWidgetKeyStore::read);
    }

    @Override
    public Optional<WidgetKey> findByPublicKey(String publicKey) {
        return database.find(
                Scope.crossing(), FIND_BY_PUBLIC_KEY, params -> params.text(publicKey), JdbcWidgetKeyStore::read);
    }

    @Override
    public List<WidgetKey> list(TenantId tenant) {
        return database.list(Scope.of(tenant), LIST, params -> params.uuid(tenant.value()), JdbcWidgetKeyStore::read);
    }

    @Override
    public void addMounts(TenantId tenant, WidgetKeyId id, long mounts) {
        database.transact(
                Scope.of(tenant),
                connection -> database.update(
                        connection,
                        ADD_MOUNTS,
                        params -> params.number(mounts).uuid(tenant.value()).uuid(id.value())));
    }

    @Override
    public long countMounts(TenantId tenant, WidgetKeyId id) {
        return database.find(
                        Scope.of(tenant),
                        COUNT_MOUNTS,
                        params -> params.uuid(tenant.value()).uuid(id.value()),
                        Row::number)
                .orElse(0L);
    }

    @Override
    public Set<String> listActiveOrigins() {
        Set<String> origins = new HashSet<>();
        database.list(Scope.crossing(), LIST_ACTIVE_ORIGINS, Binding.NONE, Row::text)
                .forEach(names -> origins.addAll(Names.read(names)));
        return Set.copyOf(origins);
    }

    private static WidgetKey read(Row row) throws SQLException {
        return new WidgetKey(
                new TenantId(row.uuid()),
                new WidgetKeyId(row.uuid()),
                row.text(),
                row.text(),
                row.name(WidgetKey.Status.class),
                Names.read(row.text()),
                readGrant(row),
                readGrant(row),
                readWebhook(row),
                readSecret(row),
                row.instant());
    }

    private static Grant readGrant(Row row) throws SQLException {
        return new Grant(row.flag(), Set.copyOf(Names.read(row.text())));
    }

    private static @Nullable WebhookEndpoint readWebhook(Row row) throws SQLException {
        String url = row.textOrNull();
        Secret secret = readSecret(row);
        Secret previousSecret = readSecret(row);
        Instant previousUntil = row.instantOrNull();
        return url == null || secret == null ? null : new WebhookEndpoint(url, secret, previousSecret, previousUntil);
    }

    private static @Nullable Secret readSecret(Row row) throws SQLException {
        String text = row.textOrNull();
        return text == null ? null : new Secret(text);
    }
}

package dev.flowruntime.store.jdbc;

import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.EndpointStore;
import dev.flowruntime.store.EngineTokenStore;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.FormStore;
import dev.flowruntime.store.GoalStore;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.SettingsStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.SubmissionStore;
import dev.flowruntime.store.TaskStore;
import dev.flowruntime.store.TelemetryStore;
import dev.flowruntime.store.TenantStore;
import dev.flowruntime.store.UploadStore;
import dev.flowruntime.store.WidgetKeyStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * The flow store in a database: PostgreSQL 15 or newer, H2, MariaDB 10.11 or newer.
 *
 * <p>It takes a connection for each unit of work and gives it back at once, so a pool of two or three connections for each
 * core of the database serves any number of threads. Leases and due times go by the database's clock. The schema is made
 * by {@link JdbcSchema}. On PostgreSQL every unit of work runs under the role {@code flow_app}, confined to its tenant by
 * row-level security, or under {@code flow_dispatcher} for what crosses tenants; the login must be a member of both.
 */
public final class JdbcFlowStore implements FlowStore {
    private final Database database;
    private final DataSource dataSource;
    private final LongSupplier nonces;
    private final ConversationStore conversations;
    private final ExecutionStore executions;
    private final InboxEventStore inboxEvents;
    private final TaskStore tasks;
    private final OutboxStore outbox;
    private final EndpointStore endpoints;
    private final TenantStore tenants;
    private final FlowVersionStore flowVersions;
    private final WidgetKeyStore widgetKeys;
    private final IdempotencyStore idempotency;
    private final EngineTokenStore engineTokens;
    private final SettingsStore settings;
    private final AuditStore audit;
    private final TelemetryStore telemetry;
    private final GoalStore goals;
    private final FormStore forms;
    private final SubmissionStore submissions;
    private final UploadStore uploads;
    private final BlobStore blobs;

    JdbcFlowStore(Database database, Commits commits, DataSource dataSource, LongSupplier nonces) {
        this.database = database;
        this.dataSource = dataSource;
        this.nonces = nonces;
        CommitDesk desk = new CommitDesk(database, commits, nonces);
        conversations = new JdbcConversationStore(database, desk);
        executions = new JdbcExecutionStore(database, desk);
        inboxEvents = new JdbcInboxEventStore(database);
        tasks = new JdbcTaskStore(database);
        outbox = new JdbcOutboxStore(database);
        endpoints = new JdbcEndpointStore(database);
        tenants = new JdbcTenantStore(database);
        flowVersions = new JdbcFlowVersionStore(database);
        widgetKeys = new JdbcWidgetKeyStore(database);
        idempotency = new JdbcIdempotencyStore(database);
        engineTokens = new JdbcEngineTokenStore(database);
        settings = new JdbcSettingsStore(database);
        audit = new JdbcAuditStore(database);
        telemetry = new JdbcTelemetryStore(database);
        goals = new JdbcGoalStore(database);
        forms = new JdbcFormStore(database);
        JdbcUploadStore kept = new JdbcUploadStore(database);
        uploads = kept;
        blobs = new JdbcBlobStore(database);
        submissions = new JdbcSubmissionStore(database, kept);
    }

    /**
     * Opens the store with default time-outs.
     *
     * @param dataSource a pool, which should give up after two seconds without a free connection
     * @throws StoreException when the database cannot be reached or its schema is not the one that this version works with
     */
    public static JdbcFlowStore open(DataSource dataSource) {
        return builder(dataSource).open();
    }

    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * The same store within a transaction of the caller's: what is written through it takes effect when the caller commits, and
     * goes when the caller rolls back. Nothing is tried again behind the caller's back. Not thread-safe, as a connection is
     * not.
     *
     * @param connection with auto-commit off, to the same database; whoever began its transaction ends it
     */
    public FlowStore join(Connection connection) {
        Database joined = new Database(
                new Connections.Joined(connection), database.dialect().joined());
        Commits commits = joined.dialect() instanceof PostgresDialect postgres
                ? new PostgresCommits(joined, postgres)
                : new StepwiseCommits(joined);
        return new JdbcFlowStore(joined, commits, dataSource, nonces);
    }

    @Override
    public TenantStore tenants() {
        return tenants;
    }

    @Override
    public FlowVersionStore flowVersions() {
        return flowVersions;
    }

    @Override
    public WidgetKeyStore widgetKeys() {
        return widgetKeys;
    }

    @Override
    public ConversationStore conversations() {
        return conversations;
    }

    @Override
    public ExecutionStore executions() {
        return executions;
    }

    @Override
    public InboxEventStore inboxEvents() {
        return inboxEvents;
    }

    @Override
    public TaskStore tasks() {
        return tasks;
    }

    @Override
    public OutboxStore outbox() {
        return outbox;
    }

    @Override
    public EndpointStore endpoints() {
        return endpoints;
    }

    @Override
    public IdempotencyStore idempotency() {
        return idempotency;
    }

    @Override
    public EngineTokenStore engineTokens() {
        return engineTokens;
    }

    @Override
    public SettingsStore settings() {
        return settings;
    }

    @Override
    public AuditStore audit() {
        return audit;
    }

    @Override
    public FormStore forms() {
        return forms;
    }

    @Override
    public SubmissionStore submissions() {
        return submissions;
    }

    @Override
    public UploadStore uploads() {
        return uploads;
    }

    @Override
    public BlobStore blobs() {
        return blobs;
    }

    @Override
    public TelemetryStore telemetry() {
        return telemetry;
    }

    @Override
    public GoalStore goals() {
        return goals;
    }

    @Override
    public void check() {
        database.requireOpen();
        Validation.ofReadiness(dataSource);
    }

    /** The connections stay as they are: whoever made the data source closes it. */
    @Override
    public void close() {
        database.close();
    }

    /** Chooses how a store works. Not thread-safe. */
    public static final class Builder {
        private final DataSource dataSource;
        private DataSource dispatcher;
        private Duration statementTimeout = Duration.ofSeconds(10);
        private Duration lockTimeout = Duration.ofSeconds(5);
        private int concurrentCommits = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
            this.dispatcher = dataSource;
        }

        /** Other connections for what crosses tenants, so that the login of the rest need not be able to. */
        public Builder dispatcher(DataSource next) {
            dispatcher = next;
            return this;
        }

        /** How long one statement may take; ten seconds by default. */
        public Builder statementTimeout(Duration next) {
            statementTimeout = positive(next);
            return this;
        }

        /** How long one statement waits for a lock; five seconds by default. */
        public Builder lockTimeout(Duration next) {
            lockTimeout = positive(next);
            return this;
        }

        /**
         * How many commits of turns are under way at once before those that come wait for one another and go together, as one
         * transaction; on PostgreSQL only. By default twice as many as this machine has cores, and four at least. The pool should
         * have more connections than that.
         */
        public Builder concurrentCommits(int next) {
            if (next < 1) {
                throw new IllegalArgumentException("must be at least 1: " + next);
            }
            concurrentCommits = next;
            return this;
        }

        private static Duration positive(Duration duration) {
            if (duration.toMillis() < 1) {
                throw new IllegalArgumentException("must be at least a millisecond: " + duration);
            }
            return duration;
        }

        /** @throws StoreException as {@link JdbcFlowStore#open(DataSource)} does */
        public JdbcFlowStore open() {
            JdbcSchema.validate(dataSource, dispatcher);
            AtomicLong nonce = new AtomicLong(new SecureRandom().nextLong());
            Database database = new Database(new Connections.Pooled(dataSource, dispatcher), dialect());
            Commits commits = database.dialect() instanceof PostgresDialect postgres
                    ? new GroupedCommits(
                            new PostgresCommits(database, postgres), concurrentCommits, GroupedCommits.PATIENCE)
                    : new StepwiseCommits(database);
            return new JdbcFlowStore(database, commits, dataSource, nonce::incrementAndGet);
        }

        private Dialect dialect() {
            try (Connection connection = dataSource.getConnection()) {
                return switch (Products.of(connection)) {
                    case POSTGRESQL -> new PostgresDialect(statementTimeout, lockTimeout);
                    case H2 -> new H2Dialect(statementTimeout, lockTimeout);
                    case MARIADB -> new MariadbDialect(statementTimeout, lockTimeout);
                };
            } catch (SQLException e) {
                throw Failures.toStoreException(e);
            }
        }
    }
}

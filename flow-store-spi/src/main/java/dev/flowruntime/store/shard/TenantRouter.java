package dev.flowruntime.store.shard;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.AuditStore;
import dev.flowruntime.store.BlobStore;
import dev.flowruntime.store.ConversationStore;
import dev.flowruntime.store.EndpointStore;
import dev.flowruntime.store.EngineTokenStore;
import dev.flowruntime.store.ExecutionStore;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.FlowVersionStore;
import dev.flowruntime.store.FormStore;
import dev.flowruntime.store.IdempotencyStore;
import dev.flowruntime.store.InboxEventStore;
import dev.flowruntime.store.OutboxStore;
import dev.flowruntime.store.SettingsStore;
import dev.flowruntime.store.SubmissionStore;
import dev.flowruntime.store.TaskStore;
import dev.flowruntime.store.TenantStore;
import dev.flowruntime.store.UploadStore;
import dev.flowruntime.store.WidgetKeyStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A flow store that spreads tenants over several others, its shards.
 *
 * <pre>{@code
 * FlowStore store = TenantRouter.builder(tenant -> placements.getOrDefault(tenant, "eu-1"))
 *         .shard("eu-1", euOne)
 *         .shard("eu-2", euTwo)
 *         .build();
 * }</pre>
 *
 * <p><b>Placement.</b> The host says which shard a tenant is on, and must always say the same: a tenant that is placed
 * elsewhere is not found any more. A hash over the number of shards would do that to many tenants whenever a shard is added,
 * so there is none: write down where each tenant is, before it is put. The function is asked at every call, so it should
 * answer from memory; it is asked for ids that no tenant has as well, which are absent on whatever shard it names. The
 * router moves nothing. To move a tenant, stop serving it, take its rows to the other shard, leaving none, and place it there
 * before it is served again.
 *
 * <p><b>What crosses tenants</b> asks all shards:
 *
 * <ul>
 *   <li>Claims share their limit evenly; what one shard leaves goes to the others, and every claim begins with another shard.
 *       <b>The longest due come first within a shard only</b>: of different shards, deliveries come in the order in which
 *       they were created, events in that of their arrival, and executions and tasks by turns.
 *   <li>A public key or an engine token is looked for shard by shard. When it is on none and a shard could not say, that is
 *       an exception and not an absence.
 *   <li>Tenants are listed when all shards answer.
 *   <li>Engine tokens of no tenant are on the home shard, the first one given.
 * </ul>
 *
 * <p><b>Uniqueness.</b> A slug, a public key or an engine token's hash that is new to its shard is looked for on the others
 * before it is written, so all of them must answer then; changing anything else needs only the tenant's shard. Two routers in
 * different processes that put the same one at once for tenants of different shards can both succeed. Then both tenants are
 * listed until one gets another slug; a public key or token opens the first shard's. Public keys and tokens are random, so
 * this takes two who provision the same text at once. A token that is given to a tenant on another shard opens nothing for
 * a moment, or until it is put again when that was cut off.
 *
 * <p><b>A shard that is out of reach</b> ({@code LATER}) stops only its own tenants: claims pass it over, for 5 s by their own
 * time after each failure, and {@link WidgetKeyStore#listActiveOrigins()} leaves its origins out. When no shard answers, that is
 * an exception. A failure that trying again does not heal is one too, unless a claim has leased something, which is then
 * handed out first. {@link #check()} names every shard that cannot serve, so use it for alarms: a node that leaves its load
 * balancer by it takes the other shards' tenants along.
 *
 * <p>Closing the router closes every shard, even when one of them fails to.
 */
public final class TenantRouter implements FlowStore {
    private final Shards shards;
    private final RoutedTenantStore tenants;
    private final RoutedFlowVersionStore flowVersions;
    private final RoutedWidgetKeyStore widgetKeys;
    private final RoutedConversationStore conversations;
    private final RoutedExecutionStore executions;
    private final RoutedInboxEventStore inboxEvents;
    private final RoutedTaskStore tasks;
    private final RoutedOutboxStore outbox;
    private final RoutedEndpointStore endpoints;
    private final RoutedIdempotencyStore idempotency;
    private final RoutedEngineTokenStore engineTokens;
    private final RoutedSettingsStore settings;
    private final RoutedAuditStore audit;
    private final RoutedFormStore forms;
    private final RoutedSubmissionStore submissions;
    private final RoutedUploadStore uploads;
    private final RoutedBlobStore blobs;

    private TenantRouter(Shards shards) {
        this.shards = shards;
        this.tenants = new RoutedTenantStore(shards);
        this.flowVersions = new RoutedFlowVersionStore(shards);
        this.widgetKeys = new RoutedWidgetKeyStore(shards);
        this.conversations = new RoutedConversationStore(shards);
        this.executions = new RoutedExecutionStore(shards);
        this.inboxEvents = new RoutedInboxEventStore(shards);
        this.tasks = new RoutedTaskStore(shards);
        this.outbox = new RoutedOutboxStore(shards);
        this.endpoints = new RoutedEndpointStore(shards);
        this.idempotency = new RoutedIdempotencyStore(shards);
        this.engineTokens = new RoutedEngineTokenStore(shards);
        this.settings = new RoutedSettingsStore(shards);
        this.audit = new RoutedAuditStore(shards);
        this.forms = new RoutedFormStore(shards);
        this.submissions = new RoutedSubmissionStore(shards);
        this.uploads = new RoutedUploadStore(shards);
        this.blobs = new RoutedBlobStore(shards);
    }

    /**
     * @param placement the name of the shard that a tenant is on; thread-safe. A name without a shard makes the call a {@code
     *     StoreException} {@code NEVER}; a placement that cannot tell for now throws one of {@code LATER}
     */
    public static Builder builder(Function<TenantId, String> placement) {
        return new Builder(placement);
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
    public void check() {
        shards.askEach(FlowStore::check).requireNone();
    }

    @Override
    public void close() {
        shards.close();
    }

    /** Collects shards; for one thread. */
    public static final class Builder {
        private final Function<TenantId, String> placement;
        private final Map<String, Shard> shards = new LinkedHashMap<>();

        private Builder(Function<TenantId, String> placement) {
            this.placement = placement;
        }

        /**
         * Adds a shard; the first is the home shard.
         *
         * @param name by which the placement and error messages call it
         * @throws IllegalArgumentException when another shard has the name
         */
        public Builder shard(String name, FlowStore store) {
            if (shards.putIfAbsent(name, new Shard(name, store)) != null) {
                throw new IllegalArgumentException("there is a shard " + name + " already");
            }
            return this;
        }

        /** @throws IllegalStateException when there is no shard */
        public TenantRouter build() {
            if (shards.isEmpty()) {
                throw new IllegalStateException("a router needs at least one shard");
            }
            return new TenantRouter(new Shards(shards, placement));
        }
    }
}

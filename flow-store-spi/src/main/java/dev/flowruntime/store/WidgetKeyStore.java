package dev.flowruntime.store;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps widget keys. */
public interface WidgetKeyStore {
    /**
     * Makes the key, or replaces all of it.
     *
     * @throws StoreException {@code NEVER} when its public key belongs to another widget key of any tenant
     */
    void put(WidgetKey key);

    Optional<WidgetKey> find(TenantId tenant, WidgetKeyId id);

    /** Crosses tenants: a public key tells its tenant. */
    Optional<WidgetKey> findByPublicKey(String publicKey);

    /** The tenant's keys, by label. */
    List<WidgetKey> list(TenantId tenant);

    /** Adds to how often the key's forms were mounted; nothing happens when there is no such key. */
    void addMounts(TenantId tenant, WidgetKeyId id, long mounts);

    /** How often the key's forms were mounted; 0 when there is no such key. */
    long countMounts(TenantId tenant, WidgetKeyId id);

    /** Every origin that some active key allows. Crosses tenants: a preflight may name no key. */
    Set<String> listActiveOrigins();
}

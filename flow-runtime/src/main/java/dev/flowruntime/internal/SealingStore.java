package dev.flowruntime.internal;

import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.WidgetKeyStore;
import dev.flowruntime.token.SealedSecrets;

/** The host's store, in which secrets stand encrypted. */
public final class SealingStore extends ForwardingStore {
    private final SealedWidgetKeys widgetKeys;

    public SealingStore(FlowStore inner, SealedSecrets secrets) {
        super(inner);
        this.widgetKeys = new SealedWidgetKeys(inner.widgetKeys(), secrets);
    }

    /** Seals the secrets of a tenant with the first key that are not. @return of how many widget keys */
    public int reseal(TenantId tenant) {
        return widgetKeys.reseal(tenant);
    }

    @Override
    public WidgetKeyStore widgetKeys() {
        return widgetKeys;
    }
}

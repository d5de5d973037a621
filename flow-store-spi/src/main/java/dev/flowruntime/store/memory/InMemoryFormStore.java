package dev.flowruntime.store.memory;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.FormChange;
import dev.flowruntime.store.FormStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The forms of each tenant by code, each a list of versions from 1. Publishers take turns and put a changed copy in the place
 * of a tenant's forms, so readers take no lock and never see two versions of a form active.
 */
final class InMemoryFormStore implements FormStore {
    private final Tables tables;
    private final ConcurrentMap<TenantId, Map<String, List<FormVersion>>> tenants = new ConcurrentHashMap<>();

    InMemoryFormStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized FormChange publish(FormVersion next) {
        tables.requireOpen();
        List<FormVersion> versions = versions(next.tenant(), next.code());
        boolean ofThisForm = versions.isEmpty()
                ? codeOf(next.tenant(), next.form()).isEmpty()
                : versions.get(0).form().equals(next.form());
        if (!ofThisForm || next.version() != versions.size() + 1) {
            return new FormChange.Stale();
        }
        List<FormVersion> grown = new ArrayList<>(versions);
        grown.add(next);
        replace(next.tenant(), next.code(), withActive(grown, next.version()));
        return new FormChange.Changed(next.activated(true));
    }

    @Override
    public synchronized void archive(TenantId tenant, FormId form) {
        tables.requireOpen();
        codeOf(tenant, form).ifPresent(code -> replace(tenant, code, withActive(versions(tenant, code), 0)));
    }

    @Override
    public Optional<FormVersion> findActive(TenantId tenant, FormId form) {
        tables.requireOpen();
        return codeOf(tenant, form).flatMap(code -> active(versions(tenant, code)));
    }

    @Override
    public Optional<FormVersion> findActive(TenantId tenant, String code) {
        tables.requireOpen();
        return active(versions(tenant, code));
    }

    @Override
    public List<FormVersion> listVersions(TenantId tenant, String code) {
        tables.requireOpen();
        return versions(tenant, code);
    }

    @Override
    public List<FormVersion> listActive(TenantId tenant) {
        tables.requireOpen();
        return forms(tenant).values().stream()
                .flatMap(List::stream)
                .filter(FormVersion::active)
                .sorted(Comparator.comparing(FormVersion::code))
                .toList();
    }

    private static Optional<FormVersion> active(List<FormVersion> versions) {
        return versions.stream().filter(FormVersion::active).findFirst();
    }

    private static List<FormVersion> withActive(List<FormVersion> versions, int active) {
        return versions.stream()
                .map(version -> version.activated(version.version() == active))
                .toList();
    }

    private Optional<String> codeOf(TenantId tenant, FormId form) {
        return forms(tenant).values().stream()
                .map(versions -> versions.get(0))
                .filter(first -> first.form().equals(form))
                .map(FormVersion::code)
                .findFirst();
    }

    private List<FormVersion> versions(TenantId tenant, String code) {
        return forms(tenant).getOrDefault(code, List.of());
    }

    private Map<String, List<FormVersion>> forms(TenantId tenant) {
        return tenants.getOrDefault(tenant, Map.of());
    }

    private void replace(TenantId tenant, String code, List<FormVersion> versions) {
        Map<String, List<FormVersion>> changed = new HashMap<>(forms(tenant));
        changed.put(code, versions);
        tenants.put(tenant, changed);
    }
}

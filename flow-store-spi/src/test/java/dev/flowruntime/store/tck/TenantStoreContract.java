package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.StoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a {@code TenantStore} must do. */
public abstract class TenantStoreContract extends StoreContract {
    @Test
    void aTenantIsFoundAsItWasPut() {
        Tenant tenant = newTenant("initech", "Initech Ltd. – « é »");
        store.tenants().put(tenant);
        assertThat(store.tenants().find(tenant.id())).contains(tenant);
    }

    @Test
    void anUnknownTenantIsAbsent() {
        assertThat(store.tenants().find(new TenantId(fixture.newId()))).isEmpty();
    }

    @Test
    void puttingATenantAgainReplacesSlugAndNameButNotWhenItWasMade() {
        Tenant tenant = newTenant("initech", "Initech");
        store.tenants().put(tenant);
        store.tenants()
                .put(new Tenant(
                        tenant.id(), "initrode", "Initrode", tenant.createdAt().plus(Duration.ofDays(1))));
        assertThat(store.tenants().find(tenant.id()))
                .contains(new Tenant(tenant.id(), "initrode", "Initrode", tenant.createdAt()));
    }

    @Test
    void aSlugOfAnotherTenantIsRefusedForGoodAndNothingChanges() {
        Tenant tenant = newTenant("initech", "Initech");
        store.tenants().put(tenant);
        for (Tenant thief :
                List.of(newTenant("acme", "Thief"), new Tenant(tenant.id(), "acme", "T", clock.instant()))) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.tenants().put(thief))
                    .returns(StoreException.Retry.NEVER, StoreException::retry);
        }
        assertThat(store.tenants().find(tenant.id())).contains(tenant);
        assertThat(store.tenants().list()).extracting(Tenant::slug).containsExactly("acme", "globex", "initech");
    }

    @Test
    void aSlugThatWasGivenUpIsFree() {
        Tenant tenant = newTenant("initech", "Initech");
        store.tenants().put(tenant);
        store.tenants().put(new Tenant(tenant.id(), "initrode", "Initrode", tenant.createdAt()));
        Tenant heir = newTenant("initech", "Heir");
        store.tenants().put(heir);
        assertThat(store.tenants().find(heir.id())).contains(heir);
    }

    @Test
    void tenantsAreListedBySlug() {
        store.tenants().put(newTenant("b_b", "B"));
        store.tenants().put(newTenant("b1", "B"));
        store.tenants().put(newTenant("bb", "B"));
        assertThat(store.tenants().list())
                .extracting(Tenant::slug)
                .containsExactly("acme", "b1", "b_b", "bb", "globex");
    }

    @Test
    void ofManyWhoWantASlugOneGetsIt() {
        List<Boolean> got = Race.run(20, i -> {
            Tenant tenant = newTenant("initech", "Initech " + i);
            return () -> {
                try {
                    store.tenants().put(tenant);
                    return true;
                } catch (StoreException refused) {
                    return false;
                }
            };
        });
        assertThat(got).containsOnlyOnce(true);
        assertThat(store.tenants().list()).extracting(Tenant::slug).containsExactly("acme", "globex", "initech");
    }

    private Tenant newTenant(String slug, String name) {
        return new Tenant(new TenantId(fixture.newId()), slug, name, clock.instant());
    }
}

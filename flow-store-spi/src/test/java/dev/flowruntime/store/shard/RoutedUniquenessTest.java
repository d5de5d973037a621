package dev.flowruntime.store.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.EngineToken;
import dev.flowruntime.model.Tenant;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.tck.Race;
import dev.flowruntime.store.tck.TenantFixture;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of those who put the same thing on different shards at once, through one router, one gets it. */
class RoutedUniquenessTest {
    private static final int ROUNDS = 100;

    private final RoutedStoreFixture fixture = new RoutedStoreFixture();
    private final FlowStore router = fixture.store();
    private final List<TenantFixture> tenants = Stream.of("a", "b", "c")
            .map(shard -> fixture.newTenantOn(shard, "tenant-" + shard))
            .toList();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void ofTenantsOnDifferentShardsOneGetsTheSlug() {
        for (int round = 0; round < ROUNDS; round++) {
            String slug = "wanted-" + round;
            assertThat(race(tenant -> router.tenants()
                            .put(new Tenant(
                                    tenant, slug, "Name", fixture.clock().instant()))))
                    .containsOnlyOnce(true);
        }
    }

    @Test
    void ofWidgetKeysOnDifferentShardsOneGetsThePublicKey() {
        for (int round = 0; round < ROUNDS; round++) {
            String publicKey = "pk_live_" + round;
            assertThat(race(tenant -> router.widgetKeys()
                            .put(of(tenant)
                                    .widgetKey(new WidgetKeyId(fixture.newId()), "wanted")
                                    .withPublicKey(publicKey))))
                    .containsOnlyOnce(true);
        }
    }

    @Test
    void aTokenThatTenantsOnDifferentShardsPutIsOneTenantsInTheEnd() {
        for (int round = 0; round < ROUNDS; round++) {
            String hash = "hash " + round;
            race(tenant -> router.engineTokens().put(new EngineToken(hash, "wanted", tenant)));
            assertThat(List.of(fixture.a, fixture.b, fixture.c))
                    .filteredOn(shard -> shard.inner().engineTokens().find(hash).isPresent())
                    .hasSize(1);
        }
    }

    /** Which of the tenants did it. */
    private List<Boolean> race(Consumer<TenantId> put) {
        return Race.run(tenants.stream()
                .<Callable<Boolean>>map(tenant -> () -> {
                    try {
                        put.accept(tenant.id());
                        return true;
                    } catch (StoreException refused) {
                        return false;
                    }
                })
                .toList());
    }

    private TenantFixture of(TenantId id) {
        return tenants.stream()
                .filter(tenant -> tenant.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}

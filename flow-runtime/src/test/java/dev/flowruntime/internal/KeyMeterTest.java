package dev.flowruntime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.internal.KeyMeter.Use;
import dev.flowruntime.metrics.RuntimeObserver;
import dev.flowruntime.model.Grant;
import dev.flowruntime.model.KeyUsage;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.FlowStore;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.memory.InMemoryFlowStore;
import dev.flowruntime.token.KeyRing;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyMeterTest {
    private static final Instant LATE = Instant.parse("2026-03-01T23:59:59.5Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    private final FlowStore store = new InMemoryFlowStore();
    private boolean outOfReach;
    private Instant now = LATE;
    private final KeyMeter meter = new KeyMeter(new Services(
            failing(),
            () -> now,
            System::nanoTime,
            UUID::randomUUID,
            Signing.with(KeyRing.random(new SecureRandom())),
            Settings.DEFAULT,
            UploadSettings.DEFAULT,
            RuntimeObserver.NONE));

    /** The store, as long as it is not out of reach. */
    private FlowStore failing() {
        return (FlowStore) Proxy.newProxyInstance(
                FlowStore.class.getClassLoader(), new Class<?>[] {FlowStore.class}, (proxy, method, arguments) -> {
                    if (outOfReach) {
                        throw new StoreException(StoreException.Retry.LATER, "out of reach");
                    }
                    return method.invoke(store, arguments);
                });
    }

    private static WidgetKey key(int tenant) {
        return new WidgetKey(
                new TenantId(new UUID(0x7000, tenant)),
                new WidgetKeyId(new UUID(1, 1)),
                "pk_live_0",
                "chat",
                WidgetKey.Status.ACTIVE,
                List.of(),
                Grant.ofEverything(),
                Grant.ofNothing(),
                null,
                null,
                LATE);
    }

    private List<KeyUsage> stored(int tenant) {
        return store.telemetry().listUsage(key(tenant).tenant(), DAY, DAY.plusDays(1));
    }

    @Test
    void aDayEndsAtMidnightOfUtc() {
        meter.count(key(1), Use.MESSAGE, 1);
        now = LATE.plusSeconds(1);
        meter.count(key(1), Use.MESSAGE, 2);
        meter.flush();
        assertThat(stored(1))
                .containsExactly(
                        new KeyUsage(key(1).id(), DAY, 0, 1, 0, 0),
                        new KeyUsage(key(1).id(), DAY.plusDays(1), 0, 2, 0, 0));
    }

    @Test
    void whatTheStoreDidNotTakeIsAddedLaterTogetherWithWhatCameSince() {
        meter.count(key(1), Use.SESSION, 1);
        outOfReach = true;
        assertThatExceptionOfType(StoreException.class).isThrownBy(meter::flush);
        meter.count(key(1), Use.SESSION, 1);
        outOfReach = false;
        meter.flush();
        assertThat(stored(1)).containsExactly(new KeyUsage(key(1).id(), DAY, 2, 0, 0, 0));
    }

    @Test
    void manyTenantsAreServedOverSeveralLooks() {
        IntStream.range(0, 120).forEach(tenant -> meter.count(key(tenant), Use.EVENT, 1));
        meter.claim(10);
        assertThat(added()).isEqualTo(50);
        meter.claim(10);
        meter.claim(10);
        assertThat(added()).isEqualTo(120);
    }

    private long added() {
        return IntStream.range(0, 120)
                .filter(tenant -> !stored(tenant).isEmpty())
                .count();
    }
}

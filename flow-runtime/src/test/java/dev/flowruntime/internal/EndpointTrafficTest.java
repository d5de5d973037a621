package dev.flowruntime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.internal.WebhookSender.Result;
import dev.flowruntime.model.WidgetKeyId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EndpointTrafficTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final EndpointTraffic traffic = new EndpointTraffic(nanoTime::get);

    private static WidgetKeyId endpoint(int number) {
        return new WidgetKeyId(new UUID(1, number));
    }

    private void one(WidgetKeyId endpoint, Result result) {
        traffic.begun(endpoint);
        traffic.ended(endpoint, result);
    }

    private int more(WidgetKeyId endpoint) {
        return traffic.limits().of(endpoint);
    }

    @Test
    void anEndpointOfWhichNothingIsKnownGetsOneAtATime() {
        assertThat(more(endpoint(1))).isEqualTo(1);
        traffic.begun(endpoint(1));
        assertThat(more(endpoint(1))).isZero();
    }

    @Test
    void itGetsTwiceAsManyForEachItTakesUpToABound() {
        for (int most : new int[] {2, 4, 8, 8}) {
            one(endpoint(1), Result.TOOK);
            traffic.begun(endpoint(1));
            assertThat(more(endpoint(1))).isEqualTo(most - 1);
            traffic.ended(endpoint(1), Result.UNASKED);
        }
    }

    @Test
    void oneThatItDoesNotTakeSetsItBackToOne() {
        one(endpoint(1), Result.TOOK);
        one(endpoint(1), Result.TOOK);
        one(endpoint(1), Result.REFUSED);
        traffic.begun(endpoint(1));
        assertThat(more(endpoint(1))).isZero();
    }

    @Test
    void afterSomeSilenceItIsAskedEverMoreSeldomAndOneAtATime() {
        for (int i = 0; i < 3; i++) {
            assertThat(more(endpoint(1))).isEqualTo(1);
            one(endpoint(1), Result.SILENT);
        }
        assertThat(more(endpoint(1))).isZero();
        nanoTime.addAndGet(Duration.ofMillis(50).toNanos());
        assertThat(more(endpoint(1))).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            one(endpoint(1), Result.SILENT);
        }
        nanoTime.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(more(endpoint(1))).isZero();
        nanoTime.addAndGet(Duration.ofMillis(1).toNanos());
        traffic.begun(endpoint(1));
        assertThat(more(endpoint(1))).isZero();
        traffic.ended(endpoint(1), Result.TOOK);
        assertThat(more(endpoint(1))).isEqualTo(1);
    }

    @Test
    void theUnknownLeaveRoomForTheProven() {
        one(endpoint(0), Result.TOOK);
        for (int i = 1; i <= EndpointTraffic.MOST_UNPROVEN; i++) {
            assertThat(more(endpoint(i))).isEqualTo(1);
            traffic.begun(endpoint(i));
        }
        assertThat(more(endpoint(9999))).isZero();
        assertThat(more(endpoint(0))).isEqualTo(2);
        assertThat(traffic.room()).isEqualTo(EndpointTraffic.MOST - EndpointTraffic.MOST_UNPROVEN);
    }

    @Test
    void theSilentLeaveRoomForTheUnknown() {
        for (int i = 0; i <= EndpointTraffic.MOST_SILENT; i++) {
            for (int times = 0; times < 3; times++) {
                one(endpoint(i), Result.SILENT);
            }
        }
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        for (int i = 0; i < EndpointTraffic.MOST_SILENT; i++) {
            assertThat(more(endpoint(i))).isEqualTo(1);
            traffic.begun(endpoint(i));
        }
        assertThat(more(endpoint(EndpointTraffic.MOST_SILENT))).isZero();
        assertThat(more(endpoint(9999))).isEqualTo(1);
    }

    @Test
    void onlySoManyAreRemembered() {
        for (int i = 0; i < 20_000; i++) {
            for (int times = 0; times < 3; times++) {
                one(endpoint(i), Result.SILENT);
            }
        }
        assertThat(traffic.limits().named()).hasSizeLessThanOrEqualTo(5_000);
        assertThat(traffic.room()).isEqualTo(EndpointTraffic.MOST);
    }
}

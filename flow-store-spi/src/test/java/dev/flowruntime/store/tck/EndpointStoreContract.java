package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.EndpointState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an {@code EndpointStore} must do. */
public abstract class EndpointStoreContract extends StoreContract {
    private static final EndpointState WELL = new EndpointState(null, null);

    @Test
    void anEndpointThatWasNeverHeardOfIsWell() {
        assertThat(store.endpoints().find(acme.id(), acme.widgetKey())).isEqualTo(WELL);
    }

    @Test
    void itFailsSinceItFirstFailed() {
        Instant first = clock.instant();
        EndpointState failing = new EndpointState(first, null);
        assertThat(store.endpoints().failed(acme.id(), acme.widgetKey(), first)).isEqualTo(failing);
        assertThat(store.endpoints().failed(acme.id(), acme.widgetKey(), first.plusSeconds(60)))
                .isEqualTo(failing);
        assertThat(store.endpoints().find(acme.id(), acme.widgetKey())).isEqualTo(failing);
    }

    @Test
    void onceItHasWorkedItFailsAnew() {
        store.endpoints().worked(acme.id(), acme.widgetKey());
        store.endpoints().failed(acme.id(), acme.widgetKey(), clock.instant());
        store.endpoints().worked(acme.id(), acme.widgetKey());
        assertThat(store.endpoints().find(acme.id(), acme.widgetKey())).isEqualTo(WELL);
        Instant later = clock.instant().plusSeconds(60);
        assertThat(store.endpoints().failed(acme.id(), acme.widgetKey(), later))
                .isEqualTo(new EndpointState(later, null));
    }

    @Test
    void itIsPausedOnceAndWhateverHappensUntilItIsResumed() {
        Instant at = clock.instant();
        store.endpoints().failed(acme.id(), acme.widgetKey(), at);
        assertThat(store.endpoints().pause(acme.id(), acme.widgetKey(), at)).isTrue();
        assertThat(store.endpoints().pause(acme.id(), acme.widgetKey(), at.plusSeconds(60)))
                .isFalse();
        store.endpoints().worked(acme.id(), acme.widgetKey());
        assertThat(store.endpoints().find(acme.id(), acme.widgetKey())).isEqualTo(new EndpointState(null, at));
        assertThat(store.endpoints().resume(acme.id(), acme.widgetKey())).isTrue();
        assertThat(store.endpoints().resume(acme.id(), acme.widgetKey())).isFalse();
        assertThat(store.endpoints().find(acme.id(), acme.widgetKey())).isEqualTo(WELL);
    }

    @Test
    void aResumedEndpointFailsAnew() {
        store.endpoints().failed(acme.id(), acme.widgetKey(), clock.instant());
        store.endpoints().pause(acme.id(), acme.widgetKey(), clock.instant());
        store.endpoints().resume(acme.id(), acme.widgetKey());
        assertThat(store.endpoints().find(acme.id(), acme.widgetKey())).isEqualTo(WELL);
    }

    @Test
    void anotherTenantsEndpointIsAnother() {
        store.endpoints().pause(acme.id(), acme.widgetKey(), clock.instant());
        assertThat(store.endpoints().find(globex.id(), acme.widgetKey())).isEqualTo(WELL);
        assertThat(store.endpoints().resume(globex.id(), acme.widgetKey())).isFalse();
    }

    @Test
    void ofManyWhoPauseAtOnceOneDoes() {
        for (int round = 0; round < fixture.rounds(100); round++) {
            List<Boolean> paused =
                    Race.run(3, i -> () -> store.endpoints().pause(acme.id(), acme.widgetKey(), clock.instant()));
            assertThat(paused).containsOnlyOnce(true);
            assertThat(store.endpoints().resume(acme.id(), acme.widgetKey())).isTrue();
        }
    }
}

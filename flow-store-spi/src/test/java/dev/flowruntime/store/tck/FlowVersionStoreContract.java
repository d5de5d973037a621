package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.FlowId;
import dev.flowruntime.model.FlowVersion;
import dev.flowruntime.model.Json;
import dev.flowruntime.store.FlowChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@code FlowVersionStore} must do. */
public abstract class FlowVersionStoreContract extends StoreContract {
    private FlowId returns;

    @BeforeEach
    final void nameAFlow() {
        returns = new FlowId(fixture.newId());
    }

    @Test
    void theFirstVersionIsPublishedAsTheActiveOne() {
        FlowVersion first = acme.flowVersion(returns, "returns", 1, "returns");
        assertThat(publish(first.activated(false))).isEqualTo(new FlowChange.Changed(first));
        assertThat(find(1)).isEqualTo(first);
    }

    @Test
    void aVersionComesBackToTheLetter() {
        FlowVersion version = new FlowVersion(
                acme.id(),
                returns,
                "returns",
                1,
                "Retours – é",
                new Json("{\"b\":1.0,\"a\":{},\"t\":\"\\u00e9 é 😀\"}"),
                "returns",
                "order.paid",
                true,
                clock.instant());
        publish(version);
        assertThat(find(1)).isEqualTo(version);
    }

    @Test
    void theNextVersionTakesOver() {
        publish(1, "returns");
        publish(2, "returns");
        assertThat(find(1).active()).isFalse();
        assertThat(find(2).active()).isTrue();
    }

    @Test
    void aVersionWithAnotherNumberThanTheNextIsStale() {
        assertThat(publish(2, null)).isEqualTo(new FlowChange.Stale());
        publish(1, null);
        assertThat(publish(1, null)).isEqualTo(new FlowChange.Stale());
        assertThat(publish(3, null)).isEqualTo(new FlowChange.Stale());
        assertThat(store.flowVersions().listVersions(acme.id(), "returns"))
                .extracting(FlowVersion::version)
                .containsExactly(1);
    }

    @Test
    void aCodeOfAnotherFlowIsStale() {
        assertThat(publish(acme.flowVersion(returns, "order_status", 1, null))).isEqualTo(new FlowChange.Stale());
        assertThat(publish(acme.flowVersion(returns, "order_status", 2, null))).isEqualTo(new FlowChange.Stale());
    }

    @Test
    void aFlowUnderAnotherCodeIsStale() {
        publish(1, null);
        assertThat(publish(acme.flowVersion(returns, "refunds", 2, null))).isEqualTo(new FlowChange.Stale());
    }

    @Test
    void anIntentOfAnotherActiveFlowIsTakenAndNothingChanges() {
        publish(1, "returns");
        FlowVersion rival = acme.flowVersion(new FlowId(fixture.newId()), "refunds", 1, "returns");
        assertThat(publish(rival)).isEqualTo(new FlowChange.IntentTaken("returns"));
        assertThat(store.flowVersions().listVersions(acme.id(), "refunds")).isEmpty();
        assertThat(find(1).active()).isTrue();
    }

    @Test
    void theIntentOfARetiredVersionIsFree() {
        publish(1, "returns");
        publish(2, "send_back");
        assertThat(publish(acme.flowVersion(new FlowId(fixture.newId()), "refunds", 1, "returns")))
                .isInstanceOf(FlowChange.Changed.class);
    }

    @Test
    void flowsWithoutAnIntentShareNone() {
        publish(1, null);
        assertThat(publish(acme.flowVersion(new FlowId(fixture.newId()), "refunds", 1, null)))
                .isInstanceOf(FlowChange.Changed.class);
    }

    @Test
    void activatingAnOlderVersionRollsBack() {
        publish(1, "returns");
        publish(2, "returns");
        assertThat(store.flowVersions().activate(acme.id(), returns, 1))
                .isEqualTo(new FlowChange.Changed(acme.flowVersion(returns, "returns", 1, "returns")));
        assertThat(find(1).active()).isTrue();
        assertThat(find(2).active()).isFalse();
        assertThat(publish(3, "returns")).isInstanceOf(FlowChange.Changed.class);
    }

    @Test
    void activatingWhatIsNotThereIsStale() {
        publish(1, null);
        assertThat(store.flowVersions().activate(acme.id(), returns, 2)).isEqualTo(new FlowChange.Stale());
        assertThat(store.flowVersions().activate(acme.id(), returns, 0)).isEqualTo(new FlowChange.Stale());
        assertThat(find(1).active()).isTrue();
    }

    @Test
    void aVersionWhoseIntentWasTakenMeanwhileIsNotActivated() {
        publish(1, "returns");
        publish(2, "send_back");
        publish(acme.flowVersion(new FlowId(fixture.newId()), "refunds", 1, "returns"));
        assertThat(store.flowVersions().activate(acme.id(), returns, 1))
                .isEqualTo(new FlowChange.IntentTaken("refunds"));
        assertThat(find(2).active()).isTrue();
    }

    @Test
    void anArchivedFlowHasNoActiveVersionAndGivesUpItsIntent() {
        publish(1, "returns");
        store.flowVersions().archive(acme.id(), returns);
        assertThat(find(1).active()).isFalse();
        assertThat(publish(acme.flowVersion(new FlowId(fixture.newId()), "refunds", 1, "returns")))
                .isInstanceOf(FlowChange.Changed.class);
    }

    @Test
    void anArchivedFlowGoesOnWithItsNextNumber() {
        publish(1, "returns");
        store.flowVersions().archive(acme.id(), returns);
        assertThat(publish(1, "returns")).isEqualTo(new FlowChange.Stale());
        assertThat(publish(2, "returns")).isInstanceOf(FlowChange.Changed.class);
    }

    @Test
    void versionsAreListedOldestFirst() {
        for (int version = 1; version <= 11; version++) {
            publish(version, null);
        }
        assertThat(store.flowVersions().listVersions(acme.id(), "returns"))
                .extracting(FlowVersion::version)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(store.flowVersions().listVersions(acme.id(), "unknown")).isEmpty();
    }

    @Test
    void activeVersionsAreListedByCode() {
        publish(acme.flowVersion(new FlowId(fixture.newId()), "b_b", 1, null));
        publish(acme.flowVersion(new FlowId(fixture.newId()), "bb", 1, null));
        publish(acme.flowVersion(new FlowId(fixture.newId()), "b1", 1, null));
        publish(1, null);
        store.flowVersions().archive(acme.id(), returns);
        assertThat(store.flowVersions().listActive(acme.id()))
                .extracting(FlowVersion::code)
                .containsExactly("b1", "b_b", "bb", "order_status");
    }

    @Test
    void anotherTenantsFlowsAreAbsent() {
        publish(1, "returns");
        assertThat(store.flowVersions().find(globex.id(), returns, 1)).isEmpty();
        assertThat(store.flowVersions().listVersions(globex.id(), "returns")).isEmpty();
        assertThat(store.flowVersions().activate(globex.id(), returns, 1)).isEqualTo(new FlowChange.Stale());
        store.flowVersions().archive(globex.id(), returns);
        assertThat(find(1).active()).isTrue();
        assertThat(store.flowVersions().listActive(globex.id()))
                .extracting(FlowVersion::flow)
                .containsExactly(globex.flow());
    }

    @Test
    void twoTenantsMayShareCodesAndIntents() {
        publish(1, "returns");
        FlowVersion theirs = globex.flowVersion(new FlowId(fixture.newId()), "returns", 1, "returns");
        assertThat(publish(theirs)).isInstanceOf(FlowChange.Changed.class);
        assertThat(store.flowVersions().listVersions(globex.id(), "returns")).containsExactly(theirs);
    }

    @Test
    void ofManyFlowsThatPublishOneIntentAtOnceOneWins() {
        for (int round = 0; round < fixture.rounds(50); round++) {
            String intent = "intent_" + round;
            List<FlowChange> changes = Race.run(4, i -> {
                FlowVersion version = acme.flowVersion(new FlowId(fixture.newId()), intent + "_" + i, 1, intent);
                return () -> publish(version);
            });
            assertThat(changes).hasOnlyElementsOfTypes(FlowChange.Changed.class, FlowChange.IntentTaken.class);
            assertThat(changes).filteredOn(FlowChange.Changed.class::isInstance).hasSize(1);
            assertThat(store.flowVersions().listActive(acme.id()))
                    .filteredOn(version -> intent.equals(version.intent()))
                    .hasSize(1);
        }
    }

    @Test
    void ofManyWhoPublishTheNextVersionAtOnceOneWins() {
        for (int version = 1; version <= fixture.rounds(20); version++) {
            FlowVersion next = acme.flowVersion(returns, "returns", version, "returns");
            List<FlowChange> changes = Race.run(8, i -> () -> publish(next));
            assertThat(changes).containsOnlyOnce(new FlowChange.Changed(next));
            assertThat(changes).filteredOn(new FlowChange.Stale()::equals).hasSize(7);
        }
    }

    private FlowChange publish(int version, @Nullable String intent) {
        return publish(acme.flowVersion(returns, "returns", version, intent));
    }

    private FlowChange publish(FlowVersion version) {
        return store.flowVersions().publish(version);
    }

    private FlowVersion find(int version) {
        return store.flowVersions().find(acme.id(), returns, version).orElseThrow();
    }
}

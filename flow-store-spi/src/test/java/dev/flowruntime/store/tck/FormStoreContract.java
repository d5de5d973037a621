package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowruntime.model.FormId;
import dev.flowruntime.model.FormVersion;
import dev.flowruntime.model.Json;
import dev.flowruntime.store.FormChange;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@code FormStore} must do. */
public abstract class FormStoreContract extends StoreContract {
    private FormId contact;

    @BeforeEach
    final void nameAForm() {
        contact = new FormId(fixture.newId());
    }

    @Test
    void theFirstVersionIsPublishedAsTheActiveOneAndComesBackToTheLetter() {
        FormVersion first = new FormVersion(
                acme.id(),
                contact,
                "contact",
                1,
                new Json("{\"b\":1.0,\"t\":\"\\u00e9 é 😀\"}"),
                false,
                clock.instant());
        assertThat(store.forms().publish(first)).isEqualTo(new FormChange.Changed(first.activated(true)));
        assertThat(store.forms().findActive(acme.id(), contact)).contains(first.activated(true));
        assertThat(store.forms().findActive(acme.id(), "contact")).contains(first.activated(true));
    }

    @Test
    void theNextVersionTakesOver() {
        publish(1);
        publish(2);
        assertThat(store.forms().listVersions(acme.id(), "contact"))
                .extracting(FormVersion::version, FormVersion::active)
                .containsExactly(tuple(1, false), tuple(2, true));
    }

    @Test
    void aVersionWithAnotherNumberThanTheNextIsStale() {
        assertThat(publish(2)).isEqualTo(new FormChange.Stale());
        publish(1);
        assertThat(publish(1)).isEqualTo(new FormChange.Stale());
        assertThat(publish(3)).isEqualTo(new FormChange.Stale());
        assertThat(store.forms().listVersions(acme.id(), "contact")).hasSize(1);
    }

    @Test
    void aCodeOfAnotherFormAndAFormUnderAnotherCodeAreStale() {
        publish(1);
        FormId other = new FormId(fixture.newId());
        assertThat(store.forms().publish(acme.formVersion(other, "contact", 1))).isEqualTo(new FormChange.Stale());
        assertThat(store.forms().publish(acme.formVersion(contact, "other", 2))).isEqualTo(new FormChange.Stale());
        assertThat(store.forms().publish(acme.formVersion(contact, "other", 1))).isEqualTo(new FormChange.Stale());
    }

    @Test
    void anArchivedFormHasVersionsAndNoActiveOne() {
        publish(1);
        store.forms().archive(acme.id(), contact);
        store.forms().archive(acme.id(), new FormId(fixture.newId()));
        assertThat(store.forms().findActive(acme.id(), contact)).isEmpty();
        assertThat(store.forms().findActive(acme.id(), "contact")).isEmpty();
        assertThat(store.forms().listActive(acme.id())).isEmpty();
        assertThat(store.forms().listVersions(acme.id(), "contact")).hasSize(1);
        assertThat(publish(2)).isInstanceOf(FormChange.Changed.class);
        assertThat(store.forms().findActive(acme.id(), contact))
                .map(FormVersion::version)
                .contains(2);
    }

    @Test
    void activeVersionsAreListedByCode() {
        for (String code : List.of("b", "a", "c_d", "ca")) {
            store.forms().publish(acme.formVersion(new FormId(fixture.newId()), code, 1));
        }
        assertThat(store.forms().listActive(acme.id()))
                .extracting(FormVersion::code)
                .containsExactly("a", "b", "c_d", "ca");
    }

    @Test
    void anotherTenantsFormsAreAbsentAndItMayHaveTheSame() {
        publish(1);
        assertThat(store.forms().findActive(globex.id(), contact)).isEmpty();
        assertThat(store.forms().findActive(globex.id(), "contact")).isEmpty();
        assertThat(store.forms().listVersions(globex.id(), "contact")).isEmpty();
        store.forms().archive(globex.id(), contact);
        assertThat(store.forms().findActive(acme.id(), contact)).isPresent();
        assertThat(store.forms().publish(globex.formVersion(contact, "contact", 1)))
                .isInstanceOf(FormChange.Changed.class);
    }

    @Test
    void ofManyWhoPublishTheSameVersionOneDoes() {
        for (int round = 0; round < fixture.rounds(20); round++) {
            int version = round + 1;
            List<FormChange> changes = Race.run(4, i -> () -> publish(version));
            assertThat(changes).filteredOn(FormChange.Changed.class::isInstance).hasSize(1);
        }
    }

    private FormChange publish(int version) {
        return store.forms().publish(acme.formVersion(contact, "contact", version));
    }
}

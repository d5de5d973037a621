package dev.flowruntime.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.model.Json;
import org.junit.jupiter.api.Test;

/** What a {@code SettingsStore} must do. */
public abstract class SettingsStoreContract extends StoreContract {
    @Test
    void aDocumentComesBackToTheLetter() {
        Json document = new Json("{\"b\":1.0,\"a\":[{}],\"t\":\"\\u00e9 é 😀\",\"n\":null}");
        store.settings().put(acme.id(), "questions", document);
        assertThat(store.settings().find(acme.id(), "questions")).contains(document);
    }

    @Test
    void puttingADocumentAgainReplacesIt() {
        store.settings().put(acme.id(), "questions", Json.EMPTY_OBJECT);
        store.settings().put(acme.id(), "questions", Json.EMPTY_ARRAY);
        assertThat(store.settings().find(acme.id(), "questions")).contains(Json.EMPTY_ARRAY);
    }

    @Test
    void documentsAreApartByNameAndByTenant() {
        store.settings().put(acme.id(), "questions", Json.EMPTY_OBJECT);
        assertThat(store.settings().find(acme.id(), "Questions")).isEmpty();
        assertThat(store.settings().find(globex.id(), "questions")).isEmpty();
        store.settings().put(globex.id(), "questions", Json.EMPTY_ARRAY);
        assertThat(store.settings().find(acme.id(), "questions")).contains(Json.EMPTY_OBJECT);
    }
}

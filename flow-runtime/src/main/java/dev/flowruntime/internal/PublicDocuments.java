package dev.flowruntime.internal;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.store.SettingsStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The public parts of tenants' settings, published beside them as settings of their own, so that reads find them ready.
 *
 * <p>What is published says which settings it was made from. Where that is not how they are now (they were written past the
 * runtime, or two who put them at once came between each other) it is passed over and the part is made on the spot: what was made
 * private is never read again because something that follows from it was left behind.
 */
public final class PublicDocuments {
    private static final String SOURCE = "source";
    private static final String PUBLISHED_AT = "published_at";
    private static final String CONTENT = "content";

    /**
     * A public part as it is read.
     *
     * @param content plain values
     * @param publishedAt null when it was not published but made on the spot
     */
    public record Edition(Object content, @Nullable Instant publishedAt) {}

    private record Place(TenantId tenant, PublicDocument document) {}

    private final SettingsStore store;
    private final FreshCache<Place, Edition> editions;

    PublicDocuments(SettingsStore store, LongSupplier nanoTime) {
        this.store = store;
        this.editions = new FreshCache<>(10_000, nanoTime, this::load);
    }

    public Edition read(TenantId tenant, PublicDocument document) {
        return editions.get(new Place(tenant, document));
    }

    /**
     * Puts the settings and publishes their public part. That comes first: should the settings fail to follow, it is of none that
     * there are, and whoever tries again puts both.
     *
     * @throws IllegalArgumentException when they have not the shape of these settings
     */
    public void put(TenantId tenant, PublicDocument document, Json settings, Instant now) {
        Map<String, Object> published = new LinkedHashMap<>();
        published.put(SOURCE, Fingerprint.of(document.settings(), settings.text()));
        published.put(PUBLISHED_AT, now);
        published.put(CONTENT, document.publicPart(JsonTree.read(settings)));
        store.put(tenant, document.published(), JsonTree.write(published));
        store.put(tenant, document.settings(), settings);
        editions.forget();
    }

    private Edition load(Place place) {
        PublicDocument document = place.document();
        Json settings = store.find(place.tenant(), document.settings()).orElse(document.empty());
        Json published = store.find(place.tenant(), document.published()).orElse(Json.EMPTY_OBJECT);
        Map<String, @Nullable Object> members = JsonTree.readObject(published);
        if (Fingerprint.of(document.settings(), settings.text()).equals(members.get(SOURCE))) {
            String publishedAt = String.valueOf(members.get(PUBLISHED_AT));
            return new Edition(Objects.requireNonNull(members.get(CONTENT)), Instant.parse(publishedAt));
        }
        return new Edition(document.publicPart(JsonTree.read(settings)), null);
    }
}

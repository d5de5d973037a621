package dev.flowruntime.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cards of a {@code card_list} node; their texts are templates. Not thread-safe. */
public final class CardsBuilder {
    private final List<Map<String, @Nullable Object>> cards = new ArrayList<>();

    CardsBuilder() {}

    /** One more card. */
    public CardsBuilder card(String title) {
        return card(title, card -> {});
    }

    /**
     * One more card.
     *
     * @param more what it has besides a title
     */
    public CardsBuilder card(String title, Consumer<Card> more) {
        Card card = new Card(title);
        more.accept(card);
        cards.add(card.members);
        return this;
    }

    List<Map<String, @Nullable Object>> build() {
        return cards;
    }

    /** What a card has besides its title. */
    public static final class Card {
        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
        private final List<Map<String, @Nullable Object>> actions = new ArrayList<>();

        private Card(String title) {
            members.put("title", title);
        }

        public Card subtitle(String subtitle) {
            members.put("subtitle", subtitle);
            return this;
        }

        public Card imageUrl(String imageUrl) {
            members.put("image_url", imageUrl);
            return this;
        }

        /** Where the card leads. */
        public Card url(String url) {
            members.put("url", url);
            return this;
        }

        /** One more action; its members are between the flow's author and the client. */
        public Card action(Map<String, ? extends @Nullable Object> action) {
            actions.add(PlainTree.ordered(action));
            members.put("actions", actions);
            return this;
        }
    }
}

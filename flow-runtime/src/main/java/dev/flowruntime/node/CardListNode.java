package dev.flowruntime.node;

import dev.flowruntime.document.JsonTree;
import dev.flowruntime.document.Members;
import dev.flowruntime.expression.ValueTemplate;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code card_list}: shows cards with a title and, if they have them, a picture, a link and actions. */
final class CardListNode {
    static final NodeType TYPE = new NodeType(
            "card_list",
            Kind.PURE,
            Edges.NEXT,
            List.of(Member.of("cards", Member.Kind.CARDS).needed()),
            CardListNode::compile);

    private CardListNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of());
        source.members().each("cards", CardListNode::check);
        ValueTemplate cards = source.value("cards");
        if (cards == null) {
            source.members().error("cards", "is required");
            return new CompiledNode(call -> NodeResult.done());
        }
        return new CompiledNode(call -> NodeResult.show(
                "card_list",
                JsonTree.write(Collections.singletonMap("cards", withoutNulls(cards.evaluate(call.scope()))))));
    }

    private static Members check(Members card) {
        card.requiredText("title");
        card.text("subtitle");
        card.text("image_url");
        card.text("url");
        card.list("actions");
        card.refuseUnknown();
        return card;
    }

    /** A card's optional member that rendered to null is left out, as if the flow had not given it. */
    private static List<Object> withoutNulls(@Nullable Object cards) {
        return ((List<?>) java.util.Objects.requireNonNull(cards))
                .stream()
                        .<Object>map(card -> {
                            Map<Object, Object> kept = new LinkedHashMap<>((Map<?, ?>) card);
                            kept.values().removeIf(java.util.Objects::isNull);
                            return kept;
                        })
                        .toList();
    }
}

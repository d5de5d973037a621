package dev.flowruntime.internal;

import dev.flowruntime.expression.Scope;
import dev.flowruntime.model.Conversation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the expressions of a flow read while a turn runs; always as the turn stands now. */
final class TurnScope implements Scope {
    private final Turn turn;
    private final boolean customerVerified;
    private final @Nullable Map<String, @Nullable Object> event;

    TurnScope(Turn turn, boolean customerVerified, @Nullable Map<String, @Nullable Object> event) {
        this.turn = turn;
        this.customerVerified = customerVerified;
        this.event = event;
    }

    @Override
    public @Nullable Object root(String name) {
        return switch (name) {
            case "vars" -> turn.visibleVariables();
            case "trigger" -> turn.state.top().trigger;
            case "node" -> turn.state.top().nodes;
            case "context" -> turn.state.context;
            case "customer" -> customer();
            case "conversation" -> conversation();
            case "execution" -> Map.of("id", turn.execution.toString());
            case "now" -> turn.now;
            case "event" -> event;
            default -> null;
        };
    }

    private Map<String, @Nullable Object> customer() {
        Map<String, @Nullable Object> customer = new LinkedHashMap<>(4);
        customer.put("id", turn.conversationBefore().customerId());
        customer.put("verified", customerVerified);
        return customer;
    }

    private Map<String, @Nullable Object> conversation() {
        Conversation conversation = turn.conversationBefore();
        Map<String, @Nullable Object> values = new LinkedHashMap<>(4);
        values.put("id", conversation.id().toString());
        values.put("locale", conversation.locale());
        return values;
    }
}

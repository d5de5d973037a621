package dev.flowruntime.node;

import dev.flowruntime.expression.Template;
import dev.flowruntime.node.NodeResult.AwaitTime;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code wait}: pauses for a while, or until a moment. */
final class WaitNode {
    static final NodeType TYPE = new NodeType(
            "wait",
            Kind.PURE,
            Edges.NEXT,
            List.of(Member.of("duration", Member.Kind.DURATION), Member.of("until", Member.Kind.TEMPLATE)),
            WaitNode::compile);

    private WaitNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of("fired_at"));
        source.pauses();
        Duration duration = source.members().duration("duration");
        Template until = source.template("until");
        boolean neither = source.members().value("duration") == null && until == null;
        if (neither || source.members().value("duration") != null && until != null) {
            source.members().error("duration", "give either duration or until");
        }
        if (until != null && until.isConstant()) {
            checkInstant(source, until);
        }
        return new CompiledNode(call -> new AwaitTime(
                until == null ? call.now().plus(duration == null ? Duration.ZERO : duration) : instant(until, call)));
    }

    private static void checkInstant(NodeSource source, Template until) {
        try {
            instant(until.render(name -> null));
        } catch (DateTimeParseException e) {
            source.members().error("until", "is not an instant such as 2026-01-31T09:00:00Z: " + e.getParsedString());
        }
    }

    private static Instant instant(Template until, NodeCall call) {
        @Nullable Object value = until.value(call.scope());
        return value instanceof Instant instant ? instant : instant(String.valueOf(value));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}

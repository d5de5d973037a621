package dev.flowruntime.node;

import dev.flowruntime.document.Members;
import dev.flowruntime.expression.Expression;
import dev.flowruntime.node.NodeResult.Done;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.List;
import java.util.Map;

/** {@code route}: goes the way of the first case that holds. */
final class RouteNode {
    static final NodeType TYPE = new NodeType(
            "route",
            Kind.PURE,
            Edges.OWN,
            List.of(
                    Member.of("cases", Member.Kind.CASES).needed(),
                    Member.of("default", Member.Kind.TARGET).needed()),
            RouteNode::compile);

    private record Case(Expression when, String next) {}

    private RouteNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.yields(List.of("case"));
        List<Case> cases = source.members().each("cases", item -> read(source, item));
        if (cases.isEmpty()) {
            source.members().error("cases", "needs at least one case");
        }
        String otherwise = source.requiredTarget("default");
        return new CompiledNode(call -> {
            for (int i = 0; i < cases.size(); i++) {
                if (cases.get(i).when.test(call.scope())) {
                    return new Done(Map.of("case", (long) i), List.of(), cases.get(i).next);
                }
            }
            return new Done(Map.of("case", "default"), List.of(), otherwise);
        });
    }

    private static Case read(NodeSource source, Members item) {
        Case read = new Case(source.condition(item, "when"), source.requiredTarget(item, "next"));
        item.refuseUnknown();
        return read;
    }
}

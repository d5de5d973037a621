package dev.flowruntime.node;

import dev.flowruntime.expression.ValueTemplate;
import dev.flowruntime.node.NodeResult.Assign;
import dev.flowruntime.node.NodeResult.VariableScope;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code set}: sets variables of the execution or of the whole conversation. */
final class SetNode {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    static final NodeType TYPE = new NodeType(
            "set",
            Kind.PURE,
            Edges.NEXT,
            List.of(
                    Member.of("values", Member.Kind.VALUES).needed(),
                    Member.word("scope", "execution", "conversation")),
            SetNode::compile);

    private SetNode() {}

    private static CompiledNode compile(NodeSource source) {
        VariableScope scope = source.members()
                        .word("scope", List.of("execution", "conversation"))
                        .equals("execution")
                ? VariableScope.EXECUTION
                : VariableScope.CONVERSATION;
        Map<String, @Nullable Object> names = source.members().mapping("values");
        ValueTemplate values = source.value("values");
        if (names == null || values == null) {
            if (values == null) {
                source.members().error("values", "is required");
            }
            return new CompiledNode(call -> NodeResult.done());
        }
        source.yields(names.keySet());
        for (String name : names.keySet()) {
            if (!NAME.matcher(name).matches()) {
                source.members().error("values." + name, "is not a name of lower-case letters, digits and _");
            }
        }
        return new CompiledNode(call -> new Assign(mapping(values.evaluate(call.scope())), scope));
    }

    @SuppressWarnings("unchecked") // a mapping with text keys stays one when its templates are rendered
    private static Map<String, @Nullable Object> mapping(@Nullable Object values) {
        return values == null ? new LinkedHashMap<>() : (Map<String, @Nullable Object>) values;
    }
}

package dev.flowruntime.node;

import dev.flowruntime.expression.Template;
import dev.flowruntime.form.Form;
import dev.flowruntime.node.NodeResult.Ask;
import dev.flowruntime.node.NodeResult.NewBlock;
import dev.flowruntime.node.NodeResult.Reminder;
import dev.flowruntime.node.NodeType.Edges;
import dev.flowruntime.node.NodeType.Kind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code form}: shows a form and waits until it is filled in. */
final class FormNode {
    static final NodeType TYPE = new NodeType(
            "form",
            Kind.PURE,
            Edges.NEXT_OR_TIMEOUT,
            List.of(
                    Member.of("title", Member.Kind.TEXT),
                    Member.of("fields", Member.Kind.FIELDS).needed(),
                    Member.of("submit_label", Member.Kind.TEXT),
                    Member.of("timeout", Member.Kind.DURATION),
                    Member.of("remind_after", Member.Kind.DURATION),
                    Member.of("remind_text", Member.Kind.TEMPLATE)),
            FormNode::compile);

    private FormNode() {}

    private static CompiledNode compile(NodeSource source) {
        source.pauses();
        Form form = Form.read(source.members());
        Duration timeout = source.members().duration("timeout");
        Duration remindAfter = source.members().duration("remind_after");
        Template remindText = source.template("remind_text");
        if ((remindAfter == null) != (remindText == null)) {
            source.members().error("remind_after", "goes together with remind_text");
        }
        if (remindAfter != null && timeout != null && remindAfter.compareTo(timeout) >= 0) {
            source.members().error("remind_after", "must be shorter than timeout");
        }
        NewBlock block = new NewBlock("form", form.blockPayload());
        return new CompiledNode(call -> new Ask(block, timeout, reminder(remindAfter, remindText, call)), form, null);
    }

    private static @Nullable Reminder reminder(@Nullable Duration after, @Nullable Template text, NodeCall call) {
        return after == null || text == null ? null : new Reminder(after, text.render(call.scope()));
    }
}

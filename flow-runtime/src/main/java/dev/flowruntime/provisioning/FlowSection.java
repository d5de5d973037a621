package dev.flowruntime.provisioning;

import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code flows}: finds what two flows of the file both claim; what is wrong inside of one is the linter's to say. */
final class FlowSection {
    private FlowSection() {}

    static List<Part> read(Members root, Parts parts, List<Problem> problems) {
        List<Part> flows = parts.read(root, "flows");
        Map<String, Part> codes = new HashMap<>();
        Map<String, Part> intents = new HashMap<>();
        for (Part flow : flows) {
            String code = flow.flowCode();
            Part sameCode = code == null ? null : codes.putIfAbsent(code, flow);
            if (sameCode != null) {
                problems.add(flow.error("flow", code + " is the flow at " + sameCode.place("flow") + " already"));
            }
            String intent = flow.intent();
            Part sameIntent = intent == null || sameCode != null ? null : intents.putIfAbsent(intent, flow);
            if (sameIntent != null) {
                problems.add(flow.error(
                        "trigger.intent_name",
                        intent + " is the intent of flow " + sameIntent.flowCode() + " at "
                                + sameIntent.place("trigger.intent_name") + " already"));
            }
        }
        return flows;
    }
}

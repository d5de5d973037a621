package dev.flowruntime.provisioning;

import dev.flowruntime.document.Members;
import dev.flowruntime.provisioning.TenantPlan.Mention;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code quick_questions}: what a visitor can ask with one click. */
final class QuickQuestionSection {
    private static final int MOST = 6;

    private QuickQuestionSection() {}

    static Object read(Members root, List<Mention> mentions) {
        if (root.list("quick_questions").size() > MOST) {
            root.error("quick_questions", "has more than " + MOST + " questions");
        }
        return root.each("quick_questions", entry -> question(entry, mentions));
    }

    private static Map<String, @Nullable Object> question(Members entry, List<Mention> mentions) {
        Map<String, @Nullable Object> question = new LinkedHashMap<>();
        question.put("question", Texts.required(entry, "question", 255));
        question.put("page_type", entry.value("page_type") == null ? "general" : Texts.code(entry, "page_type"));
        String flow = entry.text("flow");
        question.put("flow", flow);
        if (flow != null) {
            mentions.add(new Mention(Mention.Kind.FLOW, entry.path("flow"), flow));
        }
        entry.refuseUnknown();
        return question;
    }
}

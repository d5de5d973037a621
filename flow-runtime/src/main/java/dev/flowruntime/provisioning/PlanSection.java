package dev.flowruntime.provisioning;

import dev.flowruntime.document.Members;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code plan}: what the tenant has paid for. */
final class PlanSection {
    private PlanSection() {}

    static Object read(Members root) {
        Map<String, Object> plan = new LinkedHashMap<>();
        Members entry = root.members("plan");
        if (entry != null) {
            plan.put("allows_social_messaging", entry.flag("allows_social_messaging", false));
            plan.put("max_social_channels", entry.integer("max_social_channels", 0, 0, 1_000_000));
            entry.refuseUnknown();
        }
        return plan;
    }
}

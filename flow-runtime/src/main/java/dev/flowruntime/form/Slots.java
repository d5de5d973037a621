package dev.flowruntime.form;

import dev.flowruntime.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The members that submitted values may have, and no others. */
final class Slots {
    private static final String UNKNOWN = "is not a known field";

    private final Map<String, Slot<?>> slots = new LinkedHashMap<>();
    private final Slot<?>[] inOrder;
    private final Json schema;

    Slots(List<? extends Slot<?>> slots) {
        slots.forEach(slot -> this.slots.put(slot.name(), slot));
        this.inOrder = this.slots.values().toArray(Slot<?>[]::new);
        this.schema = Trees.json(schemaOf(inOrder));
    }

    Json schema() {
        return schema;
    }

    Checked check(Map<String, @Nullable Object> values) {
        Reasons reasons = new Reasons();
        Map<String, Object> accepted = new LinkedHashMap<>();
        int given = 0;
        for (Slot<?> slot : inOrder) {
            Object value = values.get(slot.name());
            boolean present = value != null || values.containsKey(slot.name());
            given += present ? 1 : 0;
            if (present || slot.missing() != null) {
                reasons.atField(slot.name());
                slot.check(value, reasons, accepted);
            }
        }
        if (given < values.size()) {
            refuseUnknown(values, reasons);
        }
        return reasons.count() == 0 ? new Checked.Accepted(accepted) : new Checked.Refused(reasons.byField());
    }

    private void refuseUnknown(Map<String, @Nullable Object> values, Reasons reasons) {
        for (String name : new TreeSet<>(values.keySet())) {
            if (!slots.containsKey(name)) {
                reasons.atField(name);
                reasons.add(UNKNOWN);
            }
        }
    }

    private static Map<String, Object> schemaOf(Slot<?>[] slots) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Slot<?> slot : slots) {
            properties.put(slot.name(), slot.schema());
            if (slot.missing() != null) {
                required.add(slot.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }
}

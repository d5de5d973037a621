package dev.flowruntime.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kind and its rules. */
record ValueRules<T>(Kind<T> kind, List<Rule<T>> rules) {
    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>(kind.says());
        rules.forEach(rule -> schema.putAll(rule.says()));
        return schema;
    }

    /** The value, normalised; null after a complaint. All rules that do not hold are told. */
    @Nullable
    T check(@Nullable Object value, Reasons reasons) {
        T read = kind.read(value, reasons);
        return read != null && holds(read, reasons) ? read : null;
    }

    boolean holds(T value, Reasons reasons) {
        boolean holds = true;
        for (Rule<T> rule : rules) {
            if (!rule.holds().test(value)) {
                reasons.add(rule.reason());
                holds = false;
            }
        }
        return holds;
    }
}

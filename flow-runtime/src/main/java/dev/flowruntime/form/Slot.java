package dev.flowruntime.form;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member of the submitted values.
 *
 * @param missing the reason told when nothing was given; null when it may be left out
 */
record Slot<T>(String name, ValueRules<T> value, @Nullable String missing) {
    Map<String, Object> schema() {
        Map<String, Object> schema = value.schema();
        if (missing != null) {
            value.kind().saysFilled().forEach(schema::putIfAbsent);
        }
        return schema;
    }

    void check(@Nullable Object submitted, Reasons reasons, Map<String, Object> accepted) {
        if (submitted == null && missing != null) {
            reasons.add(missing);
            return;
        }
        T read = value.kind().read(submitted, reasons);
        if (read == null) {
            return;
        }
        if (missing != null && value.kind().isEmpty(read)) {
            reasons.add(missing);
        } else if (value.holds(read, reasons)) {
            accepted.put(name, read);
        }
    }
}

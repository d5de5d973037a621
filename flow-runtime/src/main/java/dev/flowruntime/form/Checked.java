package dev.flowruntime.form;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of submitted values: all of them accepted, or refused with every reason at once. */
public sealed interface Checked {
    /**
     * Every value is what it should be.
     *
     * @param values in the order of the form, without fields that were not given: {@code String}, {@code Boolean},
     *     {@code Number} (a whole one is a {@code Long}, or a {@code BigInteger} past its range), a list of texts, or a
     *     file reference as a map with only the {@code file_id} in it (or a list of these)
     */
    record Accepted(Map<String, Object> values) implements Checked {
        public Accepted {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * At least one value is not.
     *
     * @param fields reasons for people, by field name or path such as {@code m[1]}; fields in the order of the form, then
     *     unknown names in alphabetical order
     */
    record Refused(Map<String, List<String>> fields) implements Checked {
        public Refused {
            Map<String, List<String>> copy = new LinkedHashMap<>();
            fields.forEach((path, reasons) -> copy.put(path, List.copyOf(reasons)));
            fields = Collections.unmodifiableMap(copy);
        }
    }
}

package dev.flowruntime.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of the answers that a visitor can choose; {@code value} is submitted, {@code label} is shown. */
public record Option(String value, String label) {
    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("value", value);
        tree.put("label", label);
        return tree;
    }

    static List<Object> toTree(List<Option> options) {
        return options.stream().<Object>map(Option::toTree).toList();
    }
}

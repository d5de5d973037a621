package dev.flowruntime.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with the values of one submission, under the path of the value that is looked at. */
final class Reasons {
    private static final int WHOLE = -1;

    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private String field = "";
    private int item = WHOLE;
    private int count;

    /** What is added from now on belongs to this field. */
    void atField(String name) {
        field = name;
        item = WHOLE;
    }

    /** What is added from now on belongs to this item of the current field. */
    void atItem(int index) {
        item = index;
    }

    void atWhole() {
        item = WHOLE;
    }

    void add(String reason) {
        String path = item == WHOLE ? field : field + "[" + item + "]";
        fields.computeIfAbsent(path, unseen -> new ArrayList<>(1)).add(reason);
        count++;
    }

    int count() {
        return count;
    }

    Map<String, List<String>> byField() {
        return fields;
    }
}

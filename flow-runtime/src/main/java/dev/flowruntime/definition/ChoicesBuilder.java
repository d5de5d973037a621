package dev.flowruntime.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The question and the answers of a {@code choices} node. Not thread-safe. */
public final class ChoicesBuilder {
    private final List<Map<String, String>> options = new ArrayList<>();
    private @Nullable String text;
    private boolean multiple;

    ChoicesBuilder() {}

    /** The question; a template. */
    public ChoicesBuilder text(String text) {
        this.text = text;
        return this;
    }

    /**
     * One more answer.
     *
     * @param value what the flow reads
     * @param label what the visitor reads
     */
    public ChoicesBuilder option(String value, String label) {
        Map<String, String> option = new LinkedHashMap<>();
        option.put("value", value);
        option.put("label", label);
        options.add(option);
        return this;
    }

    /** The visitor may choose several answers. */
    public ChoicesBuilder multiple() {
        multiple = true;
        return this;
    }

    Map<String, @Nullable Object> build() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("text", text);
        members.put("options", options);
        members.put("multiple", multiple ? true : null);
        return members;
    }
}

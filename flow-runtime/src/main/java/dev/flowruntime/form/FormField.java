package dev.flowruntime.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form as its author wrote it; a {@link Form} is what checks it.
 *
 * @param name {@code ^[a-z][a-z0-9_]{0,63}$}, unique in its form
 * @param label what is shown; the text itself for a heading or a paragraph, empty for a divider
 * @param config settings for the client; {@code maxStars}, {@code multiple} and {@code allowed_upload_types} count here too
 * @param validation hints by the names of {@link Hint}, in document values
 */
public record FormField(
        String name,
        FieldType type,
        String label,
        boolean required,
        @Nullable String placeholder,
        @Nullable String help,
        List<Option> options,
        Map<String, @Nullable Object> config,
        Map<String, @Nullable Object> validation) {

    /**
     * Copies what it is given.
     *
     * @throws IllegalArgumentException when config or validation hold something that is no document value
     */
    public FormField {
        options = List.copyOf(options);
        config = Trees.copy(config);
        validation = Trees.copy(validation);
    }

    /** The field as clients get it. */
    Map<String, @Nullable Object> toWire() {
        Map<String, @Nullable Object> tree = head();
        tree.put("required", required);
        addOptional(tree);
        return tree;
    }

    /** The field as a document holds it, defaults left out. */
    Map<String, @Nullable Object> toTree() {
        Map<String, @Nullable Object> tree = head();
        if (type == FieldType.DIVIDER && label.isEmpty()) {
            tree.remove("label");
        }
        if (required) {
            tree.put("required", true);
        }
        addOptional(tree);
        return tree;
    }

    private Map<String, @Nullable Object> head() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("type", type.wireName());
        tree.put("label", label);
        return tree;
    }

    private void addOptional(Map<String, @Nullable Object> tree) {
        if (placeholder != null) {
            tree.put("placeholder", placeholder);
        }
        if (help != null) {
            tree.put("help", help);
        }
        if (!options.isEmpty()) {
            tree.put("options", Option.toTree(options));
        }
        if (!config.isEmpty()) {
            tree.put("config", config);
        }
        if (!validation.isEmpty()) {
            tree.put("validation", validation);
        }
    }
}

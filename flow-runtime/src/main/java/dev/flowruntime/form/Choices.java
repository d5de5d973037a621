package dev.flowruntime.form;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problems;
import dev.flowruntime.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options to choose among, compiled. One is answered by {@code {"value": …}}, several by {@code {"values": […]}}. Equal to
 * another when it was written the same. Immutable and thread-safe.
 */
public final class Choices implements ExpectedValues {
    private final @Nullable String text;
    private final List<Option> options;
    private final boolean multiple;
    private final Slots slots;
    private final Json payload;

    private Choices(@Nullable String text, List<Option> options, boolean multiple) {
        this.text = text;
        this.options = List.copyOf(options);
        this.multiple = multiple;
        Slot<?> slot = multiple
                ? new Slot<>("values", Options.several(options, List.of()), "is required")
                : new Slot<>("value", new ValueRules<>(Kinds.OPTION, List.of(Options.oneOf(options))), "is required");
        this.slots = new Slots(List.of(slot));
        this.payload = blockPayload(text);
    }

    /**
     * Reads the members {@code text}, {@code options} and {@code multiple} of a choices node, and complains of all that is
     * wrong with them; after complaints the result is not fit for use.
     */
    public static Choices read(Members owner) {
        return new Choices(owner.text("text"), Options.read(owner), owner.flag("multiple", false));
    }

    /**
     * One of the options is chosen.
     *
     * @throws dev.flowruntime.document.DocumentException when there are no options, or two have the same value
     */
    public static Choices one(@Nullable String text, List<Option> options) {
        return checked(new Choices(text, options, false));
    }

    /**
     * One or more of the options are chosen.
     *
     * @throws dev.flowruntime.document.DocumentException when there are no options, or two have the same value
     */
    public static Choices several(@Nullable String text, List<Option> options) {
        return checked(new Choices(text, options, true));
    }

    private static Choices checked(Choices choices) {
        Map<String, @Nullable Object> tree = choices.toTree();
        Problems problems = new Problems(Document.of("choices", tree));
        Choices read = read(new Members(tree, "", problems));
        problems.refuseErrors();
        return read;
    }

    public @Nullable String text() {
        return text;
    }

    public List<Option> options() {
        return options;
    }

    public boolean isMultiple() {
        return multiple;
    }

    @Override
    public Json schema() {
        return slots.schema();
    }

    @Override
    public Checked check(Map<String, @Nullable Object> values) {
        return slots.check(values);
    }

    /** The payload of a {@code choices} block. */
    public Json blockPayload() {
        return payload;
    }

    /** The payload of a {@code choices} block with another text, such as a rendered one; none when null. */
    public Json blockPayload(@Nullable String text) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (text != null) {
            tree.put("text", text);
        }
        tree.put(Options.MEMBER, Option.toTree(options));
        tree.put("multiple", multiple);
        return Trees.json(tree);
    }

    /** The members that {@link #read} reads, defaults left out. */
    public Map<String, @Nullable Object> toTree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (text != null) {
            tree.put("text", text);
        }
        tree.put(Options.MEMBER, Option.toTree(options));
        if (multiple) {
            tree.put("multiple", true);
        }
        return tree;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Choices choices
                && Objects.equals(text, choices.text)
                && options.equals(choices.options)
                && multiple == choices.multiple;
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, options, multiple);
    }

    @Override
    public String toString() {
        return "Choices" + options.stream().map(Option::value).toList();
    }
}

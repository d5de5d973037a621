package dev.flowruntime.form;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problems;
import dev.flowruntime.form.FieldReader.Field;
import dev.flowruntime.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A form, compiled: what clients are shown, the schema they get, and the check of what they send. Two forms are equal when
 * they were written the same. Immutable and thread-safe.
 */
public final class Form implements ExpectedValues {
    public static final String DEFAULT_SUBMIT_LABEL = "Submit";

    private final @Nullable String title;
    private final List<FormField> fields;
    private final String submitLabel;
    private final Slots slots;
    private final Map<String, UploadRule> uploadRules;
    private final String untitledPayload;
    private final Json payload;

    private Form(@Nullable String title, List<Field> fields, String submitLabel) {
        this.title = title;
        this.fields = fields.stream().map(Field::written).toList();
        this.submitLabel = submitLabel;
        List<Slot<?>> inputs = new ArrayList<>();
        Map<String, UploadRule> uploads = new LinkedHashMap<>();
        for (Field field : fields) {
            Slot<?> slot = field.slot();
            if (slot != null) {
                inputs.add(slot);
            }
            UploadRule rule = field.uploadRule();
            if (rule != null) {
                uploads.put(field.written().name(), rule);
            }
        }
        this.slots = new Slots(inputs);
        this.uploadRules = Map.copyOf(uploads);
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("fields", this.fields.stream().map(FormField::toWire).toList());
        payload.put("submit_label", submitLabel);
        this.untitledPayload = Trees.json(payload).text();
        this.payload = blockPayload(title);
    }

    /**
     * Reads the members {@code title}, {@code fields} and {@code submit_label} of a form node or a form document, and
     * complains of all that is wrong with them. After complaints the form holds as much as could be read, for other checks
     * of the same document; it is not fit for use.
     */
    public static Form read(Members owner) {
        String title = owner.text("title");
        String submitLabel = owner.text("submit_label", DEFAULT_SUBMIT_LABEL);
        List<Field> fields = owner.each("fields", new FieldReader()::read);
        if (fields.stream().noneMatch(field -> field.written().type().isInput())) {
            owner.error("fields", "needs at least one field that takes input");
        }
        return new Form(title, fields, submitLabel);
    }

    public static Builder builder() {
        return new Builder();
    }

    public @Nullable String title() {
        return title;
    }

    public List<FormField> fields() {
        return fields;
    }

    public String submitLabel() {
        return submitLabel;
    }

    /** What a file for a field must be; null when there is no such field, or it takes no files. */
    public @Nullable UploadRule uploadRule(String field) {
        return uploadRules.get(field);
    }

    @Override
    public Json schema() {
        return slots.schema();
    }

    @Override
    public Checked check(Map<String, @Nullable Object> values) {
        return slots.check(values);
    }

    /** The payload of a {@code form} block. */
    public Json blockPayload() {
        return payload;
    }

    /** The payload of a {@code form} block under another title, such as a rendered one; none when null. */
    public Json blockPayload(@Nullable String title) {
        return title == null
                ? new Json(untitledPayload)
                : new Json("{\"title\":" + Trees.json(title).text() + "," + untitledPayload.substring(1));
    }

    /** The members that {@link #read} reads, defaults left out. */
    public Map<String, @Nullable Object> toTree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (title != null) {
            tree.put("title", title);
        }
        tree.put("fields", fields.stream().map(FormField::toTree).toList());
        if (!submitLabel.equals(DEFAULT_SUBMIT_LABEL)) {
            tree.put("submit_label", submitLabel);
        }
        return tree;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Form form
                && Objects.equals(title, form.title)
                && fields.equals(form.fields)
                && submitLabel.equals(form.submitLabel);
    }

    @Override
    public int hashCode() {
        return Objects.hash(title, fields, submitLabel);
    }

    @Override
    public String toString() {
        return "Form" + fields.stream().map(FormField::name).toList();
    }

    /** Makes a form in Java. Not thread-safe. */
    public static final class Builder {
        private final Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        private final List<Map<String, @Nullable Object>> fields = new ArrayList<>();

        private Builder() {}

        public Builder title(String title) {
            tree.put("title", title);
            return this;
        }

        public Builder submitLabel(String label) {
            tree.put("submit_label", label);
            return this;
        }

        /** Adds a field, such as {@code Fields.text("city", "City").required()}. */
        public Builder field(FieldBuilder field) {
            return field(field.build());
        }

        public Builder field(FormField field) {
            fields.add(field.toTree());
            return this;
        }

        /**
         * The form, checked as one that is read.
         *
         * @throws dev.flowruntime.document.DocumentException with all complaints
         */
        public Form build() {
            tree.put("fields", fields);
            Problems problems = new Problems(Document.of("form", tree));
            Form form = read(new Members(tree, "", problems));
            problems.refuseErrors();
            return form;
        }
    }
}

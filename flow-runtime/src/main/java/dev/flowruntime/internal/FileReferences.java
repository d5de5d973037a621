package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.form.ExpectedValues;
import dev.flowruntime.form.Form;
import dev.flowruntime.form.FormField;
import dev.flowruntime.model.Ids;
import dev.flowruntime.model.TenantId;
import dev.flowruntime.model.Upload;
import dev.flowruntime.model.UploadId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts what the store knows of files in the place of what a visitor says of them, of which only the id counts. */
final class FileReferences {
    private static final String NOT_OURS = "is not a file that was uploaded for this field";
    private static final String TWICE = "was used before: upload it again";

    private final Services services;
    private final UploadDesk desk;
    private final TenantId tenant;
    private final String place;
    private final Map<String, Object> values;
    private final Set<UploadId> ids = new LinkedHashSet<>();
    private final Map<String, List<String>> wrong = new LinkedHashMap<>();

    private FileReferences(
            Services services, UploadDesk desk, TenantId tenant, String place, Map<String, Object> values) {
        this.services = services;
        this.desk = desk;
        this.tenant = tenant;
        this.place = place;
        this.values = new LinkedHashMap<>(values);
    }

    /** @param values with files as flows and webhooks get them */
    record Resolved(Map<String, Object> values, Set<UploadId> uploads) {}

    /**
     * Looks the files of an answer up.
     *
     * @param place the form that they must have been uploaded for
     * @throws FlowException {@code VALIDATION_FAILED} when one is not there, or for another place or field
     */
    static Resolved resolve(Services services, UploadDesk desk, Place place, Map<String, Object> values) {
        List<String> fields = fieldsForFiles(place.form());
        if (fields.stream().noneMatch(values::containsKey)) {
            return new Resolved(values, Set.of());
        }
        FileReferences references = new FileReferences(services, desk, place.tenant(), place.name(), values);
        fields.forEach(references::resolve);
        if (!references.wrong.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, references.wrong);
        }
        return new Resolved(references.values, references.ids);
    }

    /** A form that is being answered, and the name of its place. */
    record Place(TenantId tenant, String name, ExpectedValues form) {}

    /** What visitors are told when one of their files was used before, which only the store can say. */
    static FlowException usedBefore(ExpectedValues form, Map<String, Object> values) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String field : fieldsForFiles(form)) {
            if (values.containsKey(field)) {
                fields.put(field, List.of(TWICE));
            }
        }
        return FlowException.ofFields(ErrorCode.VALIDATION_FAILED, fields);
    }

    private static List<String> fieldsForFiles(ExpectedValues expected) {
        return expected instanceof Form form
                ? form.fields().stream()
                        .filter(field -> field.type().isUpload())
                        .map(FormField::name)
                        .toList()
                : List.of();
    }

    private void resolve(String field) {
        Object value = values.get(field);
        if (value instanceof List<?> list) {
            List<Object> files = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                Object file = find(field, field + "[" + i + "]", list.get(i));
                if (file != null) {
                    files.add(file);
                }
            }
            values.put(field, files);
        } else if (value != null) {
            Object file = find(field, field, value);
            if (file != null) {
                values.put(field, file);
            }
        }
    }

    private @Nullable Object find(String field, String path, @Nullable Object reference) {
        Object id = reference instanceof Map<?, ?> map ? map.get("file_id") : null;
        Upload upload = id instanceof String text && Ids.isUuid(text)
                ? services.store().uploads().find(tenant, UploadId.of(text)).orElse(null)
                : null;
        if (upload == null
                || !upload.arrived()
                || !upload.place().equals(place)
                || !upload.field().equals(field)) {
            wrong.put(path, List.of(NOT_OURS));
            return null;
        }
        if (!ids.add(upload.id())) {
            wrong.put(path, List.of(TWICE));
            return null;
        }
        return desk.reference(upload).toTree();
    }
}

package dev.flowruntime.provisioning;

import com.google.re2j.Pattern;
import dev.flowruntime.document.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code config}: sections of fields, each with a value and whether the public may read it. */
final class ConfigSection {
    private static final Pattern SECTION = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]*(/[a-z0-9_]+)*");

    private ConfigSection() {}

    static Object read(Members root) {
        Map<String, Object> config = new LinkedHashMap<>();
        Members sections = root.members("config");
        if (sections != null) {
            for (String name : namesOf(root.mapping("config"))) {
                if (!SECTION.matches(name)) {
                    sections.error(name, "is no name of a section: use a letter from a to z, then letters, digits, _");
                }
                config.put(name, section(sections, name));
            }
        }
        return config;
    }

    private static Map<String, Object> section(Members sections, String name) {
        Map<String, Object> section = new LinkedHashMap<>();
        Members fields = sections.members(name);
        if (fields == null) {
            return section;
        }
        for (String field : namesOf(sections.mapping(name))) {
            if (!FIELD.matches(field)) {
                fields.error(field, "is no name of a field: use names like appearance/accent");
            }
            Members entry = fields.members(field);
            if (entry != null) {
                section.put(field, field(entry));
            } else if (fields.value(field) == null) {
                fields.error(field, "must have a value");
            }
        }
        return section;
    }

    private static Map<String, @Nullable Object> field(Members entry) {
        Map<String, @Nullable Object> field = new LinkedHashMap<>();
        field.put("value", entry.value("value"));
        if (field.get("value") == null) {
            entry.error("value", "is required");
        }
        field.put("public", entry.flag("public", false));
        entry.refuseUnknown();
        return field;
    }

    private static Iterable<String> namesOf(@Nullable Map<String, @Nullable Object> mapping) {
        return mapping == null ? List.of() : mapping.keySet();
    }
}

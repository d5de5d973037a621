package dev.flowruntime.internal;

import dev.flowruntime.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings of which the public may read a part, and how that part follows from them. */
public enum PublicDocument {
    /** A list of {@code question}, {@code page_type} and {@code flow}; all of it. */
    QUICK_QUESTIONS("quick_questions", Json.EMPTY_ARRAY) {
        @Override
        List<Map<String, @Nullable Object>> publicPart(@Nullable Object settings) {
            List<Map<String, @Nullable Object>> questions = new ArrayList<>();
            for (Object item : list(settings, "quick_questions")) {
                String path = "quick_questions[" + questions.size() + "]";
                Map<?, ?> entry = mapping(item, path);
                Map<String, @Nullable Object> question = new LinkedHashMap<>();
                question.put("question", text(entry.get("question"), path + ".question"));
                Object pageType = entry.get("page_type");
                question.put("page_type", pageType == null ? GENERAL : text(pageType, path + ".page_type"));
                Object flow = entry.get("flow");
                question.put("flow", flow == null ? null : text(flow, path + ".flow"));
                questions.add(question);
            }
            return questions;
        }
    },

    /** Sections of fields, each with {@code value} and {@code public}: what is public, by {@code section/field}. */
    CONFIG("config", Json.EMPTY_OBJECT) {
        @Override
        Map<String, Map<String, @Nullable Object>> publicPart(@Nullable Object settings) {
            Map<String, Map<String, @Nullable Object>> sections = new LinkedHashMap<>();
            mapping(settings, "config").forEach((name, fields) -> {
                if (!SECTION.matcher(String.valueOf(name)).matches()) {
                    throw new IllegalArgumentException("config." + name + " is no name of a section");
                }
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                mapping(fields, "config." + name).forEach((field, entry) -> {
                    Map<?, ?> members = mapping(entry, "config." + name + "." + field);
                    if (Boolean.TRUE.equals(members.get("public"))) {
                        values.put(name + "/" + field, members.get("value"));
                    }
                });
                if (!values.isEmpty()) {
                    sections.put(String.valueOf(name), values);
                }
            });
            return sections;
        }
    };

    /** The page type of questions for every page. */
    public static final String GENERAL = "general";

    private static final Pattern SECTION = Pattern.compile("[a-z][a-z0-9_]*");

    private final String settings;
    private final Json empty;

    PublicDocument(String settings, Json empty) {
        this.settings = settings;
        this.empty = empty;
    }

    /** @return null when the public may read nothing of the settings with this name */
    public static @Nullable PublicDocument of(String settings) {
        for (PublicDocument document : values()) {
            if (document.settings.equals(settings)) {
                return document;
            }
        }
        return null;
    }

    String settings() {
        return settings;
    }

    /** Settings that nobody has put yet. */
    Json empty() {
        return empty;
    }

    /** The settings under which the public part is kept. */
    String published() {
        return settings + ".published";
    }

    /**
     * @param settings plain values
     * @throws IllegalArgumentException when they have not the shape of these settings, naming the place
     */
    abstract Object publicPart(@Nullable Object settings);

    private static List<?> list(@Nullable Object value, String path) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(path + " must be a list");
    }

    private static Map<?, ?> mapping(@Nullable Object value, String path) {
        if (value instanceof Map<?, ?> mapping) {
            return mapping;
        }
        throw new IllegalArgumentException(path + " must be an object");
    }

    private static String text(@Nullable Object value, String path) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(path + " must be a text");
    }
}

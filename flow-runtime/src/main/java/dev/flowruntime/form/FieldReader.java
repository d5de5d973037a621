package dev.flowruntime.form;

import dev.flowruntime.document.Members;
import dev.flowruntime.form.FieldRules.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one form. A field that is complained of is read as far as it goes. */
final class FieldReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/(\\*|[a-z0-9][a-z0-9!#$&^_.+-]*)");
    private static final int MAX_STARS = 100;

    private final Set<String> names = new HashSet<>();

    /**
     * @param slot null for a field that takes no value
     * @param uploadRule null for a field that takes no files
     */
    record Field(
            FormField written,
            @Nullable Slot<?> slot,
            @Nullable UploadRule uploadRule) {}

    Field read(Members field) {
        String name = name(field);
        FieldType type = type(field);
        FormField written = new FormField(
                name,
                type == null ? FieldType.TEXT : type,
                label(field, type),
                field.flag("required", false),
                field.text("placeholder"),
                field.text("help"),
                options(field, type),
                mapping(field, "config"),
                mapping(field, "validation"));
        field.refuseUnknown();
        if (type == null) {
            return new Field(written, null, null);
        }
        if (written.required() && !type.isInput()) {
            field.error("required", "does not apply to " + HintReader.nameOf(type));
        }
        Settings settings = settings(field, type);
        Hints hints = HintReader.read(type, field);
        refuseUnfulfillable(field, written, settings, hints);
        UploadRule uploadRule = type.isUpload() ? new UploadRule(type, mediaTypes(written), hints) : null;
        return new Field(written, new FieldRules(written, settings, hints).slot(), uploadRule);
    }

    private String name(Members field) {
        String name = field.requiredText("name");
        if (field.value("name") instanceof String) {
            if (!NAME.matcher(name).matches()) {
                field.error("name", "must match ^[a-z][a-z0-9_]{0,63}$, found " + name);
            } else if (!names.add(name)) {
                field.error("name", "another field has the same name: " + name);
            }
        }
        return name;
    }

    private static @Nullable FieldType type(Members field) {
        String name = field.requiredText("type");
        FieldType type = FieldType.named(name).orElse(null);
        if (type == null && field.value("type") instanceof String) {
            field.error("type", "must be one of " + String.join(", ", FieldType.wireNames()) + ", found " + name);
        }
        return type;
    }

    private static String label(Members field, @Nullable FieldType type) {
        return type == FieldType.DIVIDER ? field.text("label", "") : field.requiredText("label");
    }

    private static List<Option> options(Members field, @Nullable FieldType type) {
        if (type != null && type.hasOptions()) {
            return Options.read(field);
        }
        if (field.value(Options.MEMBER) != null && type != null) {
            field.error(Options.MEMBER, "does not apply to " + HintReader.nameOf(type));
        }
        return List.of();
    }

    private static Map<String, @Nullable Object> mapping(Members field, String name) {
        return field.value(name) instanceof Map<?, ?> map ? Trees.copy(map) : Map.of();
    }

    private static List<String> mediaTypes(FormField written) {
        return written.config().get("allowed_upload_types") instanceof List<?> types
                ? types.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static Settings settings(Members field, FieldType type) {
        Members config = field.members("config");
        if (config == null) {
            return Settings.DEFAULT;
        }
        refuseUnless(type == FieldType.RATING, "maxStars", config, type);
        refuseUnless(type.isUpload(), "multiple", config, type);
        refuseUnless(type.isUpload(), "allowed_upload_types", config, type);
        HintReader.texts(
                config,
                "allowed_upload_types",
                mediaType -> MEDIA_TYPE.matcher(mediaType).matches(),
                "is not a media type such as image/png or image/*, in lower case");
        return new Settings(
                config.integer("maxStars", Settings.DEFAULT.maxStars(), 1, MAX_STARS), config.flag("multiple", false));
    }

    private static void refuseUnless(boolean applies, String name, Members config, FieldType type) {
        if (!applies && config.value(name) != null) {
            config.error(name, "does not apply to " + HintReader.nameOf(type));
        }
    }

    /** Hints that no value of this very field could follow. */
    private static void refuseUnfulfillable(Members field, FormField written, Settings settings, Hints hints) {
        Long stars = hints.count(Hint.RATING_MIN);
        if (stars != null && stars > settings.maxStars()) {
            field.error("validation.rating_min", "must be at most " + settings.maxStars() + ", the stars there are");
        }
        Long chosen = hints.count(Hint.SELECT_MIN);
        if (chosen != null && chosen > written.options().size()) {
            field.error(
                    "validation.select_min",
                    "must be at most " + written.options().size() + ", the options there are");
        }
        List<String> values = written.options().stream().map(Option::value).toList();
        List<String> needed = hints.requiredOptions();
        for (String value : needed) {
            if (!values.contains(value)) {
                field.error("validation.require_option", "is not among the options: " + value);
            }
        }
        if (needed.size() > 1 && written.type() != FieldType.MULTI_SELECT) {
            field.error("validation.require_option", "must be one option: only one can be chosen");
        }
    }
}

package dev.flowruntime.form;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a field takes, as the wire names it: {@code text}, {@code multi_select}, … */
public enum FieldType {
    TEXT,
    TEXTAREA,
    EMAIL,
    TEL,
    URL,
    DATE,
    NUMBER,
    CHECKBOX,
    SELECT,
    RADIO,
    MULTI_SELECT,
    RATING,
    FILE_UPLOAD,
    IMAGE_UPLOAD,
    SIGNATURE,
    HEADING,
    PARAGRAPH,
    DIVIDER;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    public String wireName() {
        return wireName;
    }

    public static Optional<FieldType> named(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }

    /** All wire names, in the order of this enum. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(FieldType::wireName).toList();
    }

    /** Whether a value is submitted for it; headings, paragraphs and dividers are only shown. */
    public boolean isInput() {
        return switch (this) {
            case HEADING, PARAGRAPH, DIVIDER -> false;
            default -> true;
        };
    }

    /** Whether its value is chosen among options. */
    public boolean hasOptions() {
        return switch (this) {
            case SELECT, RADIO, MULTI_SELECT -> true;
            default -> false;
        };
    }

    /** Whether its value refers to an uploaded file. */
    public boolean isUpload() {
        return switch (this) {
            case FILE_UPLOAD, IMAGE_UPLOAD, SIGNATURE -> true;
            default -> false;
        };
    }
}

package dev.flowruntime.form;

import static dev.flowruntime.form.FieldType.CHECKBOX;
import static dev.flowruntime.form.FieldType.DATE;
import static dev.flowruntime.form.FieldType.EMAIL;
import static dev.flowruntime.form.FieldType.FILE_UPLOAD;
import static dev.flowruntime.form.FieldType.IMAGE_UPLOAD;
import static dev.flowruntime.form.FieldType.MULTI_SELECT;
import static dev.flowruntime.form.FieldType.NUMBER;
import static dev.flowruntime.form.FieldType.RADIO;
import static dev.flowruntime.form.FieldType.RATING;
import static dev.flowruntime.form.FieldType.SELECT;
import static dev.flowruntime.form.FieldType.SIGNATURE;
import static dev.flowruntime.form.FieldType.TEL;
import static dev.flowruntime.form.FieldType.TEXT;
import static dev.flowruntime.form.FieldType.TEXTAREA;
import static dev.flowruntime.form.FieldType.URL;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A member of a field's {@code validation}, as the wire names it, with the types it applies to. {@code messages}, which
 * applies to all of them, is not one.
 */
public enum Hint {
    /** Code points. */
    MIN_LENGTH(Shape.COUNT, TEXT, TEXTAREA, EMAIL, TEL, URL),
    MAX_LENGTH(Shape.POSITIVE_COUNT, TEXT, TEXTAREA, EMAIL, TEL, URL),
    WORD_MIN(Shape.COUNT, TEXT, TEXTAREA),
    WORD_MAX(Shape.POSITIVE_COUNT, TEXT, TEXTAREA),
    /** Matches the whole value, in the syntax of RE2. */
    PATTERN(Shape.PATTERN, TEXT, TEXTAREA, EMAIL, TEL, URL),
    FORMAT(Shape.FORMAT, TEXT, TEXTAREA, EMAIL, TEL, URL, DATE),
    MIN(Shape.NUMBER, NUMBER),
    MAX(Shape.NUMBER, NUMBER),
    /** Counted from {@link #MIN} where there is one, else from zero. */
    STEP(Shape.POSITIVE_NUMBER, NUMBER),
    INTEGER(Shape.FLAG, NUMBER),
    MULTIPLE_EMAILS(Shape.FLAG, EMAIL),
    EMAIL_ALLOW_DOMAINS(Shape.DOMAINS, EMAIL),
    URL_HTTPS_ONLY(Shape.FLAG, URL),
    URL_ALLOW_DOMAINS(Shape.DOMAINS, URL),
    DATE_MIN(Shape.DATE, DATE),
    DATE_MAX(Shape.DATE, DATE),
    DATE_NO_WEEKENDS(Shape.FLAG, DATE),
    SELECT_MIN(Shape.COUNT, MULTI_SELECT),
    SELECT_MAX(Shape.POSITIVE_COUNT, MULTI_SELECT),
    /** One option value or a list of them that must be chosen; the field is then required. */
    REQUIRE_OPTION(Shape.OPTIONS, SELECT, RADIO, MULTI_SELECT),
    /** The value must be true; the field is then required. */
    MUST_ACCEPT(Shape.FLAG, CHECKBOX),
    RATING_MIN(Shape.POSITIVE_COUNT, RATING),
    /** Bytes; checked at upload, as are the three below. */
    FILE_MIN(Shape.COUNT, FILE_UPLOAD, IMAGE_UPLOAD, SIGNATURE),
    FILE_MAX(Shape.POSITIVE_COUNT, FILE_UPLOAD, IMAGE_UPLOAD, SIGNATURE),
    /** Pixels. */
    IMAGE_MIN_WIDTH(Shape.POSITIVE_COUNT, IMAGE_UPLOAD, SIGNATURE),
    IMAGE_MIN_HEIGHT(Shape.POSITIVE_COUNT, IMAGE_UPLOAD, SIGNATURE);

    /** What a document writes as the hint's value. */
    enum Shape {
        COUNT,
        POSITIVE_COUNT,
        NUMBER,
        POSITIVE_NUMBER,
        FLAG,
        PATTERN,
        FORMAT,
        DOMAINS,
        DATE,
        OPTIONS
    }

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final Shape shape;

    @SuppressWarnings("ImmutableEnumChecker") // no set of Set.of changes
    private final Set<FieldType> types;

    Hint(Shape shape, FieldType... types) {
        this.shape = shape;
        this.types = Set.of(types);
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<Hint> named(String wireName) {
        return Arrays.stream(values())
                .filter(hint -> hint.wireName.equals(wireName))
                .findFirst();
    }

    /** All wire names, in the order of this enum. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(Hint::wireName).toList();
    }

    public boolean appliesTo(FieldType type) {
        return types.contains(type);
    }

    Shape shape() {
        return shape;
    }
}

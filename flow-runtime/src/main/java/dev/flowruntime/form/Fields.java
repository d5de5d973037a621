package dev.flowruntime.form;

/** Starts a field of each type: {@code Fields.text("order_number", "Order #").required()}. */
public final class Fields {
    private Fields() {}

    public static FieldBuilder text(String name, String label) {
        return new FieldBuilder(name, FieldType.TEXT, label);
    }

    public static FieldBuilder textarea(String name, String label) {
        return new FieldBuilder(name, FieldType.TEXTAREA, label);
    }

    public static FieldBuilder email(String name, String label) {
        return new FieldBuilder(name, FieldType.EMAIL, label);
    }

    public static FieldBuilder tel(String name, String label) {
        return new FieldBuilder(name, FieldType.TEL, label);
    }

    public static FieldBuilder url(String name, String label) {
        return new FieldBuilder(name, FieldType.URL, label);
    }

    public static FieldBuilder date(String name, String label) {
        return new FieldBuilder(name, FieldType.DATE, label);
    }

    public static FieldBuilder number(String name, String label) {
        return new FieldBuilder(name, FieldType.NUMBER, label);
    }

    public static FieldBuilder checkbox(String name, String label) {
        return new FieldBuilder(name, FieldType.CHECKBOX, label);
    }

    /** Needs {@link FieldBuilder#option options}, as do the two below. */
    public static FieldBuilder select(String name, String label) {
        return new FieldBuilder(name, FieldType.SELECT, label);
    }

    public static FieldBuilder radio(String name, String label) {
        return new FieldBuilder(name, FieldType.RADIO, label);
    }

    public static FieldBuilder multiSelect(String name, String label) {
        return new FieldBuilder(name, FieldType.MULTI_SELECT, label);
    }

    public static FieldBuilder rating(String name, String label) {
        return new FieldBuilder(name, FieldType.RATING, label);
    }

    public static FieldBuilder fileUpload(String name, String label) {
        return new FieldBuilder(name, FieldType.FILE_UPLOAD, label);
    }

    public static FieldBuilder imageUpload(String name, String label) {
        return new FieldBuilder(name, FieldType.IMAGE_UPLOAD, label);
    }

    public static FieldBuilder signature(String name, String label) {
        return new FieldBuilder(name, FieldType.SIGNATURE, label);
    }

    public static FieldBuilder heading(String name, String text) {
        return new FieldBuilder(name, FieldType.HEADING, text);
    }

    public static FieldBuilder paragraph(String name, String text) {
        return new FieldBuilder(name, FieldType.PARAGRAPH, text);
    }

    public static FieldBuilder divider(String name) {
        return new FieldBuilder(name, FieldType.DIVIDER, "");
    }
}

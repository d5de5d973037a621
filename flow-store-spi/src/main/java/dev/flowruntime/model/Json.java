package dev.flowruntime.model;

/**
 * One JSON value as compact text, opaque to every store.
 *
 * <p>Nothing checks the text: whoever makes one vouches that it is one valid JSON value.
 */
public record Json(String text) {
    public static final Json EMPTY_OBJECT = new Json("{}");
    public static final Json EMPTY_ARRAY = new Json("[]");

    @Override
    public String toString() {
        return text;
    }
}

package dev.flowruntime.form;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value is before any rule looks at it: a text, a number, a list of texts, … */
interface Kind<T> {
    /** Its keywords in JSON Schema. */
    Map<String, Object> says();

    /** The keywords that say of this kind that it is not empty; none for a kind that never is. */
    Map<String, Object> saysFilled();

    /** The value as this kind, normalised; null after a complaint. */
    @Nullable
    T read(@Nullable Object value, Reasons reasons);

    /** Whether it is there, but counts as not given where one is required. */
    boolean isEmpty(T value);
}

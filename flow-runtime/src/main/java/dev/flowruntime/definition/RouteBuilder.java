package dev.flowruntime.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cases of a {@code route} node. Not thread-safe. */
public final class RouteBuilder {
    private final List<Map<String, String>> cases = new ArrayList<>();
    private @Nullable String otherwise;

    RouteBuilder() {}

    /** One more case: where to go when an expression holds and none before it did. */
    public RouteBuilder when(String expression, String target) {
        Map<String, String> item = new LinkedHashMap<>();
        item.put("when", expression);
        item.put("next", target);
        cases.add(item);
        return this;
    }

    /** Where to go when no case holds; a route needs it. */
    public RouteBuilder otherwise(String target) {
        otherwise = target;
        return this;
    }

    Map<String, @Nullable Object> build() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("cases", cases);
        members.put("default", otherwise);
        return members;
    }
}

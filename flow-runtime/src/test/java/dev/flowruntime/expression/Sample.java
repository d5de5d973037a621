package dev.flowruntime.expression;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that most tests read. */
final class Sample {
    static final Instant NOW = Instant.parse("2026-03-01T14:05:09.250Z");

    private static final Map<String, @Nullable Object> ROOTS = Map.of(
            "vars", vars(),
            "trigger", Map.of("text", "Where is my order?", "context", Map.of("page", "/cart")),
            "node", Map.of("order_form", Map.of("output", Map.of("order_number", "A-1001", "amount", 3L))),
            "context", Map.of(),
            "customer", Map.of("id", "c1", "verified", false),
            "conversation", Map.of("id", "0190", "locale", "de"),
            "execution", Map.of("id", "0191"),
            "now", NOW,
            "event", Map.of("name", "order.paid", "data", Map.of("total", 12.5)));

    static final Scope SCOPE = ROOTS::get;

    private Sample() {}

    private static Map<String, @Nullable Object> vars() {
        Map<String, @Nullable Object> vars = new LinkedHashMap<>();
        vars.put("first_name", "Ada");
        vars.put("empty", "");
        vars.put("nothing", null);
        vars.put("yes", true);
        vars.put("no", false);
        vars.put("int", 7L);
        vars.put("small", 7);
        vars.put("whole", 7.0);
        vars.put("half", 2.5);
        vars.put("big", 9007199254740993L);
        vars.put("list", withNull(1L, 2.5, "x", null));
        vars.put("numbers", List.of(1L, 2L, 3L));
        vars.put("none", List.of());
        vars.put("cart", new LinkedHashMap<>(Map.of("total", 19.90)));
        vars.put("odd-name", "dash");
        vars.put("braces", "{{ vars.first_name }}");
        vars.put("code", "vars.first_name + \"!\"");
        vars.put("day", "2026-03-01");
        vars.put("at", "2026-03-01T15:05:09+01:00");
        return vars;
    }

    static List<@Nullable Object> withNull(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object value : values) {
            list.add(value);
        }
        return list;
    }

    static @Nullable Object evaluate(String source) {
        return Expression.compile(source).evaluate(SCOPE);
    }

    /** A scope with one variable, {@code vars.x}. */
    static Scope with(@Nullable Object value) {
        Map<String, @Nullable Object> vars = new LinkedHashMap<>();
        vars.put("x", value);
        return name -> name.equals("vars") ? vars : null;
    }
}

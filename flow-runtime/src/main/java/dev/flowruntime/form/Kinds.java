package dev.flowruntime.form;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The kinds of values that fields take. */
final class Kinds {
    static final Kind<String> TEXT = text(Map.of("minLength", 1L));

    /** One of a field's options, none of which is blank: that it is not empty goes without saying. */
    static final Kind<String> OPTION = text(Map.of());

    static final Kind<Boolean> FLAG = new Single<>(
            Map.of("type", "boolean"),
            Map.of(),
            value -> value instanceof Boolean flag ? flag : null,
            flag -> false,
            "must be true or false");

    static final Kind<Number> NUMBER =
            new Single<>(Map.of("type", "number"), Map.of(), Numbers::read, number -> false, "must be a number");

    private Kinds() {}

    private static Kind<String> text(Map<String, Object> saysFilled) {
        return new Single<>(
                Map.of("type", "string"),
                saysFilled,
                value -> value instanceof String text ? text : null,
                Texts::isBlank,
                "must be a text");
    }

    /** A number without a fraction; 3.0 is one, and is read as 3. */
    static Kind<Number> wholeNumber(String reason) {
        return new Single<>(Map.of("type", "integer"), Map.of(), Kinds::whole, number -> false, reason);
    }

    /** A reference to an uploaded file. Only the id in it is trusted, and so only that is kept. */
    static Kind<Map<String, Object>> file(FieldType type) {
        Map<String, Object> says = new LinkedHashMap<>();
        says.put("type", "object");
        says.put("x-upload", type.wireName());
        return new Single<>(says, Map.of(), Kinds::file, file -> false, "must be an uploaded file, with its file_id");
    }

    static <E> Kind<List<E>> listOf(ValueRules<E> items) {
        return new ListKind<>(items);
    }

    private static @Nullable Number whole(@Nullable Object value) {
        Number number = Numbers.read(value);
        if (number == null || number instanceof Long) {
            return number;
        }
        BigInteger whole = Numbers.whole(number);
        return whole == null || whole.bitLength() > 63 ? whole : (Number) whole.longValue();
    }

    private static @Nullable Map<String, Object> file(@Nullable Object value) {
        return value instanceof Map<?, ?> file && file.get("file_id") instanceof String id && !Texts.isBlank(id)
                ? Map.of("file_id", id)
                : null;
    }

    private record Single<T>(
            Map<String, Object> says,
            Map<String, Object> saysFilled,
            Function<@Nullable Object, @Nullable T> reader,
            Predicate<T> empty,
            String reason)
            implements Kind<T> {
        @Override
        public @Nullable T read(@Nullable Object value, Reasons reasons) {
            T read = reader.apply(value);
            if (read == null) {
                reasons.add(reason);
            }
            return read;
        }

        @Override
        public boolean isEmpty(T value) {
            return empty.test(value);
        }
    }

    private record ListKind<E>(ValueRules<E> items) implements Kind<List<E>> {
        @Override
        public Map<String, Object> says() {
            Map<String, Object> says = new LinkedHashMap<>();
            says.put("type", "array");
            says.put("items", items.schema());
            return says;
        }

        @Override
        public Map<String, Object> saysFilled() {
            return Map.of("minItems", 1L);
        }

        @Override
        public @Nullable List<E> read(@Nullable Object value, Reasons reasons) {
            if (!(value instanceof List<?> list)) {
                reasons.add("must be a list");
                return null;
            }
            int before = reasons.count();
            List<E> read = new ArrayList<>(list.size());
            for (int i = 0; i < list.size(); i++) {
                reasons.atItem(i);
                E item = items.check(list.get(i), reasons);
                if (item != null) {
                    read.add(item);
                }
            }
            reasons.atWhole();
            return reasons.count() == before ? List.copyOf(read) : null;
        }

        @Override
        public boolean isEmpty(List<E> value) {
            return value.isEmpty();
        }
    }
}

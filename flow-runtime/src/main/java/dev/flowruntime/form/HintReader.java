package dev.flowruntime.form;

import dev.flowruntime.document.Members;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a field's {@code validation}, complaining of all that its type cannot follow. */
final class HintReader {
    static final String REQUIRED = "required";
    private static final String MEMBER = "validation";
    private static final String MESSAGES = "messages";

    private final FieldType type;
    private final Members validation;
    private final Map<Hint, Object> values = new EnumMap<>(Hint.class);

    private HintReader(FieldType type, Members validation) {
        this.type = type;
        this.validation = validation;
    }

    static Hints read(FieldType type, Members field) {
        Members validation = field.members(MEMBER);
        return validation == null ? new Hints(Map.of(), Map.of()) : new HintReader(type, validation).read();
    }

    private Hints read() {
        for (Hint hint : Hint.values()) {
            if (validation.value(hint.wireName()) != null) {
                Object value = hint.appliesTo(type) ? value(hint) : refuse(hint, "does not apply to " + nameOf(type));
                if (value != null) {
                    values.put(hint, value);
                }
            }
        }
        Map<String, Object> messages = messages();
        validation.refuseUnknown();
        refuseCrossed(Hint.MIN_LENGTH, Hint.MAX_LENGTH);
        refuseCrossed(Hint.WORD_MIN, Hint.WORD_MAX);
        refuseCrossed(Hint.MIN, Hint.MAX);
        refuseCrossed(Hint.SELECT_MIN, Hint.SELECT_MAX);
        refuseCrossed(Hint.FILE_MIN, Hint.FILE_MAX);
        refuseCrossed(Hint.DATE_MIN, Hint.DATE_MAX);
        return new Hints(values, messages);
    }

    static String nameOf(FieldType type) {
        return "a field of type " + type.wireName();
    }

    private @Nullable Object value(Hint hint) {
        String name = hint.wireName();
        return switch (hint.shape()) {
            case COUNT -> count(hint, 0);
            case POSITIVE_COUNT -> count(hint, 1);
            case NUMBER -> validation.number(name);
            case POSITIVE_NUMBER -> positive(hint);
            case FLAG -> validation.flag(name, false) ? Boolean.TRUE : null;
            case PATTERN -> pattern(hint);
            case FORMAT -> format(hint);
            case DOMAINS -> domains(hint);
            case DATE -> date(hint);
            case OPTIONS -> options(hint);
        };
    }

    private @Nullable Object count(Hint hint, long least) {
        Long count = validation.integer(hint.wireName());
        if (count != null && count < least) {
            return refuse(hint, "must be at least " + least);
        }
        return count != null && count == 0 ? null : count; // at least none asks for nothing
    }

    private @Nullable Object positive(Hint hint) {
        Number number = validation.number(hint.wireName());
        return number == null || number.doubleValue() > 0 ? number : refuse(hint, "must be more than 0");
    }

    private @Nullable Object pattern(Hint hint) {
        String text = validation.text(hint.wireName());
        try {
            return text == null ? null : TextPattern.compile(text);
        } catch (IllegalArgumentException e) {
            return refuse(hint, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object format(Hint hint) {
        String text = validation.text(hint.wireName());
        if (text == null) {
            return null;
        }
        Format format = Format.named(text).orElse(null);
        if (format == null) {
            return refuse(hint, "must be one of " + String.join(", ", Format.wireNames()) + ", found " + text);
        }
        Format own = FieldRules.formatOf(type);
        return own == null || own == format ? format : refuse(hint, nameOf(type) + " has the format " + own.wireName());
    }

    private @Nullable Object domains(Hint hint) {
        if (validation.value(hint.wireName()) instanceof List<?> list && list.isEmpty()) {
            return refuse(hint, "must be a list of at least one domain");
        }
        return Domains.of(texts(
                validation,
                hint.wireName(),
                Domains::isPattern,
                "is not a domain such as example.com or *.example.com, in ASCII"));
    }

    /** A list of texts, each of which is held to the grammar. */
    static List<String> texts(Members owner, String name, Predicate<String> grammar, String complaint) {
        if (owner.value(name) instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof String text && !grammar.test(text)) {
                    owner.error(name + "[" + i + "]", complaint + ": " + text);
                }
            }
        }
        return owner.texts(name);
    }

    private @Nullable Object date(Hint hint) {
        String text = validation.text(hint.wireName());
        LocalDate date = text == null ? null : CalendarDate.read(text);
        return text == null || date != null ? date : refuse(hint, "is not a date such as 2026-01-31: " + text);
    }

    private @Nullable Object options(Hint hint) {
        if (validation.value(hint.wireName()) instanceof String one) {
            return List.of(one);
        }
        if (validation.value(hint.wireName()) instanceof List<?> several) {
            List<String> values = validation.texts(hint.wireName());
            return several.isEmpty() ? refuse(hint, "must name at least one option") : values;
        }
        return refuse(hint, "must be an option value or a list of them");
    }

    private Map<String, Object> messages() {
        Members messages = validation.members(MESSAGES);
        if (messages == null || !(validation.value(MESSAGES) instanceof Map<?, ?> written)) {
            return Map.of();
        }
        Map<String, Object> texts = new HashMap<>();
        for (Object key : written.keySet()) {
            String name = String.valueOf(key);
            String text = messages.text(name);
            Hint hint = Hint.named(name).orElse(null);
            if (!name.equals(REQUIRED) && (hint == null || !hint.appliesTo(type))) {
                messages.error(name, "is not a hint of " + nameOf(type));
            } else if (text != null) {
                texts.put(name, text);
            }
        }
        return texts;
    }

    private void refuseCrossed(Hint least, Hint most) {
        Object from = values.get(least);
        Object to = values.get(most);
        boolean crossed = (from instanceof Number a && to instanceof Number b && Numbers.compare(a, b) > 0)
                || (from instanceof LocalDate c && to instanceof LocalDate d && c.isAfter(d));
        if (crossed) {
            validation.error(most.wireName(), "must not be less than " + least.wireName());
        }
    }

    /** Always null, for the value that is not read. */
    private @Nullable Object refuse(Hint hint, String complaint) {
        validation.error(hint.wireName(), complaint);
        return null;
    }
}

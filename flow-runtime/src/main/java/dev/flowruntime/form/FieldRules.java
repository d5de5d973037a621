package dev.flowruntime.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a field and its hints into the rules of its value. */
final class FieldRules {
    private final FormField field;
    private final Settings settings;
    private final Hints hints;

    /** What counts of a field's config. */
    record Settings(int maxStars, boolean multiple) {
        static final Settings DEFAULT = new Settings(5, false);
    }

    FieldRules(FormField field, Settings settings, Hints hints) {
        this.field = field;
        this.settings = settings;
        this.hints = hints;
    }

    /** The format that a type has without any hint. */
    static @Nullable Format formatOf(FieldType type) {
        return switch (type) {
            case EMAIL -> Format.EMAIL;
            case URL -> Format.URL;
            case DATE -> Format.DATE;
            default -> null;
        };
    }

    /** Null for a field that takes no value. */
    @Nullable
    Slot<?> slot() {
        return switch (field.type()) {
            case TEXT, TEXTAREA, EMAIL, TEL, URL, DATE -> slot(new ValueRules<>(Kinds.TEXT, texts()));
            case NUMBER -> slot(number());
            case CHECKBOX -> slot(new ValueRules<>(Kinds.FLAG, checkbox()));
            case SELECT, RADIO -> slot(new ValueRules<>(Kinds.OPTION, single()));
            case MULTI_SELECT -> slot(Options.several(field.options(), several()));
            case RATING -> slot(rating());
            case FILE_UPLOAD, IMAGE_UPLOAD, SIGNATURE -> upload();
            case HEADING, PARAGRAPH, DIVIDER -> null;
        };
    }

    private <T> Slot<T> slot(ValueRules<T> value) {
        return new Slot<>(field.name(), value, missing());
    }

    /** What must be accepted or chosen cannot be left out either. */
    private @Nullable String missing() {
        if (hints.has(Hint.MUST_ACCEPT)) {
            return hints.missing(mustAccept());
        }
        if (hints.has(Hint.REQUIRE_OPTION)) {
            return hints.missing(hints.reason(Hint.REQUIRE_OPTION, "is required"));
        }
        return field.required() ? hints.missing("is required") : null;
    }

    private List<Rule<String>> texts() {
        List<Rule<String>> rules = new ArrayList<>();
        ifGiven(hints.count(Hint.MIN_LENGTH), min -> {
            String reason = "must have at least " + counted(min, "character");
            rules.add(Texts.minLength(min, hints.reason(Hint.MIN_LENGTH, reason)));
        });
        ifGiven(hints.count(Hint.MAX_LENGTH), max -> {
            String reason = "must have at most " + counted(max, "character");
            rules.add(Texts.maxLength(max, hints.reason(Hint.MAX_LENGTH, reason)));
        });
        ifGiven(hints.count(Hint.WORD_MIN), min -> {
            String reason = "must have at least " + counted(min, "word");
            rules.add(Texts.minWords(min, hints.reason(Hint.WORD_MIN, reason)));
        });
        ifGiven(hints.count(Hint.WORD_MAX), max -> {
            String reason = "must have at most " + counted(max, "word");
            rules.add(Texts.maxWords(max, hints.reason(Hint.WORD_MAX, reason)));
        });
        addFormat(rules);
        ifGiven(hints.pattern(), pattern -> {
            String reason = "does not have the expected form";
            rules.add(Texts.pattern(pattern, hints.reason(Hint.PATTERN, reason)));
        });
        addDomains(rules);
        addDates(rules);
        return List.copyOf(rules);
    }

    private void addFormat(List<Rule<String>> rules) {
        if (hints.has(Hint.MULTIPLE_EMAILS)) {
            String reason = hints.reason(Hint.FORMAT, "must be e-mail addresses with commas between them");
            rules.add(Texts.emails(hints.reason(Hint.MULTIPLE_EMAILS, reason)));
            return;
        }
        Format own = formatOf(field.type());
        Format format = own == null ? hints.format() : own;
        if (format != null) {
            rules.add(Texts.format(format, hints.reason(Hint.FORMAT, format.reason())));
        }
    }

    private void addDomains(List<Rule<String>> rules) {
        ifGiven(hints.domains(Hint.EMAIL_ALLOW_DOMAINS), domains -> {
            String reason = hints.reason(Hint.EMAIL_ALLOW_DOMAINS, "must be at " + domains);
            boolean several = hints.has(Hint.MULTIPLE_EMAILS);
            rules.add(several ? Texts.emailsAt(domains, reason) : Texts.emailAt(domains, reason));
        });
        if (hints.has(Hint.URL_HTTPS_ONLY)) {
            rules.add(Texts.https(hints.reason(Hint.URL_HTTPS_ONLY, "must begin with https://")));
        }
        ifGiven(hints.domains(Hint.URL_ALLOW_DOMAINS), domains -> {
            String reason = "must be at " + domains;
            rules.add(Texts.urlAt(domains, hints.reason(Hint.URL_ALLOW_DOMAINS, reason)));
        });
    }

    private void addDates(List<Rule<String>> rules) {
        ifGiven(hints.date(Hint.DATE_MIN), first -> {
            String reason = hints.reason(Hint.DATE_MIN, "must not be before " + first);
            rules.add(Texts.date(date -> !date.isBefore(first), reason));
        });
        ifGiven(hints.date(Hint.DATE_MAX), last -> {
            String reason = hints.reason(Hint.DATE_MAX, "must not be after " + last);
            rules.add(Texts.date(date -> !date.isAfter(last), reason));
        });
        if (hints.has(Hint.DATE_NO_WEEKENDS)) {
            String reason = hints.reason(Hint.DATE_NO_WEEKENDS, "must not be on a weekend");
            rules.add(Texts.date(Texts::isWeekday, reason));
        }
    }

    private ValueRules<Number> number() {
        List<Rule<Number>> rules = new ArrayList<>();
        Number min = hints.number(Hint.MIN);
        ifGiven(min, least -> {
            String reason = "must be at least " + Numbers.text(least);
            rules.add(Numbers.atLeast(least, hints.reason(Hint.MIN, reason)));
        });
        ifGiven(hints.number(Hint.MAX), most -> {
            String reason = "must be at most " + Numbers.text(most);
            rules.add(Numbers.atMost(most, hints.reason(Hint.MAX, reason)));
        });
        ifGiven(hints.number(Hint.STEP), step -> {
            String from = min == null ? "" : "from " + Numbers.text(min) + " ";
            String reason = "must go " + from + "in steps of " + Numbers.text(step);
            rules.add(Numbers.inSteps(step, min, hints.reason(Hint.STEP, reason)));
        });
        Kind<Number> kind = hints.has(Hint.INTEGER)
                ? Kinds.wholeNumber(hints.reason(Hint.INTEGER, "must be a whole number"))
                : Kinds.NUMBER;
        return new ValueRules<>(kind, List.copyOf(rules));
    }

    private ValueRules<Number> rating() {
        Long ratingMin = hints.count(Hint.RATING_MIN);
        long min = ratingMin == null ? 1 : ratingMin;
        long max = settings.maxStars();
        List<Rule<Number>> rules = List.of(
                Numbers.atLeast(min, hints.reason(Hint.RATING_MIN, "must be at least " + min)),
                Numbers.atMost(max, "must be at most " + max));
        return new ValueRules<>(Kinds.wholeNumber("must be a whole number"), rules);
    }

    private List<Rule<Boolean>> checkbox() {
        return hints.has(Hint.MUST_ACCEPT) ? List.of(new Rule<>(flag -> flag, mustAccept(), "const", true)) : List.of();
    }

    private String mustAccept() {
        return hints.reason(Hint.MUST_ACCEPT, "must be accepted");
    }

    private List<Rule<String>> single() {
        List<Rule<String>> rules = new ArrayList<>();
        rules.add(Options.oneOf(field.options()));
        for (String value : hints.requiredOptions()) {
            String reason = hints.reason(Hint.REQUIRE_OPTION, "must be " + labels(List.of(value)));
            rules.add(new Rule<>(value::equals, reason, "const", value));
        }
        return List.copyOf(rules);
    }

    private List<Rule<List<String>>> several() {
        List<Rule<List<String>>> rules = new ArrayList<>();
        ifGiven(hints.count(Hint.SELECT_MIN), min -> {
            String reason = hints.reason(Hint.SELECT_MIN, "must have at least " + counted(min, "option"));
            rules.add(new Rule<>(chosen -> chosen.size() >= min, reason, "minItems", min));
        });
        ifGiven(hints.count(Hint.SELECT_MAX), max -> {
            String reason = hints.reason(Hint.SELECT_MAX, "must have at most " + counted(max, "option"));
            rules.add(new Rule<>(chosen -> chosen.size() <= max, reason, "maxItems", max));
        });
        List<String> needed = hints.requiredOptions();
        if (!needed.isEmpty()) {
            String reason = hints.reason(Hint.REQUIRE_OPTION, "must include " + labels(needed));
            List<Object> contains =
                    needed.stream().<Object>map(FieldRules::containing).toList();
            rules.add(new Rule<>(chosen -> chosen.containsAll(needed), reason, "allOf", contains));
        }
        return List.copyOf(rules);
    }

    private static Map<String, Object> containing(String value) {
        return Map.of("contains", Map.of("const", value));
    }

    private Slot<?> upload() {
        ValueRules<Map<String, Object>> file = new ValueRules<>(Kinds.file(field.type()), List.of());
        return settings.multiple() ? slot(new ValueRules<>(Kinds.listOf(file), List.of())) : slot(file);
    }

    private String labels(List<String> values) {
        Map<String, String> labels = new LinkedHashMap<>();
        field.options().forEach(option -> labels.put(option.value(), option.label()));
        return values.stream().map(value -> labels.getOrDefault(value, value)).collect(Collectors.joining(", "));
    }

    private static <V> void ifGiven(@Nullable V hint, Consumer<V> then) {
        if (hint != null) {
            then.accept(hint);
        }
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}

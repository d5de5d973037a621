package dev.flowruntime.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.form.Checked.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Generated forms and values, the stock validator on one side and our check on the other. */
class SchemaAgreementTest {
    private static final long SEED = Long.getLong("flow.test.seed", 20_260_131L);
    private static final int FORMS = 300;
    private static final int SUBMISSIONS = 40;

    private final Random random = new Random(SEED);

    @Test
    void bothRefuseTheSameFieldsWhereTheSchemaHasWords() {
        System.out.println("SchemaAgreementTest: -Dflow.test.seed=" + SEED);
        int accepted = 0;
        for (int i = 0; i < FORMS; i++) {
            Form form = form(false);
            StockValidator stock = new StockValidator(form.schema());
            for (int j = 0; j < SUBMISSIONS; j++) {
                Map<String, @Nullable Object> values = submission(form);
                Set<String> ours = refused(form, values);
                accepted += ours.isEmpty() ? 1 : 0;
                assertThat(ours)
                        .as("seed %d, %s, values %s", SEED, form.schema(), values)
                        .isEqualTo(stock.refused(values));
            }
        }
        assertThat(accepted).isBetween(FORMS * SUBMISSIONS / 20, FORMS * SUBMISSIONS * 19 / 20);
    }

    @Test
    void theSchemaRefusesNothingThatTheCheckAccepts() {
        for (int i = 0; i < FORMS; i++) {
            Form form = form(true);
            StockValidator stock = new StockValidator(form.schema());
            for (int j = 0; j < SUBMISSIONS; j++) {
                Map<String, @Nullable Object> values = submission(form);
                assertThat(refused(form, values))
                        .as("seed %d, %s, values %s", SEED, form.schema(), values)
                        .containsAll(stock.refused(values));
            }
        }
    }

    private static Set<String> refused(Form form, Map<String, @Nullable Object> values) {
        return form.check(values) instanceof Refused refused
                ? refused.fields().keySet().stream()
                        .map(path -> path.replaceFirst("\\[\\d+]$", ""))
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    private Form form(boolean unsaid) {
        Form.Builder form = Form.builder();
        int fields = 1 + random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            form.field(field("f" + i, unsaid));
        }
        return form.build();
    }

    private FieldBuilder field(String name, boolean unsaid) {
        List<FieldType> inputs =
                Arrays.stream(FieldType.values()).filter(FieldType::isInput).toList();
        FieldType type = pick(inputs);
        FieldBuilder field = new FieldBuilder(name, type, "Label");
        maybe(field, FieldBuilder::required);
        if (type.hasOptions()) {
            field.option("a", "A").option("b", "B").option("c", "C");
        }
        switch (type) {
            case TEXT, TEXTAREA, TEL -> textHints(field, unsaid);
            case NUMBER -> numberHints(field);
            case RATING -> {
                maybe(field, f -> f.maxStars(4));
                maybe(field, f -> f.ratingMin(2));
            }
            case CHECKBOX -> maybe(field, FieldBuilder::mustAccept);
            case SELECT, RADIO -> maybe(field, f -> f.requireOption("b"));
            case MULTI_SELECT -> {
                maybe(field, f -> f.selectMin(1));
                maybe(field, f -> f.selectMax(2));
                maybe(field, f -> f.requireOption("a", "b"));
            }
            case FILE_UPLOAD, IMAGE_UPLOAD, SIGNATURE -> maybe(field, FieldBuilder::multiple);
            case EMAIL, URL, DATE -> {
                maybe(field, f -> f.message(Hint.FORMAT, "Hm."));
                if (unsaid) {
                    addressHints(field, type);
                }
            }
            default -> throw new AssertionError("not an input type: " + type);
        }
        return field;
    }

    private void textHints(FieldBuilder field, boolean unsaid) {
        maybe(field, f -> f.minLength(random.nextInt(4)));
        maybe(field, f -> f.maxLength(4 + random.nextInt(20)));
        maybe(
                field,
                f -> f.pattern(
                        pick(List.of("[a-z]*", ".+", "\\w+@.*", "a|b\\S*", "\\d{4}-\\d\\d-\\d\\d", "[^&&\\]-]*"))));
        maybe(field, f -> f.format(pick(List.of("email", "url", "date", "uuid"))));
        if (unsaid) {
            maybe(field, f -> f.pattern("(?i)[A-Z]+.*"));
        }
    }

    private void numberHints(FieldBuilder field) {
        maybe(field, FieldBuilder::integer);
        maybe(field, f -> f.step(pick(List.<Number>of(1, 0.5, 0.1, 3))));
        maybe(field, f -> f.max(pick(List.<Number>of(6, 7.25, 1e300))));
        maybe(field, f -> f.min(pick(List.<Number>of(-9, 0))));
    }

    private void addressHints(FieldBuilder field, FieldType type) {
        switch (type) {
            case EMAIL -> maybe(field, f -> f.emailDomains("example.com"));
            case URL -> {
                maybe(field, FieldBuilder::httpsOnly);
                maybe(field, f -> f.urlDomains("*.example.com"));
            }
            default -> maybe(field, FieldBuilder::noWeekends);
        }
    }

    private Map<String, @Nullable Object> submission(Form form) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (FormField field : form.fields()) {
            if (random.nextInt(8) > 0) {
                values.put(field.name(), random.nextInt(6) == 0 ? anything() : likely(field));
            }
        }
        if (random.nextInt(20) == 0) {
            values.put("other", anything());
        }
        return values;
    }

    private @Nullable Object anything() {
        return pick(Arrays.asList(
                null,
                true,
                false,
                0L,
                -3L,
                2.5,
                4.0,
                "",
                "a",
                "x",
                text(),
                List.of(),
                List.of("a"),
                List.of(1L),
                file()));
    }

    private Object likely(FormField field) {
        return switch (field.type()) {
            case TEXT, TEXTAREA, TEL, EMAIL, URL, DATE -> text();
            case NUMBER ->
                pick(List.<Object>of(random.nextInt(20) - 10L, random.nextInt(200) / 20.0, 1e20, 0.30000000000000004));
            case RATING -> pick(List.<Object>of(0L, 1L, 2L, 3.0, 4L, 5L, 6L, 2.5));
            case CHECKBOX -> random.nextBoolean();
            case SELECT, RADIO -> option();
            case MULTI_SELECT -> list(this::option);
            default -> field.config().containsKey("multiple") ? list(this::file) : file();
        };
    }

    /** Without blank texts that are not empty and without what only one side knows: see {@link FieldCase}. */
    private String text() {
        if (random.nextInt(3) > 0) {
            return pick(List.of(
                    "ann@example.com",
                    "bob@mail.example.com",
                    "ann@",
                    "a..b@example.com",
                    "https://www.example.com/a?b#c",
                    "http://example.com",
                    "https://exa mple.com",
                    "example.com",
                    "2026-03-07",
                    "2026-02-30",
                    "2024-02-29",
                    "019e2667-0000-7000-8000-000000000001",
                    "1-1-1-1-1",
                    "\ud83d\ude00\ud83d\ude00",
                    "two words"));
        }
        StringBuilder text = new StringBuilder("a");
        int length = random.nextInt(9);
        for (int i = 0; i < length; i++) {
            text.append(pick(List.of(
                    "a",
                    "b",
                    "Z",
                    "0",
                    "9",
                    "-",
                    "_",
                    "&",
                    "]",
                    "\n",
                    "\r",
                    "\u00a0",
                    "\u2028",
                    "\u00e9",
                    "\ud83d\ude00")));
        }
        return text.toString();
    }

    private String option() {
        return pick(List.of("a", "b", "c", "d", ""));
    }

    private Map<String, Object> file() {
        return Map.of("file_id", "f" + random.nextInt(9), "url", "https://example.com/f");
    }

    private List<Object> list(Supplier<Object> items) {
        List<Object> list = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            list.add(items.get());
        }
        return list;
    }

    private void maybe(FieldBuilder field, Consumer<FieldBuilder> hint) {
        if (random.nextInt(3) == 0) {
            hint.accept(field);
        }
    }

    private <T> T pick(List<T> among) {
        return among.get(random.nextInt(among.size()));
    }
}

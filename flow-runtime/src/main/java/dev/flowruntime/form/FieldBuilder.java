package dev.flowruntime.form;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a field in Java. It takes every hint; the form that the field goes into refuses those that its type cannot follow.
 * Not thread-safe.
 */
public final class FieldBuilder {
    private final String name;
    private final FieldType type;
    private final String label;
    private final List<Option> options = new ArrayList<>();
    private final Map<String, @Nullable Object> config = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> validation = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> messages = new LinkedHashMap<>();
    private boolean required;
    private @Nullable String placeholder;
    private @Nullable String help;

    FieldBuilder(String name, FieldType type, String label) {
        this.name = name;
        this.type = type;
        this.label = label;
    }

    public FieldBuilder required() {
        required = true;
        return this;
    }

    public FieldBuilder placeholder(String text) {
        placeholder = text;
        return this;
    }

    public FieldBuilder help(String text) {
        help = text;
        return this;
    }

    public FieldBuilder option(String value, String label) {
        options.add(new Option(value, label));
        return this;
    }

    /** A setting for the client, of texts, numbers, booleans, lists and maps. */
    public FieldBuilder config(String name, Object value) {
        config.put(name, value);
        return this;
    }

    /** How many stars a rating has; 5 unless said. */
    public FieldBuilder maxStars(int stars) {
        return config("maxStars", stars);
    }

    /** An upload field takes a list of files. */
    public FieldBuilder multiple() {
        return config("multiple", true);
    }

    /** Media types that an upload field takes, such as {@code image/*}. */
    public FieldBuilder uploadTypes(String... mediaTypes) {
        return config("allowed_upload_types", List.of(mediaTypes));
    }

    /** Code points. */
    public FieldBuilder minLength(int characters) {
        return hint(Hint.MIN_LENGTH, characters);
    }

    /** Code points. */
    public FieldBuilder maxLength(int characters) {
        return hint(Hint.MAX_LENGTH, characters);
    }

    public FieldBuilder minWords(int words) {
        return hint(Hint.WORD_MIN, words);
    }

    public FieldBuilder maxWords(int words) {
        return hint(Hint.WORD_MAX, words);
    }

    /** Must match the whole value; in the syntax of RE2. */
    public FieldBuilder pattern(String pattern) {
        return hint(Hint.PATTERN, pattern);
    }

    /** One of email, url, date, uuid. */
    public FieldBuilder format(String format) {
        return hint(Hint.FORMAT, format);
    }

    public FieldBuilder min(Number least) {
        return hint(Hint.MIN, least);
    }

    public FieldBuilder max(Number most) {
        return hint(Hint.MAX, most);
    }

    /** Counted from the minimum where there is one, else from zero. */
    public FieldBuilder step(Number step) {
        return hint(Hint.STEP, step);
    }

    public FieldBuilder integer() {
        return hint(Hint.INTEGER, true);
    }

    /** Several addresses, with commas between them. */
    public FieldBuilder multipleEmails() {
        return hint(Hint.MULTIPLE_EMAILS, true);
    }

    /** Domains such as {@code example.com} or {@code *.example.com}. */
    public FieldBuilder emailDomains(String... domains) {
        return hint(Hint.EMAIL_ALLOW_DOMAINS, List.of(domains));
    }

    public FieldBuilder httpsOnly() {
        return hint(Hint.URL_HTTPS_ONLY, true);
    }

    /** Domains such as {@code example.com} or {@code *.example.com}. */
    public FieldBuilder urlDomains(String... domains) {
        return hint(Hint.URL_ALLOW_DOMAINS, List.of(domains));
    }

    public FieldBuilder minDate(LocalDate first) {
        return hint(Hint.DATE_MIN, first.toString());
    }

    public FieldBuilder maxDate(LocalDate last) {
        return hint(Hint.DATE_MAX, last.toString());
    }

    public FieldBuilder noWeekends() {
        return hint(Hint.DATE_NO_WEEKENDS, true);
    }

    public FieldBuilder selectMin(int options) {
        return hint(Hint.SELECT_MIN, options);
    }

    public FieldBuilder selectMax(int options) {
        return hint(Hint.SELECT_MAX, options);
    }

    /** Option values that must be chosen. */
    public FieldBuilder requireOption(String... values) {
        return hint(Hint.REQUIRE_OPTION, values.length == 1 ? values[0] : List.of(values));
    }

    public FieldBuilder mustAccept() {
        return hint(Hint.MUST_ACCEPT, true);
    }

    public FieldBuilder ratingMin(int stars) {
        return hint(Hint.RATING_MIN, stars);
    }

    /** Bytes of one file. */
    public FieldBuilder fileMin(long bytes) {
        return hint(Hint.FILE_MIN, bytes);
    }

    /** Bytes of one file. */
    public FieldBuilder fileMax(long bytes) {
        return hint(Hint.FILE_MAX, bytes);
    }

    /** Pixels. */
    public FieldBuilder imageMinSize(int width, int height) {
        return hint(Hint.IMAGE_MIN_WIDTH, width).hint(Hint.IMAGE_MIN_HEIGHT, height);
    }

    /** What a visitor is told, in place of our words, when this hint does not hold. */
    public FieldBuilder message(Hint hint, String text) {
        messages.put(hint.wireName(), text);
        return this;
    }

    /** What a visitor is told, in place of our words, when nothing was given. */
    public FieldBuilder requiredMessage(String text) {
        messages.put(HintReader.REQUIRED, text);
        return this;
    }

    /**
     * The field, not yet checked.
     *
     * @throws IllegalArgumentException when config holds something that is no document value
     */
    public FormField build() {
        Map<String, @Nullable Object> hints = new LinkedHashMap<>(validation);
        if (!messages.isEmpty()) {
            hints.put("messages", messages);
        }
        return new FormField(name, type, label, required, placeholder, help, options, config, hints);
    }

    private FieldBuilder hint(Hint hint, Object value) {
        validation.put(hint.wireName(), value);
        return this;
    }
}

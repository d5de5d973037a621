package dev.flowruntime.document;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one mapping, and complains of whatever does not fit instead of stopping at it: a reader goes on
 * with an empty value and the author sees everything at once. A null member means the same as an absent one. Not
 * thread-safe.
 */
public final class Members {
    private final Map<String, @Nullable Object> members;
    private final String path;
    private final @Nullable String node;
    private final Problems problems;
    private final Set<String> known = new HashSet<>();

    /** @param node the id of the flow node that complaints name, if any */
    public Members(Map<String, @Nullable Object> members, String path, @Nullable String node, Problems problems) {
        this.members = members;
        this.path = path;
        this.node = node;
        this.problems = problems;
    }

    public Members(Map<String, @Nullable Object> members, String path, Problems problems) {
        this(members, path, null, problems);
    }

    /** All members as they stand; looking at them makes none known. */
    public Map<String, @Nullable Object> all() {
        return members;
    }

    /** The path of the mapping; empty for the document itself. */
    public String path() {
        return path;
    }

    /** The path of one member, as complaints name it. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public Problems problems() {
        return problems;
    }

    public void error(String name, String message) {
        problems.error(path(name), node, message);
    }

    /** The member as it stands; reading it makes it known. */
    public @Nullable Object value(String name) {
        known.add(name);
        return members.get(name);
    }

    public @Nullable String text(String name) {
        return typed(name, String.class, "a text");
    }

    /** The text, or an empty one and a complaint when it is missing. */
    public String requiredText(String name) {
        String text = text(name);
        if (text == null && members.get(name) == null) {
            error(name, "is required");
        }
        return text == null ? "" : text;
    }

    public String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    public boolean flag(String name, boolean otherwise) {
        Boolean flag = typed(name, Boolean.class, "true or false");
        return flag == null ? otherwise : flag;
    }

    public @Nullable Long integer(String name) {
        return typed(name, Long.class, "a whole number");
    }

    /** A {@code Long} or a {@code Double}. */
    public @Nullable Number number(String name) {
        return typed(name, Number.class, "a number");
    }

    /** A whole number within bounds, both included. */
    public int integer(String name, int otherwise, int from, int to) {
        Long number = integer(name);
        if (number == null) {
            return otherwise;
        }
        if (number < from || number > to) {
            error(name, "must be from " + from + " to " + to);
            return otherwise;
        }
        return number.intValue();
    }

    /** An ISO 8601 duration such as {@code PT30M} or {@code P2D}, longer than zero. */
    public @Nullable Duration duration(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.isNegative() || duration.isZero()) {
                error(name, "must be longer than zero");
                return null;
            }
            return duration;
        } catch (DateTimeParseException e) {
            error(name, "is not an ISO 8601 duration such as PT30M: " + text);
            return null;
        }
    }

    /** One of the given words; the first of them when the member is absent. */
    public String word(String name, List<String> words) {
        String word = text(name);
        if (word == null) {
            return words.get(0);
        }
        if (!words.contains(word)) {
            error(name, "must be one of " + String.join(", ", words) + ", found " + word);
            return words.get(0);
        }
        return word;
    }

    /** A list of texts; empty when absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        List<@Nullable Object> list = list(name);
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof String text) {
                texts.add(text);
            } else {
                error(name + "[" + i + "]", "must be a text, found " + kindOf(list.get(i)));
            }
        }
        return List.copyOf(texts);
    }

    /** A list; empty when absent. */
    public List<@Nullable Object> list(String name) {
        @SuppressWarnings("unchecked")
        List<@Nullable Object> list = typed(name, List.class, "a list");
        return list == null ? List.of() : list;
    }

    /** A mapping; null when absent. */
    public @Nullable Map<String, @Nullable Object> mapping(String name) {
        Object value = value(name);
        Map<String, @Nullable Object> mapping = asMapping(value);
        if (value != null && mapping == null) {
            error(name, "must be a mapping, found " + kindOf(value));
        }
        return mapping;
    }

    /** The members of a mapping member; null when absent. */
    public @Nullable Members members(String name) {
        Map<String, @Nullable Object> mapping = mapping(name);
        return mapping == null ? null : new Members(mapping, path(name), node, problems);
    }

    /** Reads each mapping of a list; an item of another kind is complained of and left out. */
    public <T> List<T> each(String name, Function<Members, T> read) {
        List<T> items = new ArrayList<>();
        List<@Nullable Object> list = list(name);
        for (int i = 0; i < list.size(); i++) {
            Map<String, @Nullable Object> mapping = asMapping(list.get(i));
            String item = name + "[" + i + "]";
            if (mapping == null) {
                error(item, "must be a mapping, found " + kindOf(list.get(i)));
            } else {
                items.add(read.apply(new Members(mapping, path(item), node, problems)));
            }
        }
        return items;
    }

    /** Complains of each member that nothing has asked for. Call it last. */
    public void refuseUnknown() {
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                error(name, "is not a known member" + Spelling.hint(name, unused()));
            }
        }
    }

    /** The known members that the author has not written: only one of them can be what was meant. */
    private Set<String> unused() {
        Set<String> unused = new HashSet<>(known);
        unused.removeAll(members.keySet());
        return unused;
    }

    private <T> @Nullable T typed(String name, Class<T> type, String description) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            error(name, "must be " + description + ", found " + kindOf(value));
            return null;
        }
        return type.cast(value);
    }

    @SuppressWarnings("unchecked") // documents make mappings with text keys only
    static @Nullable Map<String, @Nullable Object> asMapping(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
    }

    static String kindOf(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof List) {
            return "a list";
        }
        return value instanceof Map ? "a mapping" : "a number";
    }
}

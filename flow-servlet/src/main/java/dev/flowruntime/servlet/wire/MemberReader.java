package dev.flowruntime.servlet.wire;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.document.JsonTree;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a body by name and type and remembers all that is wrong with them for {@link #finish()}; until then
 * a bad member reads as an empty one. Null is the same as absent, unknown members are not looked at.
 */
final class MemberReader {
    private static final String REQUIRED = "is required";

    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private final JsonBody body;
    private final Map<String, @Nullable Object> members;
    /** Stands before the names of members in what is told of them. */
    private final String path;

    private final Map<String, List<String>> malformed;
    private final Map<String, List<String>> unacceptable;

    MemberReader(JsonBody body) {
        this.body = body;
        this.members = body.members();
        this.path = "";
        this.malformed = new LinkedHashMap<>();
        this.unacceptable = new LinkedHashMap<>();
    }

    /** A reader of an object in the body; what is wrong with its members is told with the rest. */
    private MemberReader(MemberReader whole, Map<String, @Nullable Object> members, String name) {
        this.body = whole.body;
        this.members = members;
        this.path = whole.path + name + ".";
        this.malformed = whole.malformed;
        this.unacceptable = whole.unacceptable;
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    String requiredText(String name, TextRule rule) {
        String text = text(name, rule);
        if (text == null) {
            missing(name);
            return "";
        }
        return text;
    }

    @Nullable
    String text(String name, TextRule rule) {
        Object value = members.get(name);
        if (value instanceof String text) {
            String complaint = rule.complaint(text);
            if (complaint != null) {
                refuse(name, complaint);
            }
            return text;
        }
        if (value != null) {
            malform(name, "must be a string");
        }
        return null;
    }

    /**
     * A whole number, however it is written.
     *
     * @param absent what it is when there is none
     */
    int number(String name, int absent) {
        Object value = members.get(name);
        if (value instanceof Number number) {
            double exact = number.doubleValue();
            if (exact != Math.rint(exact) || Math.abs(exact) > Integer.MAX_VALUE) {
                refuse(name, "must be a whole number within reason");
                return absent;
            }
            return number.intValue();
        }
        if (value != null) {
            malform(name, "must be a number");
        }
        return absent;
    }

    /** False when there is none. */
    boolean flag(String name) {
        Object value = members.get(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value != null) {
            malform(name, "must be true or false");
        }
        return false;
    }

    /** An object in which null is a value. */
    @Nullable
    Map<String, @Nullable Object> object(String name) {
        Object value = members.get(name);
        if (value instanceof Map<?, ?> object) {
            return asObject(object);
        }
        if (value != null) {
            malform(name, "must be an object");
        }
        return null;
    }

    /** An object of at most so many bytes as compact JSON. */
    @Nullable
    Map<String, @Nullable Object> object(String name, int maxBytes) {
        Map<String, @Nullable Object> object = object(name);
        // A value can grow when it is written again (1e9 as 1.0E9), but never to twice the size that came.
        if (object != null && body.size() > maxBytes / 2 && compactSize(object) > maxBytes) {
            refuse(name, "must have at most " + maxBytes + " bytes as compact JSON");
        }
        return object;
    }

    private static int compactSize(Map<String, @Nullable Object> object) {
        return JsonTree.write(object).text().getBytes(StandardCharsets.UTF_8).length;
    }

    Map<String, @Nullable Object> objectOrEmpty(String name) {
        Map<String, @Nullable Object> object = object(name);
        return object == null ? Map.of() : object;
    }

    Map<String, @Nullable Object> requiredObject(String name) {
        Map<String, @Nullable Object> object = object(name);
        if (object == null) {
            missing(name);
            return Map.of();
        }
        return object;
    }

    /** The members of an object. */
    @Nullable
    MemberReader members(String name) {
        Map<String, @Nullable Object> object = object(name);
        return object == null ? null : new MemberReader(this, object, name);
    }

    /** The members of each object of a list that must be there. */
    List<MemberReader> eachOf(String name, int min, int max) {
        Object value = members.get(name);
        if (!(value instanceof List<?> items)) {
            if (value == null) {
                missing(name);
            } else {
                malform(name, "must be an array");
            }
            return List.of();
        }
        if (items.size() < min || items.size() > max) {
            refuse(name, "must have " + min + " to " + max + " items");
            return List.of();
        }
        List<MemberReader> readers = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String item = name + "[" + i + "]";
            if (items.get(i) instanceof Map<?, ?> object) {
                readers.add(new MemberReader(this, asObject(object), item));
            } else {
                malform(item, "must be an object");
            }
        }
        return readers;
    }

    /** A whole number from zero that must be there. */
    long requiredCount(String name, long max) {
        Object value = members.get(name);
        if (value instanceof Number number) {
            double count = number.doubleValue();
            if (count < 0 || count > max || count != Math.rint(count)) {
                refuse(name, "must be a whole number from 0 to " + max);
            }
            return number.longValue();
        }
        if (value == null) {
            missing(name);
        } else {
            malform(name, "must be a number");
        }
        return 0;
    }

    /** An instant of RFC 3339 with any offset. */
    @Nullable
    Instant instant(String name) {
        String text = text(name, TextRule.ANY);
        if (text == null) {
            return null;
        }
        try {
            if (INSTANT.matcher(text).matches()) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException e) {
            // such as the 30th of February: told as every other text that is none
        }
        refuse(name, "must be an instant such as 2026-11-30T12:00:00Z");
        return null;
    }

    /** What a rule beyond single members makes of them; null when it refuses them, which is told by their paths. */
    <T> @Nullable T make(Supplier<T> rule) {
        try {
            return rule.get();
        } catch (FlowException refused) {
            if (refused.code() != ErrorCode.VALIDATION_FAILED
                    || !(refused.details().get("fields") instanceof Map<?, ?> fields)) {
                throw refused;
            }
            fields.forEach((name, reasons) -> unacceptable.putIfAbsent(
                    path + name,
                    ((List<?>) reasons).stream().map(String::valueOf).toList()));
            return null;
        }
    }

    private void missing(String name) {
        malformed.putIfAbsent(path + name, List.of(REQUIRED));
    }

    private void malform(String name, String reason) {
        malformed.put(path + name, List.of(reason));
    }

    private void refuse(String name, String reason) {
        unacceptable.put(path + name, List.of(reason));
    }

    /**
     * @throws FlowException INVALID_INPUT when a member is missing or of a wrong type, else VALIDATION_FAILED when one is not
     *     acceptable; with all of that kind
     */
    void finish() {
        if (!malformed.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.INVALID_INPUT, malformed);
        }
        JsonBody.Flaw flaw = body.flaw();
        if (flaw != null) {
            unacceptable.putIfAbsent(flaw.path(), List.of(flaw.reason()));
        }
        if (!unacceptable.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, unacceptable);
        }
    }

    /** Every object of a body was made by {@link StrictJson}, with texts as names. */
    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> asObject(Map<?, ?> object) {
        return (Map<String, @Nullable Object>) object;
    }
}

package dev.flowruntime.servlet.wire;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.document.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a body by name and type and remembers all that is wrong with them for {@link #finish()}; until then
 * a bad member reads as an empty one. Null is the same as absent, unknown members are not looked at.
 */
final class MemberReader {
    private static final String REQUIRED = "is required";

    private final JsonBody body;
    private final Map<String, List<String>> malformed = new LinkedHashMap<>();
    private final Map<String, List<String>> unacceptable = new LinkedHashMap<>();

    MemberReader(JsonBody body) {
        this.body = body;
    }

    boolean has(String name) {
        return body.has(name);
    }

    String requiredText(String name, TextRule rule) {
        String text = text(name, rule);
        if (text == null) {
            malformed.putIfAbsent(name, List.of(REQUIRED));
            return "";
        }
        return text;
    }

    @Nullable
    String text(String name, TextRule rule) {
        Object value = body.members().get(name);
        if (value instanceof String text) {
            String complaint = rule.complaint(text);
            if (complaint != null) {
                refuse(name, complaint);
            }
            return text;
        }
        if (value != null) {
            malformed.put(name, List.of("must be a string"));
        }
        return null;
    }

    /**
     * A whole number, however it is written.
     *
     * @param absent what it is when there is none
     */
    int number(String name, int absent) {
        Object value = body.members().get(name);
        if (value instanceof Number number) {
            double exact = number.doubleValue();
            if (exact != Math.rint(exact) || Math.abs(exact) > Integer.MAX_VALUE) {
                refuse(name, "must be a whole number within reason");
                return absent;
            }
            return number.intValue();
        }
        if (value != null) {
            malformed.put(name, List.of("must be a number"));
        }
        return absent;
    }

    /** False when there is none. */
    boolean flag(String name) {
        Object value = body.members().get(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value != null) {
            malformed.put(name, List.of("must be true or false"));
        }
        return false;
    }

    /** An object in which null is a value. */
    @Nullable
    Map<String, @Nullable Object> object(String name) {
        Object value = body.members().get(name);
        if (value instanceof Map<?, ?> object) {
            return asObject(object);
        }
        if (value != null) {
            malformed.put(name, List.of("must be an object"));
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
            malformed.putIfAbsent(name, List.of(REQUIRED));
            return Map.of();
        }
        return object;
    }

    private void refuse(String name, String reason) {
        unacceptable.put(name, List.of(reason));
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

package dev.flowruntime.internal;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits of conversation variables, and how they are merged. */
final class Variables {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final int MAX_COUNT = 50;
    private static final int MAX_BYTES = 4096;
    private static final int MAX_DEPTH = 4;

    private Variables() {}

    static Map<String, @Nullable Object> read(Json json) {
        return json.text().equals("{}") ? Map.of() : JsonTree.readObject(json);
    }

    /** The base with the patch over it, key by key; null stays null. */
    static Map<String, @Nullable Object> merge(
            Map<String, @Nullable Object> base, Map<String, @Nullable Object> patch) {
        if (patch.isEmpty()) {
            return base;
        }
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(base);
        merged.putAll(patch);
        return merged;
    }

    /** @throws FlowException with the code and all that is wrong */
    static void require(Map<String, @Nullable Object> variables, ErrorCode code) {
        Map<String, List<String>> wrong = check(variables);
        if (!wrong.isEmpty()) {
            throw FlowException.ofFields(code, wrong);
        }
    }

    /** What is wrong, by member; empty when nothing is. */
    static Map<String, List<String>> check(Map<String, @Nullable Object> variables) {
        if (variables.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry : variables.entrySet()) {
            String member = "variables." + entry.getKey();
            if (!NAME.matcher(entry.getKey()).matches()) {
                wrong.put(member, List.of("is not a name of lower-case letters, digits and _"));
            } else if (!isAllowed(entry.getValue(), 0)) {
                wrong.put(
                        member,
                        List.of("must be a text, a number, true, false, null, or lists of them, at most 4 deep"));
            }
        }
        if (variables.size() > MAX_COUNT) {
            wrong.put("variables", List.of("must be at most " + MAX_COUNT));
        } else if (wrong.isEmpty() && bytes(variables) > MAX_BYTES) {
            wrong.put("variables", List.of("must be at most " + MAX_BYTES + " bytes as JSON"));
        }
        return wrong;
    }

    private static int bytes(Map<String, @Nullable Object> variables) {
        return JsonTree.write(variables).text().getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isAllowed(@Nullable Object value, int depth) {
        if (value instanceof List<?> list) {
            return depth < MAX_DEPTH && list.stream().allMatch(item -> isAllowed(item, depth + 1));
        }
        return !(value instanceof Map);
    }
}

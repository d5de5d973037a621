package dev.flowruntime;

import dev.flowruntime.model.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A back end says that a goal was achieved. It is recorded once for an {@code externalRef}, or where there is none, once for a
 * conversation; with neither, each time.
 *
 * @param goal its code
 * @param conversationId as text, since it comes from a client
 * @param externalRef what the back end calls it, such as the number of an order; 1 to 255 characters
 * @param occurredAt since 1970; null for now, and what lies in the future is now as well
 * @param props at most 4096 bytes as compact JSON; {@code value} and {@code currency} (ISO 4217) are kept
 */
public record Conversion(
        TenantId tenant,
        String goal,
        @Nullable String conversationId,
        @Nullable String externalRef,
        @Nullable Instant occurredAt,
        Map<String, @Nullable Object> props) {
    private static final int MAX_REF = 255;
    private static final int MAX_PROPS = 4096;

    /** @throws FlowException {@code VALIDATION_FAILED} with what is wrong, by member */
    public Conversion {
        props = Collections.unmodifiableMap(new LinkedHashMap<>(props));
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        if (externalRef != null && !PageEvent.isText(externalRef, MAX_REF)) {
            wrong.put("external_ref", List.of("must have 1 to " + MAX_REF + " characters, without NUL"));
        }
        if (occurredAt != null && occurredAt.isBefore(Instant.EPOCH)) {
            wrong.put("occurred_at", List.of("must not be before 1970"));
        }
        if (PageEvent.bytes(props) > MAX_PROPS) {
            wrong.put("props", List.of("must have at most " + MAX_PROPS + " bytes as compact JSON"));
        }
        if (!wrong.isEmpty()) {
            throw FlowException.ofFields(ErrorCode.VALIDATION_FAILED, wrong);
        }
    }

    /** The achievement that a back end knows by a reference of its own. */
    public static Conversion of(TenantId tenant, String goal, String externalRef) {
        return new Conversion(tenant, goal, null, externalRef, null, Map.of());
    }
}

package dev.flowruntime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    /** The table of the contract, as it stands there. */
    private static final String TABLE = """
            400 invalid_input oauth_not_supported
            401 invalid_session_token invalid_api_token unauthenticated
            403 widget_disabled origin_not_allowed intent_not_allowed form_not_allowed tenant_not_allowed permission_denied plan_limit customer_not_verified
            404 not_found intent_not_matched execution_not_found form_not_found goal_not_found task_not_found tenant_not_found channel_not_found conversation_not_found
            405 method_not_allowed
            409 invalid_wait_token idempotency_conflict idempotency_in_progress channel_exists lease_lost conflict
            410 execution_aborted
            413 payload_too_large
            415 unsupported_media_type
            422 validation_failed invalid_input spam_rejected channel_disabled
            429 rate_limited
            500 internal_error
            503 unavailable
            """;

    @Test
    void everyErrorHasTheStatusOfTheTable() {
        Map<Integer, TreeSet<String>> table = new TreeMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            table.computeIfAbsent(Errors.status(code), status -> new TreeSet<>())
                    .add(code.wireName());
        }
        Map<Integer, TreeSet<String>> expected = new TreeMap<>();
        for (String line : TABLE.lines().toList()) {
            TreeSet<String> names = new TreeSet<>(List.of(line.substring(4).split(" ")));
            expected.put(Integer.valueOf(line.substring(0, 3)), names);
        }
        assertThat(table).isEqualTo(expected);
    }

    @Test
    void aLimitSaysWhenToComeBack() {
        Answer answer =
                Errors.answer(new FlowException(ErrorCode.RATE_LIMITED, "too many requests", Map.of("retry_after", 7)));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsExactly(Map.entry("Retry-After", "7"));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"error\":\"rate_limited\",\"message\":\"too many requests\",\"details\":{\"retry_after\":7}}");
    }

    @Test
    void anErrorOfTheMachineIsToldLikeAnyFailure() {
        FlowException refused = Errors.refusal(new StackOverflowError("deep in dev.flowruntime"), "r1");

        assertThat(refused.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(refused.getMessage()).doesNotContain("deep");
        assertThat(refused.details()).containsEntry("request_id", "r1");
    }
}

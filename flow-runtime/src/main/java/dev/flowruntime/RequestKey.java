package dev.flowruntime;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a client names a request that it may send again.
 *
 * @param text 1 to 255 visible characters of ASCII, the client's own
 * @param fingerprint a hash of the request's bytes: another request under the same text is refused
 * @param format how the answer is written
 */
public record RequestKey(String text, String fingerprint, ReplyFormat format) {
    private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** @throws FlowException {@code INVALID_INPUT} */
    public RequestKey {
        if (!TEXT.matcher(text).matches()) {
            throw FlowException.ofFields(
                    ErrorCode.INVALID_INPUT,
                    Map.of("Idempotency-Key", List.of("must be 1 to 255 visible ASCII characters, without spaces")));
        }
    }
}

package dev.flowruntime.servlet.wire;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whole numbers in queries. */
public final class QueryNumber {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,32}");
    private static final int MAX_DIGITS = 9;

    private QueryNumber() {}

    /**
     * A number; one that is too big for an int is the greatest or the least that there is.
     *
     * @param absent what it is when there is none
     * @throws FlowException INVALID_INPUT when it is no number
     */
    public static int read(String name, @Nullable String text, int absent) {
        if (text == null) {
            return absent;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw FlowException.ofFields(ErrorCode.INVALID_INPUT, Map.of(name, List.of("must be a whole number")));
        }
        boolean negative = text.charAt(0) == '-';
        String digits = text.substring(negative ? 1 : 0).replaceFirst("^0+(?=.)", "");
        int number = digits.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
        return negative ? -number : number;
    }
}

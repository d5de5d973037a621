package dev.flowruntime.examples;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as flow documents write them. */
final class Durations {
    private Durations() {}

    static Duration positive(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw new TypeConversionException("'" + text + "' is not an ISO 8601 duration above zero, such as PT30S");
    }
}

package dev.flowruntime.servlet;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names requests: by the name that the client gave when it is a harmless one, else by a new one. */
final class RequestIds {
    private static final int MAX_LENGTH = 64;

    private final Supplier<String> source;

    RequestIds(Supplier<String> source) {
        this.source = source;
    }

    /** Names of 128 random bits; they are no secrets. */
    static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    String of(@Nullable String requested) {
        return requested != null && isHarmless(requested) ? requested : source.get();
    }

    /** {@code ^[A-Za-z0-9._-]{1,64}$} */
    private static boolean isHarmless(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(RequestIds::isHarmless);
    }

    private static boolean isHarmless(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }
}

package dev.flowruntime.token;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The public name of a widget key, which a page shows to everyone: {@code pk_live_} or {@code pk_test_} and 32 hex digits. */
public final class PublicKeys {
    private static final Pattern FORM = Pattern.compile("pk_(live|test)_[a-f0-9]{32}");

    private PublicKeys() {}

    public static boolean isPublicKey(String text) {
        return FORM.matcher(text).matches();
    }

    /** A new key whose traffic counts. */
    public static String live(RandomGenerator random) {
        return "pk_live_" + RandomHex.of(random, 16);
    }

    /** A new key whose traffic stays out of the figures. */
    public static String test(RandomGenerator random) {
        return "pk_test_" + RandomHex.of(random, 16);
    }
}

package dev.flowruntime.token;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Random bytes as lower-case hex digits. */
final class RandomHex {
    private RandomHex() {}

    static String of(RandomGenerator random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}

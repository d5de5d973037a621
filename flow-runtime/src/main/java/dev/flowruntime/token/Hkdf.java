package dev.flowruntime.token;

import java.util.Arrays;

/** HKDF-SHA256 of RFC 5869: makes independent keys for different purposes out of one. */
final class Hkdf {
    private Hkdf() {}

    /**
     * @param salt may be empty
     * @param length in bytes, at most 255 × 32
     */
    static byte[] derive(byte[] keyMaterial, byte[] salt, byte[] info, int length) {
        // RFC 2104 pads a key with zeros, so one zero byte is the same salt as none at all.
        Hmac extract = new Hmac(salt.length == 0 ? new byte[1] : salt);
        Hmac expand = new Hmac(extract.of(keyMaterial));
        byte[] derived = new byte[length];
        byte[] block = {};
        for (int done = 0, counter = 1; done < length; done += Hmac.LENGTH, counter++) {
            byte[] input = Arrays.copyOf(block, block.length + info.length + 1);
            System.arraycopy(info, 0, input, block.length, info.length);
            input[input.length - 1] = (byte) counter;
            block = expand.of(input);
            System.arraycopy(block, 0, derived, done, Math.min(Hmac.LENGTH, length - done));
        }
        return derived;
    }
}
